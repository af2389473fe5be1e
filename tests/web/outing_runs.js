// One telephone after another, each by a seed: visits are written, sent, sent twice, answers are
// lost or come late, clocks jump, and it is killed between any two steps of the database.
//
// Returns for each seed what was written on it (and told so), and what it says of every row.
async ({ base, seeds, phase, steps, persons }) => {
  const { Outing, waits } = await import(`${base}/tham/queue.js`);
  const { openStore } = await import(`${base}/tham/store.js`);
  const { seal, unseal } = await import(`${base}/tham/lock.js`);

  class Killed extends Error {}
  const chance = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  // The same key in both halves of a run: it stands for a PIN that is typed again.
  const raw = new Uint8Array(32).fill(7);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

  async function ask(token, body) {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
    const answer = await fetch("/tham/nhan", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      credentials: "omit",
    });
    if (answer.status !== 200) throw new Error(String(answer.status));
    return answer.json();
  }

  async function run(seed) {
    const random = chance(seed * 2 + phase);
    const pick = (list) => list[Math.floor(random() * list.length)];
    const said = []; // told to be written
    const tried = []; // killed meanwhile: there or not, never twice
    const late = [];
    let clock = Date.parse("2024-05-07T02:00:00Z");
    let left = Infinity; // transactions until it is killed
    let faults = true;

    async function send(body) {
      const fault = faults ? random() : 1;
      if (fault < 0.2) throw new Error("no signal");
      const answer = await ask(`run-${seed}`, body);
      if (fault < 0.4) throw new Error("the answer was lost");
      if (fault < 0.5) late.push(answer);
      if (fault < 0.6) return ask(`run-${seed}`, body);
      return answer;
    }

    let raw_store = null;
    async function open() {
      raw_store?.close();
      raw_store = await openStore(`run-${seed}`);
      left = Infinity;
      const mortal = (act) => async (fn) => {
        if (left-- <= 0) throw new Killed();
        const done = await act(fn);
        if (left <= 0 && random() < 0.5) throw new Killed();
        return done;
      };
      return new Outing({
        store: { read: mortal(raw_store.read), change: mortal(raw_store.change) },
        seal: (about, value) => seal(key, about, value),
        unseal: (about, sealed) => unseal(key, about, sealed),
        send,
        now: () => (clock += 1000),
      });
    }

    function visit() {
      const later = random() < 0.2;
      const on = random() < 0.1 ? "2031-01-02" : pick(["2024-05-02", "2024-05-06", "2024-05-07"]);
      return {
        key: crypto.randomUUID(),
        occasion: crypto.randomUUID(),
        person: 1 + Math.floor(random() * persons),
        directive: "son-duong-bhyt-2024",
        on,
        way: "tham-ho",
        met: "nguoi-do",
        went: ["can-bo"],
        informed: true,
        mobilised: random() < 0.5,
        answer: later ? "chua" : "tham-gia",
        reason: later ? "cho-tien" : null,
        situation: "o-nha",
        promised_on: null,
        words: "",
        device_at: new Date(clock).toISOString(),
      };
    }

    async function write(outing) {
      const one = visit();
      try {
        await outing.append(one);
        said.push(one);
      } catch (wrong) {
        tried.push(one);
        throw wrong;
      }
    }

    let outing = await open();
    for (let step = 0; step < steps; step++) {
      if (random() < 0.35) left = Math.floor(random() * 4);
      try {
        const what = random();
        if (what < 0.45) await write(outing);
        else if (what < 0.65) await outing.deliver();
        else if (what < 0.75) await Promise.all([outing.deliver(), outing.deliver()]);
        else if (what < 0.82) clock += (random() - 0.5) * 60 * 24 * 3600 * 1000;
        else if (what < 0.9) await outing.look();
        else if (late.length) await outing.hear(late.splice(Math.floor(random() * late.length), 1)[0]);
        else await outing.keep({ names: seed });
      } catch (wrong) {
        if (!(wrong instanceof Killed)) throw wrong;
      }
      if (left !== Infinity) outing = await open();
    }
    if (phase === 2) {
      faults = false;
      outing = await open();
      while (late.length) await outing.hear(late.pop());
      for (let round = 0; round < 5 && (await outing.rows()).some(waits); round++)
        await outing.deliver();
    }
    const rows = await outing.rows();
    const shown = await Promise.all(
      rows.map(async (row) => ({
        key: row.key,
        state: row.state,
        visit: row.sealed ? await unseal(key, `visit:${row.key}`, row.sealed) : null,
      })),
    );
    raw_store.close();
    if (phase === 2) indexedDB.deleteDatabase(`run-${seed}`);
    return { seed, said, tried, rows: shown };
  }

  // A few telephones at once, as an office has them.
  const found = [];
  const waiting = [...seeds];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift())
        found.push(await run(seed));
    }),
  );
  return found;
}
