// A list edited as a whole: a line more with one press, one away with another. Without this script an empty line stands
// at the end, and a box takes a line away.

for (const list of document.querySelectorAll("[data-lines]")) {
  const form = list.closest("form");
  const total = form.querySelector("[name$=-TOTAL_FORMS]");
  const most = Number(form.querySelector("[name$=-MAX_NUM_FORMS]").value);
  const blank = form.querySelector("template[data-line]");
  const add = form.querySelector("[data-line-add]");
  const offer = () => { add.hidden = Number(total.value) >= most; };
  add.addEventListener("click", () => {
    list.insertAdjacentHTML("beforeend", blank.innerHTML.replaceAll("__prefix__", total.value));
    total.value = Number(total.value) + 1;
    document.dispatchEvent(new CustomEvent("ruamsuk:body", { detail: list.lastElementChild }));
    list.lastElementChild.querySelector(".form-control, .form-select")?.focus();
    offer();
  });
  list.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line-remove]")?.closest(".row-line");
    if (!line) return;
    line.querySelector("[name$=-DELETE]").checked = true;
    line.hidden = true;
    add.focus();
  });
  offer();
}
