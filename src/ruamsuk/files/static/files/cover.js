// Areas of a photo are drawn with finger or mouse. Without this script their numbers are typed, which also the keyboard
// does: what is drawn stands in the same boxes.

const stage = document.querySelector("[data-cover]");
const rows = [...document.querySelectorAll("[data-area]")].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);

const within = (value, most) => Math.max(0, Math.min(most, value));
const place = (event) => {
  const box = stage.getBoundingClientRect();
  return [((event.clientX - box.left) * 100) / box.width, ((event.clientY - box.top) * 100) / box.height].map((at) => within(at, 100));
};
const area = ([fromX, fromY], [toX, toY]) => {
  const left = Math.floor(Math.min(fromX, toX));
  const top = Math.floor(Math.min(fromY, toY));
  return [left, top, Math.ceil(Math.max(fromX, toX)) - left, Math.ceil(Math.max(fromY, toY)) - top];
};
const put = (made, [left, top, width, height]) =>
  Object.assign(made.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
const write = (row, values) => row.forEach((box, no) => (box.value = values ? values[no] : ""));

const draw = () => {
  stage.querySelectorAll(".cover-area").forEach((made) => made.remove());
  rows.forEach((row) => {
    const values = row.map((box) => Number.parseInt(box.value, 10));
    if (values.some(Number.isNaN)) return;
    const made = document.createElement("button");
    made.type = "button";
    made.className = "cover-area";
    made.textContent = "×";
    made.setAttribute("aria-label", stage.dataset.remove);
    put(made, values);
    made.addEventListener("pointerdown", (event) => event.stopPropagation());
    made.addEventListener("click", () => {
      write(row, null);
      draw();
    });
    stage.append(made);
  });
};

stage.addEventListener("pointerdown", (event) => {
  const row = rows.find((boxes) => boxes.every((box) => box.value === ""));
  if (!row || event.button) return;
  event.preventDefault();
  const from = place(event);
  const drawn = document.createElement("div");
  drawn.className = "cover-area";
  stage.append(drawn);
  stage.setPointerCapture(event.pointerId);
  const move = (to) => put(drawn, area(from, place(to)));
  const end = (to) => {
    stage.removeEventListener("pointermove", move);
    const found = area(from, place(to));
    if (to.type === "pointerup" && found[2] > 1 && found[3] > 1) write(row, found);
    draw();
  };
  stage.addEventListener("pointermove", move);
  stage.addEventListener("pointerup", end, { once: true });
  stage.addEventListener("pointercancel", end, { once: true });
});
const numbers = document.querySelector(".cover-numbers");
numbers.open = numbers.querySelector(".field-error") !== null;
rows.flat().forEach((box) => box.addEventListener("change", draw));
draw();
