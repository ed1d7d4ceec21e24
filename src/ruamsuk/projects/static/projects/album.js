// Photos of a report are put in order by dragging them or with arrows. Without this script each has a box for its number.

const body = document.getElementById("body");
let dragged = null, pressed = null;

const photos = () => [...body.querySelectorAll("[data-photo]")];

function put(photo, place) {
  photo.querySelector("[name^=place-]").value = place;
  photo.querySelector("[name=move]").click(); // sent, and drawn anew, as every change of lines
}

body?.addEventListener("click", (event) => {
  const arrow = event.target.closest("[data-move]");
  const photo = arrow?.closest("[data-photo]");
  if (!photo) return;
  pressed = [photo.dataset.photo, arrow.dataset.move];
  put(photo, photos().indexOf(photo) + 1 + Number(arrow.dataset.move));
});

// The one who pressed an arrow goes on pressing it.
document.addEventListener("ruamsuk:body", () => {
  if (!pressed) return;
  const [uid, way] = pressed;
  pressed = null;
  const tools = body.querySelector(`[data-photo="${uid}"] .album-tools`);
  (tools?.querySelector(`[data-move="${way}"]:not(:disabled)`) ?? tools?.querySelector("[data-move]:not(:disabled)"))?.focus();
});

body?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-photo]");
  dragged?.classList.add("is-dragged");
});
body?.addEventListener("dragover", (event) => {
  if (dragged && event.target.closest("[data-photo]")) event.preventDefault();
});
body?.addEventListener("drop", (event) => {
  const there = event.target.closest("[data-photo]");
  if (!dragged || !there || there === dragged) return;
  event.preventDefault();
  put(dragged, photos().indexOf(there) + 1);
});
body?.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
});
