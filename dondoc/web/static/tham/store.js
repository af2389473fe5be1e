// The browser's database as a store: one transaction a change, on the disk before it is told.

const STORES = { meta: "id", names: "id", visits: "key" };

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export async function openStore(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const [store, keyPath] of Object.entries(STORES))
      request.result.createObjectStore(store, { keyPath });
  };
  const database = await done(request);
  // Another tab that needs the place is never kept waiting.
  database.onversionchange = () => database.close();

  // Nothing but the database may be waited for inside `act`: the transaction would end.
  async function within(mode, act) {
    const raw = database.transaction(Object.keys(STORES), mode, { durability: "strict" });
    const ended = new Promise((resolve, reject) => {
      raw.oncomplete = resolve;
      raw.onabort = () => reject(raw.error ?? new Error("aborted"));
    });
    const tx = {
      get: (store, key) => done(raw.objectStore(store).get(key)),
      all: (store) => done(raw.objectStore(store).getAll()),
      add: (store, row) => done(raw.objectStore(store).add(row)),
      put: (store, row) => done(raw.objectStore(store).put(row)),
      delete: (store, key) => done(raw.objectStore(store).delete(key)),
      clear: (store) => done(raw.objectStore(store).clear()),
    };
    let result;
    try {
      result = await act(tx);
    } catch (wrong) {
      ended.catch(() => {});
      try {
        raw.abort();
      } catch {
        // It ended by itself.
      }
      throw wrong;
    }
    await ended;
    return result;
  }

  return {
    read: (act) => within("readonly", act),
    change: (act) => within("readwrite", act),
    close: () => database.close(),
  };
}
