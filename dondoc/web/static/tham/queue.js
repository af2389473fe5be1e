// What a device keeps and sends: pure decisions over a store, a way to send and a clock.
//
// Visits are appended, each under its own key, and change by what the office answers alone; an
// answer only ever moves a row forward. Names go at the first contact after a revocation, or when
// seven days have passed without contact; what was not sent stays, sealed, until it was.

export const UNSENT = "unsent"; // nobody at the office has it yet
export const REFUSED = "refused"; // the office could not read it: it stays here, and is sent again
export const ASKED = "asked"; // the office has it and asks: a person there decides
export const DECLINED = "declined"; // that person did not take it
export const ARRIVED = "arrived"; // it is in the office's book

const RANK = { [UNSENT]: 0, [REFUSED]: 1, [ASKED]: 2, [DECLINED]: 3, [ARRIVED]: 3 };
export const DAY = 24 * 60 * 60 * 1000;
export const KEPT = 7 * DAY; // names without contact
const SLACK = 10 * 60 * 1000; // a clock that was set right goes back so far
const AT_ONCE = 20;

// Whether a row still has to go to the office.
export const waits = (row) => RANK[row.state] < RANK[ASKED];

// The row as it stands after an answer; an older or doubled answer changes nothing.
export function merged(row, answer) {
  if (!(answer.state in RANK) || RANK[answer.state] <= RANK[row.state]) return row;
  return { ...row, state: answer.state, at: answer.at ?? null, words: answer.words ?? "" };
}

// The clock as it stands when it is looked at: it never goes back on its own.
export function ticked(clock, now) {
  const seen = Math.max(clock.seen, now);
  return { ...clock, seen, back: now < clock.seen - SLACK };
}

// What may be shown of names: "kept"; "withheld" while the clock cannot be believed; "erased".
export function standing(clock) {
  if (clock.gone) return { names: "erased", why: clock.gone };
  if (clock.seen - clock.contact > KEPT) return { names: "erased", why: "days" };
  return clock.back ? { names: "withheld", why: "clock" } : { names: "kept", why: "" };
}

// How long nothing is taken after so many wrong tries, in milliseconds; names go after the tenth.
export const MOST_TRIES = 10;
export const pause = (tries) =>
  tries < 3 ? 0 : Math.min(30_000 * 2 ** (tries - 3), 60 * 60 * 1000);

// Count a try at the PIN before it is judged: a device that is switched off forgets none.
// Return how long nothing is taken yet, in milliseconds; 0: it was counted, and may be judged.
export function tryBegun(store, now) {
  return store.change(async (tx) => {
    const { seen } = await tick(tx, now);
    const tries = (await tx.get("meta", "tries")) ?? { id: "tries", count: 0, until: 0 };
    if (tries.count >= MOST_TRIES) await eraseNames(tx, "tries");
    if (seen < tries.until) return tries.until - seen;
    const count = tries.count + 1;
    await tx.put("meta", { id: "tries", count, until: seen + pause(count) });
    return 0;
  });
}

// The PIN was right, or wrong: how many tries are left before the names go.
export function tryEnded(store, right) {
  return store.change(async (tx) => {
    const { count } = await tx.get("meta", "tries");
    if (right) await tx.delete("meta", "tries");
    else if (count >= MOST_TRIES) await eraseNames(tx, "tries");
    return right ? MOST_TRIES : Math.max(0, MOST_TRIES - count);
  });
}

export class Outing {
  // store: `read(fn)`, `change(fn)`, each one transaction; seal, unseal: (about, value) of the
  // opened device; send: (body) → answer, throws where nothing is heard; now: milliseconds.
  constructor({ store, seal, unseal, send, now }) {
    Object.assign(this, { store, seal, unseal, send, now });
  }

  // Append a visit and return its row; a key that is there is never written again.
  async append(visit) {
    const sealed = await this.seal(`visit:${visit.key}`, visit);
    const row = { key: visit.key, sealed, state: UNSENT, at: null, words: "", made: this.now() };
    await this.store.change(async (tx) => {
      await tx.add("visits", row);
      await tick(tx, this.now());
    });
    return row;
  }

  // Look at the clock and erase names whose time is over; return what may be shown.
  look() {
    return this.store.change(async (tx) => {
      const found = standing(await tick(tx, this.now()));
      if (found.names === "erased") await eraseNames(tx, found.why);
      return found;
    });
  }

  // Keep what was fetched before going out, in place of what was kept before.
  async keep(names) {
    const sealed = await this.seal("names", names);
    await this.store.change(async (tx) => {
      const now = this.now();
      await tx.put("meta", { id: "clock", seen: now, contact: now, back: false, gone: "" });
      await tx.put("names", { id: "names", sealed });
      for (const row of await tx.all("visits"))
        if (!waits(row) && now - row.made > KEPT) await tx.delete("visits", row.key);
    });
  }

  // The names that are kept; null where they are gone.
  async names() {
    const row = await this.store.read((tx) => tx.get("names", "names"));
    return row ? this.unseal("names", row.sealed) : null;
  }

  rows() {
    return this.store.read((tx) => tx.all("visits"));
  }

  // Send whatever waits, each key once; return whether the office was heard, and what it said.
  async deliver() {
    const rows = (await this.rows()).sort((one, other) => one.made - other.made);
    const asked = rows.filter((row) => row.state === ASKED).map((row) => row.key);
    const waiting = rows.filter((row) => waits(row) && row.sealed);
    let heard = null;
    for (let at = 0; at === 0 || at < waiting.length; at += AT_ONCE) {
      const some = waiting.slice(at, at + AT_ONCE);
      const visits = await Promise.all(
        some.map((row) => this.unseal(`visit:${row.key}`, row.sealed)),
      );
      try {
        heard = await this.send({ visits, asked: at ? [] : asked.slice(0, 50) });
      } catch (wrong) {
        return { heard: heard !== null, wrong };
      }
      await this.hear(heard);
    }
    return { heard: true, wrong: null };
  }

  // Take an answer in, whenever it comes and however often.
  hear(answer) {
    return this.store.change(async (tx) => {
      for (const one of answer.answers ?? []) {
        const row = await tx.get("visits", one.key);
        if (!row) continue;
        const next = merged(row, one);
        if (next !== row) await tx.put("visits", next);
      }
      await contact(tx, this.now(), answer.revoked ? "revoked" : answer.unknown ? "unknown" : "");
    });
  }
}

// Note a contact with the office: its word is believed, whatever the clock says.
export async function contact(tx, now, gone) {
  const clock = (await tx.get("meta", "clock")) ?? {};
  await tx.put("meta", { ...clock, id: "clock", seen: now, contact: now, back: false });
  if (gone) await eraseNames(tx, gone);
}

// Erase every name: those fetched, and what stands in visits that the office has.
export async function eraseNames(tx, why) {
  await tx.clear("names");
  for (const row of await tx.all("visits"))
    if (!waits(row) && row.sealed) await tx.put("visits", { ...row, sealed: null });
  const clock = await tx.get("meta", "clock");
  const gone = why === "revoked" ? why : clock.gone || why;
  await tx.put("meta", { ...clock, gone });
}

async function tick(tx, now) {
  const clock = (await tx.get("meta", "clock")) ?? { id: "clock", seen: now, contact: now, gone: "" };
  const next = ticked(clock, now);
  await tx.put("meta", next);
  return next;
}
