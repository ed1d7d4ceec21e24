// Saves a document while it is written: changed fields go 1.5 s after the last key, and at the latest every 3 s while
// somebody types on. What the server could not understand is marked beside its field; what it computed is shown.

const IDLE = 1500, LONGEST = 3000, RETRY = 5000;
const form = document.getElementById("writing");
const bar = document.querySelector("[data-saved]");
const dirty = new Map(); // path → element
let idleTimer, oldest = 0, sending = null;

function textOf(element) {
  if (element.type === "checkbox") return element.checked ? "on" : "";
  if (element.type === "radio") return form.querySelector(`[name="${CSS.escape(element.name)}"]:checked`)?.value ?? "";
  return element.value;
}

function note(element) {
  const path = element?.dataset?.path ?? element?.closest?.("[data-path]")?.dataset.path;
  const known = element?.name?.endsWith("_area") ? element.name.slice(0, -5) : path;
  if (!known) return;
  dirty.set(known, form.elements[known]?.length && !form.elements[known].tagName ? element : (form.elements[known] ?? element));
  if (!oldest) oldest = Date.now();
  clearTimeout(idleTimer);
  idleTimer = setTimeout(save, Math.max(0, Math.min(IDLE, oldest + LONGEST - Date.now())));
}

async function save() {
  if (sending) { await sending; }
  if (!dirty.size) return;
  const batch = new Map(dirty);
  dirty.clear();
  oldest = 0;
  bar.textContent = form.dataset.saving;
  sending = send(batch);
  await sending;
  sending = null;
}

async function send(batch) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  // What the page was drawn from and its own name stay as they are until it is drawn anew: the server knows by them
  // what this screen has seen, and never takes another screen's newer text for seen.
  const drawn = JSON.parse(form.querySelector("[name=drawn]").value), known = {};
  for (const path of batch.keys()) if (path in drawn) known[path] = drawn[path];
  body.set("drawn", JSON.stringify(known));
  for (const name of ["version", "screen"]) body.set(name, form.querySelector(`[name=${name}]`).value);
  body.set("step", form.querySelector("[name=step]").value);
  for (const [path, element] of batch) {
    body.set(path, textOf(element));
    const chosen = form.querySelector(`[name="${CSS.escape(path + "_area")}"]`);
    if (chosen) body.set(chosen.name, chosen.value);
  }
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body, headers: { Accept: "application/json", "HX-Request": "true" } });
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return refused(await answer.text());
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.json(), batch);
  } catch {
    for (const [path, element] of batch) if (!dirty.has(path)) dirty.set(path, element);
    bar.textContent = form.dataset.unsaved;
    setTimeout(save, RETRY);
  }
}

// A refusal (somebody sent the proposal meanwhile, the sign-in is over) says what to do; trying again would not help.
// What was typed stays on the screen, to be copied.
function refused(message) {
  const status = document.getElementById("status");
  status.innerHTML = message;
  status.scrollIntoView({ block: "center" });
  bar.textContent = form.dataset.refused;
}

function show(answer, batch) {
  bar.textContent = answer.saved;
  if (answer.status !== null) document.getElementById("status").innerHTML = answer.status;
  document.querySelector("[data-percent]").textContent = answer.percent;
  for (const [id, text] of Object.entries(answer.totals)) {
    const place = document.getElementById(id);
    if (place) place.textContent = text;
  }
  const waits = new Set(answer.conflicts);
  for (const [path, element] of batch) {
    mark(element, answer.errors[path] ?? (waits.has(path) ? form.dataset.waits : ""), waits.has(path) ? form.dataset.choose : "");
  }
  for (const path of answer.understood ?? []) if (form.elements[path]) mark(form.elements[path]);
}

function mark(element, error, choose) {
  const field = element.closest?.(".field");
  if (!field) return;
  field.querySelector(".field-error")?.remove();
  field.classList.toggle("has-error", Boolean(error));
  element.toggleAttribute?.("aria-invalid", Boolean(error));
  if (!error) return;
  const message = document.createElement("div");
  message.className = "field-error";
  message.id = `${element.id}_error`;
  message.setAttribute("role", "alert");
  message.textContent = error;
  if (choose) {
    const link = document.createElement("a");
    link.href = "#status";
    link.textContent = choose;
    message.append(" ", link);
  }
  element.before(message);
}

// Adding, removing and undoing a line sends what is typed with it and exchanges the body of the page in place.
async function changeRows(button) {
  if (sending) await sending;
  clearTimeout(idleTimer);
  const body = new FormData(form, button);
  body.delete("op_id");
  const before = new Set([...form.querySelectorAll(".row-line, .row-block")].map((row) => row.querySelector("[name]")?.name));
  const answer = await fetch(button.formAction, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!answer.ok) { bar.textContent = form.dataset.unsaved; return; }
  dirty.clear();
  oldest = 0;
  document.getElementById("body").innerHTML = await answer.text();
  document.dispatchEvent(new CustomEvent("ruamsuk:body", { detail: document.getElementById("body") }));
  const fresh = [...form.querySelectorAll(".row-line [data-path], .row-block [data-path]")].find((e) => !before.has(e.name) && e.type !== "checkbox" && button.name !== "remove");
  const next = fresh ?? form.querySelector(".undo button");
  next?.focus();
  await send(new Map()); // fetches the list of what is missing
}

// Fields that are asked for one answer only: shown as soon as it is given.
function showWhatBelongs(field) {
  for (const part of form.querySelectorAll("[data-only-with]")) {
    const [name, value] = part.dataset.onlyWith.split("=");
    if (name === field.name) part.hidden = value !== field.value;
  }
}

if (form) {
  form.addEventListener("change", (event) => showWhatBelongs(event.target));
  form.addEventListener("input", (event) => note(event.target));
  form.addEventListener("change", (event) => note(event.target));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-row]");
    if (!button) return;
    event.preventDefault();
    changeRows(button);
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    const target = link && document.getElementById(`id_${link.dataset.go}`);
    if (!target) return;
    event.preventDefault();
    target.closest("details")?.setAttribute("open", "");
    target.focus();
    target.scrollIntoView({ block: "center" });
  });
  if (location.hash.startsWith("#id_")) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus();
}
