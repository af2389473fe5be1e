// What the page says stands in the page; here it is found, and elements are made of text alone.

const said = new Map();
for (const one of document.getElementById("words").content.querySelectorAll("[data-say]"))
  said.set(one.dataset.say, one.textContent);

export function words(name, values = {}) {
  return said.get(name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export const $ = (id) => document.getElementById(id);

export function made(tag, attributes, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

// An instant as an office writes it, "16:05 ngày 07/5/2024".
export function moment(when) {
  const at = new Date(when);
  const two = (number) => String(number).padStart(2, "0");
  const month = at.getMonth() + 1;
  const day = `${two(at.getDate())}/${month < 3 ? two(month) : month}/${at.getFullYear()}`;
  return `${two(at.getHours())}:${two(at.getMinutes())} ngày ${day}`;
}

// A local date as forms hold it, "2024-05-07".
export function today(now) {
  const at = new Date(now);
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
