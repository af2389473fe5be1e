// The page: prepared with signal, opened by a PIN anywhere, sending whenever the office is heard.

import { ask, told } from "./form.js";
import { count, people, written } from "./lists.js";
import { makeLock, openLock, seal, unseal, weak } from "./lock.js";
import * as office from "./office.js";
import { DAY, Outing, contact, tryBegun, tryEnded } from "./queue.js";
import { openStore } from "./store.js";
import { $, made, words } from "./words.js";

const began = Date.now() - performance.now();
// A clock set back while the page is open does not go back here.
const now = () => Math.max(Date.now(), Math.round(began + performance.now()));
const SECTIONS = ["begin", "locked", "open", "writing"];
const IDLE = 5 * 60 * 1000;

let store = null;
let opened = null; // { outing, key, device, names }: while unlocked
let touched = 0;

function show(section, title, values) {
  for (const one of SECTIONS) $(one).hidden = one !== section;
  $("over").hidden = section !== "locked" && title !== "title-gone";
  $("title").textContent = words(title, values);
}

function note(text, bad = false) {
  $("note").hidden = !text;
  $("note").className = bad ? "note n-bad" : "note";
  $("note").firstElementChild.textContent = text;
}

const kept = (id) => store.read((tx) => tx.get("meta", id));
const failed = (wrong) =>
  note(wrong instanceof office.Silent ? words("no-signal") : words("failed", { words: wrong.message }), true);

async function start() {
  if (!window.isSecureContext) return never("insecure");
  if (!navigator.serviceWorker || !window.indexedDB || !crypto.subtle) return never("unable");
  try {
    store = await openStore("dondoc-tham");
  } catch {
    return never("unable");
  }
  navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/tham" }).catch(() => {});
  await atDoor();
}

function never(why) {
  show("", "title-never");
  note(words(why), true);
}

// Nothing is unlocked: names whose time is over go now, and whoever was revoked learns it now.
async function atDoor() {
  opened = null;
  const device = await kept("device");
  if (!device) return begin();
  show("locked", "title-locked");
  await redraw();
  const found = await new Outing({ store, now }).look();
  if (found.names === "erased") note(words(`gone-${found.why}`));
  try {
    const answer = await office.stillOurs(device.mark);
    const gone = answer.revoked ? "revoked" : answer.unknown ? "unknown" : "";
    if (!gone) return;
    await store.change((tx) => contact(tx, now(), gone));
    if (!opened) note(words(`gone-${gone}`));
  } catch {
    // Without signal it opens all the same.
  }
}

async function begin() {
  show("begin", "title-begin");
  await redraw();
  try {
    const { who } = await office.whoIsThere();
    $("who").textContent = words("signed-in", { who });
  } catch {
    note(navigator.onLine ? words("sign-in") : words("no-signal-begin"), true);
  }
}

$("begin-form").onsubmit = async (event) => {
  event.preventDefault();
  const form = event.target;
  const pin = form.pin.value;
  const wrong = weak(pin) ? `pin-${weak(pin)}` : pin !== form.pin2.value ? "pin-unlike" : "";
  if (wrong) return note(words(wrong), true);
  try {
    const { token } = await office.whoIsThere();
    const given = await office.register(token, form.ten.value);
    if (given.status !== 201) return note(given.wrong, true);
    const lock = await makeLock(pin);
    const device = { id: "device", mark: given.mark, number: given.number, lock: lock.kept };
    device.token = await seal(lock.key, "token", given.token);
    await store.change((tx) => tx.put("meta", device));
    form.reset();
    await navigator.storage?.persist?.();
    await unlocked(lock.key, device);
    await fetchAgain();
  } catch (wrong) {
    failed(wrong);
  }
};

$("locked-form").onsubmit = async (event) => {
  event.preventDefault();
  const form = event.target;
  const device = await kept("device");
  const wait = await tryBegun(store, now());
  if (wait) return note(words("pin-wait", { n: Math.ceil(wait / 1000) }), true);
  let key;
  try {
    key = await openLock(form.pin.value, device.lock);
  } catch {
    const n = await tryEnded(store, false);
    return note(n ? words("pin-wrong", { n }) : words("gone-tries"), true);
  } finally {
    form.reset();
  }
  await tryEnded(store, true);
  note("");
  await unlocked(key, device);
  await deliver(true);
};

async function unlocked(key, device) {
  const token = await unseal(key, "token", device.token);
  const outing = new Outing({
    store,
    now,
    seal: (about, value) => seal(key, about, value),
    unseal: (about, sealed) => unseal(key, about, sealed),
    send: async (body) => {
      const answer = await office.deliver(token, body);
      if (answer.status !== 200 && !answer.unknown) throw new Error(answer.wrong);
      return answer;
    },
  });
  opened = { outing, key, device, token, names: null };
  touched = now();
  await home();
}

