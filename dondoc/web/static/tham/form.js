// The form of one visit: made of the office's closed lists, checked as the office will check it.

import { $, made, today, words } from "./words.js";

const form = $("visit");
const named = (name) => form.elements.namedItem(name);

// Nothing is chosen beforehand of what only whoever was there can say.
const CHOSEN = ["directive", "way", "situation"];

function fill(name, list) {
  const first = CHOSEN.includes(name) ? [] : [made("option", { value: "" }, words("choose"))];
  const rest = list.map((one) => made("option", { value: one.id }, one.title));
  named(name).replaceChildren(...first, ...rest);
}

// Show the form for one person. kept: what a visit before to the same household said.
export function ask(person, household, names, now, kept = {}) {
  const { lists, outing } = names;
  form.reset();
  $("of").textContent = person.name;
  $("where").textContent = [household.address, household.village].filter(Boolean).join(", ");
  fill("directive", person.under.map((id) => ({ id, title: outing.directives[id] })));
  $("under").hidden = person.under.length < 2;
  for (const name of ["way", "met", "answer", "reason", "situation"]) fill(name, lists[`${name}s`]);
  $("went").replaceChildren(
    $("went").firstElementChild,
    ...lists.went.map((one) =>
      made(
        "label",
        { class: "ck" },
        made("input", { type: "checkbox", name: "went", value: one.id }),
        ` ${one.title}`,
      ),
    ),
  );
  named("on").value = today(now);
  for (const [name, value] of Object.entries(kept)) if (name !== "went") named(name).value = value;
  for (const box of form.querySelectorAll("[name=went]"))
    box.checked = kept.went?.includes(box.value) ?? false;
  suit(lists);
  form.onchange = () => suit(lists);
}

const kind = (list, id) => list.find((one) => one.id === id) ?? {};

// Show what goes with what was chosen, and that alone.
function suit(lists) {
  const home = kind(lists.mets, named("met").value).kind === "household";
  const none = lists.answers.find((one) => one.kind === "none").id;
  if (!home) named("answer").value = none;
  const answer = kind(lists.answers, named("answer").value).kind;
  $("done").hidden = $("answers").hidden = !home;
  $("reasons").hidden = answer !== "later";
  named("met").required = true;
  named("answer").required = home;
  named("reason").required = answer === "later";
  $("promised").hidden = !answer || answer === "none";
  $("went").hidden = kind(lists.ways, named("way").value).kind !== "visit";
}

// What the form says, as the office takes it; what the office would refuse is said first.
export function told(lists) {
  const home = !$("done").hidden;
  const way = kind(lists.ways, named("way").value);
  const went = [...form.querySelectorAll("[name=went]:checked")].map((box) => box.value);
  const said = {
    directive: named("directive").value,
    on: named("on").value,
    way: way.id,
    met: named("met").value,
    went: way.kind === "visit" ? went : [],
    informed: home && named("informed").checked,
    mobilised: home && named("mobilised").checked && ["visit", "talk"].includes(way.kind),
    answer: named("answer").value,
    reason: $("reasons").hidden ? null : named("reason").value,
    situation: named("situation").value,
    promised_on: ($("promised").hidden ? "" : named("promised_on").value) || null,
    words: named("words").value.trim(),
  };
  let wrong = "";
  if (way.kind === "visit" && !went.length) wrong = words("went-missing");
  if (way.evidence && said.informed && !said.words) wrong = words("evidence");
  return { said, wrong };
}
