// Keeps the empty page and its files, so that it opens without signal; never anything of a person.
// VERSION, FILES: written in front by the server.

self.addEventListener("install", (event) => {
  const asked = FILES.map((path) => new Request(path, { cache: "reload", credentials: "omit" }));
  event.waitUntil(
    caches
      .open(VERSION)
      .then((kept) => kept.addAll(asked))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("tham-") && name !== VERSION)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !FILES.includes(url.pathname)) return;
  event.respondWith(
    caches
      .open(VERSION)
      .then((kept) => kept.match(url.pathname, { ignoreVary: true }))
      .then((found) => found ?? fetch(event.request)),
  );
});
