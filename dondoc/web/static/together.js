// What another has written into a cell is shown at once, unless something is being written in it here.
"use strict";

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target } = event.detail;
  if (!target.matches(".fig, .figt")) return;
  const cells = [...target.querySelectorAll("input:not([type=hidden]), textarea")];
  const mine = cells.some((one) => one === document.activeElement || one.value !== one.defaultValue);
  if (mine) event.detail.shouldSwap = false;
});
