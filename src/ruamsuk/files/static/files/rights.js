// Several photos are chosen at once. Without this script each is ticked by itself.

const button = document.querySelector("[data-choose-all]");

if (button) {
  const boxes = [...document.querySelectorAll("input[name=photos]")];
  const all = button.textContent;
  const draw = () => (button.textContent = boxes.every((box) => box.checked) ? button.dataset.none : all);
  button.hidden = false;
  button.addEventListener("click", () => {
    const chosen = !boxes.every((box) => box.checked);
    boxes.forEach((box) => (box.checked = chosen));
    draw();
  });
  boxes.forEach((box) => box.addEventListener("change", draw));
  draw();
}
