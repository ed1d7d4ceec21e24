// What every page needs beyond HTML: forms sent once, panels that close, errors of partial updates, copying.
// Pages work without it.

const say = (text, bad = false) => {
  const line = document.createElement("p");
  line.className = bad ? "toast-line is-bad" : "toast-line";
  line.textContent = text;
  document.querySelector(".toasts").append(line);
  setTimeout(() => line.remove(), bad ? 12000 : 4000);
};

// Our own words at the top and beside the field are clearer than the browser's bubbles.
const quietBubbles = (root) => {
  for (const form of root.querySelectorAll("form")) form.noValidate = true;
};

const focusSummary = (root) => root.querySelector("[data-focus]")?.focus();

const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // A file comes and the page stays: whoever lost it asks once more.
  if ("download" in form.dataset) setTimeout(release, 1000, form);
  // After the browser has taken the pressed button's value along.
  setTimeout(() => {
    event.submitter?.setAttribute("aria-busy", "true");
  });
});

// Back from the browser's memory: the form may be sent again (its op_id keeps it from being done twice).
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) release(form);
});

// On a phone the tabs of a page scroll sideways: the one that is open is brought into view, the page stays put.
// (Once the letters are there: before, the widths are those of another font.)
document.fonts.ready.then(() => {
  for (const tab of document.querySelectorAll(".tabs a[aria-current]")) {
    const bar = tab.parentElement;
    bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }
});

// What is folded on the screen stands on the paper.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.fold:not([open], .no-print)")) {
    fold.open = true;
    fold.dataset.unfolded = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-unfolded]")) {
    fold.open = false;
    delete fold.dataset.unfolded;
  }
});

const panels = "details.drop[open]";
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(panels)) if (!open.contains(event.target)) open.open = false;
  const source = event.target.closest?.("[data-copy]");
  if (source) navigator.clipboard.writeText(source.dataset.copy).then(() => say(document.body.dataset.copied));
  if (event.target.closest?.("[data-print]")) window.print();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(panels)) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => say(document.body.dataset.failed, true));
}
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-sent]");
  if (form) release(form);
});
// What comes along with an answer takes no text away that somebody is writing there.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const fields = "form :is(textarea, select, input:not([type=hidden]))";
  if (event.detail.target.querySelector(fields)) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:load", (event) => {
  quietBubbles(event.target);
  focusSummary(event.target);
});

quietBubbles(document);
focusSummary(document);

// A box above many choices leaves those that hold what is typed; what is ticked stays.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-filter]")) return;
  event.stopPropagation();
  const wanted = event.target.value.trim().toLowerCase();
  for (const one of event.target.parentElement.querySelectorAll("[data-filtered] > *")) {
    one.hidden = !one.textContent.toLowerCase().includes(wanted) && !one.querySelector(":checked");
  }
}, true);

// Which files were chosen, where the browser would have said so.
document.addEventListener("change", (event) => {
  const words = event.target.closest?.(".file-box")?.querySelector(".file-words > span");
  const names = [...(event.target.files ?? [])].map((file) => file.name);
  if (words && names.length) words.textContent = names.join(", ");
});

// “/” leads to the search, as in other places, but not while somebody types.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("main [type=search]") ?? document.querySelector("#search-all");
  if (!box?.checkVisibility()) return;
  event.preventDefault();
  box.focus();
});
