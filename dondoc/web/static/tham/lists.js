// The people to visit and the visits written, as lists; every name as text.

import { ARRIVED, waits } from "./queue.js";
import { $, made, moment, words } from "./words.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

// Say how many visits have not reached the office, and return it.
export function count(rows) {
  const n = rows.filter(waits).length;
  $("count").textContent = n ? words("unsent", { n }) : words("none-unsent");
  return n;
}

// Show whoever fits what is typed; `write` is called with whom a visit is written for.
export function people(names, rows, sought, write) {
  const wanted = plain(sought);
  const fits = (household) =>
    plain([household.village, ...household.people.map((one) => one.name)].join(" ")).includes(wanted);
  const last = new Map(rows.map((row) => [row.visit?.person, row]));
  let village = null;
  const shown = [];
  for (const household of names.outing.households.filter(fits)) {
    if (household.village !== village) {
      village = household.village;
      shown.push(made("h3", {}, village));
    }
    shown.push(home(household, last, write));
  }
  $("people").replaceChildren(...(shown.length ? shown : [made("p", {}, words("nobody"))]));
}

function home(household, last, write) {
  const inside = household.people.map((person) => {
    const before = last.get(person.case);
    const after = before ? state(before) : person.last ? words("last", { words: person.last }) : "";
    return made(
      "div",
      { class: "row3" },
      made(
        "div",
        { class: "t" },
        made("b", {}, person.name),
        made("p", {}, [words("case", { n: person.case }), after].filter(Boolean).join(" · ")),
      ),
      made(
        "button",
        { class: "btn", type: "button", onclick: () => write(person, household) },
        words("write"),
        made("span", { class: "vh" }, `: ${person.name}`),
      ),
    );
  });
  const address = household.address ? [made("p", { class: "sm pad" }, household.address)] : [];
  return made("div", { class: "box" }, ...address, ...inside);
}

// In words: whether a row has reached the office.
export function state(row) {
  const at = row.at ? moment(row.at) : "";
  return words(`row-${row.state}`, { at, words: row.words });
}

// The visits written on this device, the last first; what is sealed shows no name.
export function written(rows, names) {
  const known = new Map(
    (names?.outing.households ?? []).flatMap((one) => one.people.map((each) => [each.case, each.name])),
  );
  $("written").hidden = !rows.length;
  $("rows").replaceChildren(
    ...rows
      .toSorted((one, other) => other.made - one.made)
      .map((row) => {
        const who = row.visit ? known.get(row.visit.person) ?? words("case", { n: row.visit.person }) : "";
        const title = who || words("row-hidden", { at: moment(row.made) });
        const mark = row.state === ARRIVED ? "c c-d" : waits(row) ? "c c-m" : "c c-t";
        return made(
          "li",
          { class: "row3" },
          made("i", { class: mark, "aria-hidden": "true" }, row.state === ARRIVED ? "Đ" : waits(row) ? "!" : "?"),
          made("div", { class: "t" }, made("b", {}, title), made("p", {}, state(row))),
        );
      }),
  );
}