// The list of people, as far as it may be shown.
async function home() {
  const found = await opened.outing.look();
  opened.names = found.names === "kept" ? await opened.outing.names() : null;
  if (found.names === "erased") note(words(`gone-${found.why}`));
  if (found.names === "withheld") note(words("withheld"), true);
  const homes = opened.names?.outing.households ?? [];
  const number = homes.reduce((sum, one) => sum + one.people.length, 0);
  const villages = new Set(homes.map((one) => one.village)).size;
  show("open", opened.names ? "title-open" : "title-gone", { people: number, villages });
  await redraw();
}

async function redraw() {
  const rows = await new Outing({ store, now }).rows();
  for (const row of rows)
    if (opened && row.sealed)
      row.visit = await unseal(opened.key, `visit:${row.key}`, row.sealed);
  const lost = count(rows);
  $("over-lost").textContent = lost ? words("over-lost", { n: lost }) : "";
  written(rows, opened?.names);
  $("people").parentElement.hidden = !opened?.names;
  if (opened?.names) people(opened.names, rows, $("find").value, write);
  const kind = (await navigator.storage?.persisted?.()) ? "kept-yes" : "kept-no";
  $("kept").textContent = words(kind);
}

function write(person, household, before = {}) {
  show("writing", "title-writing");
  // A visit's day is one of the office's calendar; a clock that is a little off changes none.
  const { ahead } = opened.names;
  ask(person, household, opened.names, now() + (Math.abs(ahead) > DAY ? ahead : 0), before.kept);
  opened.writing = { person, household, occasion: before.occasion ?? crypto.randomUUID() };
  note("");
  $("of").focus();
}

$("visit").onsubmit = async (event) => {
  event.preventDefault();
  const { person, household, occasion } = opened.writing;
  const { said, wrong } = told(opened.names.lists);
  if (wrong) return note(wrong, true);
  const made_at = new Date(now()).toISOString();
  const visit = { ...said, key: crypto.randomUUID(), occasion, person: person.case, device_at: made_at };
  try {
    await opened.outing.append(visit);
  } catch (failure) {
    return failed(failure);
  }
  await home();
  note(words("written"));
  const { on, way, met, went } = said;
  for (const other of household.people.filter((one) => one !== person)) {
    const again = () => write(other, household, { kept: { on, way, met, went }, occasion });
    const button = made("button", { class: "btn", type: "button", onclick: again });
    button.textContent = words("also", { name: other.name });
    $("note").firstElementChild.append(" ", button);
  }
  deliver(true);
};

let delivering = null;
// Send what waits; quiet: without a word where the office is not heard.
function deliver(quiet) {
  delivering ??= once(quiet).finally(() => (delivering = null));
  return delivering;
}

async function once(quiet) {
  if (!opened) return;
  const { outing } = opened;
  const { heard, wrong } = await outing.deliver();
  if (!opened) return;
  if (heard && $("writing").hidden) await home();
  if (heard && !wrong && !quiet && !(await gone())) note(words("sent"));
  if (wrong && !quiet) failed(wrong);
}

const gone = async () => (await kept("clock"))?.gone;

async function fetchAgain() {
  try {
    const answer = await office.fetchNames(opened.token);
    if (answer.revoked || answer.unknown)
      await store.change((tx) => contact(tx, now(), answer.revoked ? "revoked" : "unknown"));
    else if (answer.status !== 200) return note(answer.wrong, true);
    else {
      const { outing, lists } = answer;
      await opened.outing.keep({ outing, lists, ahead: Date.parse(answer.now) - now() });
    }
    await home();
    const homes = opened.names?.outing.households ?? [];
    const number = homes.reduce((sum, one) => sum + one.people.length, 0);
    if (opened.names) note(words("fetched", { people: number }));
  } catch (wrong) {
    failed(wrong);
  }
}

$("send").onclick = () => deliver(false);
$("fetch").onclick = async () => {
  await deliver(true);
  await fetchAgain();
};
$("over-form").onsubmit = async (event) => {
  event.preventDefault();
  await store.change((tx) => Promise.all(["meta", "names", "visits"].map((one) => tx.clear(one))));
  location.reload();
};
$("lock").onclick = () => location.reload();
$("back").onclick = () => home();
$("find").oninput = redraw;
addEventListener("online", () => deliver(true));
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (touched = now()));
setInterval(() => {
  if (!opened) return;
  if (now() - touched > IDLE && $("writing").hidden) location.reload();
  else deliver(true);
}, 60_000);

start();
