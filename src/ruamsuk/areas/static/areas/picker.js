// The area picker: a combobox after the WAI-ARIA pattern (list, no inline completion).
// Type, arrow down, Enter. What was typed stays; choosing puts the area's id into the hidden input beside it.

const PAUSE = 120; // ms without a key before the list is asked for

class AreaPicker {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=text]");
    this.chosen = box.querySelector("[data-area-chosen]");
    this.status = box.querySelector("[data-area-status]");
    this.results = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.className = "area-list";
    this.list.id = `${this.input.id || this.input.name}_list`;
    this.list.setAttribute("role", "listbox");
    const label = document.querySelector(`label[for="${this.input.id}"]`);
    this.list.setAttribute("aria-label", label ? label.textContent.trim() : this.input.name);
    this.list.hidden = true;
    this.input.after(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // A place that stands there already is replaced by what is typed, not lengthened.
    this.input.addEventListener("focus", () => this.chosen.value && this.input.select());
    // A press on an option must not take the focus away before it is chosen.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
    // Typed before this script was there, as on a slow line.
    if (document.activeElement === this.input && this.input.value !== this.input.defaultValue) this.typed();
  }

  typed() {
    this.chosen.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value.trim();
    this.asking?.abort();
    if (!text) return this.close();
    this.asking = new AbortController();
    const query = new URLSearchParams({ q: text, kinds: this.box.dataset.kinds });
    try {
      const answer = await fetch(`${this.box.dataset.url}?${query}`, { signal: this.asking.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // offline: the server understands the text when it is sent
    }
  }

  // `why`: the reason for which what was typed is not one certain place.
  show({ results, why }) {
    this.results = results;
    this.active = -1;
    this.options = results.map((area, index) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}_${index}`;
      option.dataset.index = index;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("strong");
      name.textContent = area.label;
      const above = document.createElement("span");
      above.textContent = area.above;
      option.append(name, " ", above);
      return option;
    });
    const reason = document.createElement("li");
    reason.setAttribute("role", "presentation");
    reason.className = "area-why";
    reason.textContent = why;
    this.list.replaceChildren(...(why ? [reason] : []), ...this.options);
    const { one, many, none } = this.box.dataset;
    const found = results.length === 0 ? none : results.length === 1 ? one : many.replace("{n}", results.length);
    this.status.textContent = why ? `${why} ${found}` : found;
    const open = results.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = this.results.length;
      this.mark(this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  mark(index) {
    this.active = index;
    this.options.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const option = this.options[index];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    const area = this.results[index];
    this.input.value = area.path;
    this.chosen.value = area.id;
    this.close();
    this.status.textContent = area.path;
    // For forms that save themselves or go on at once. Where the text says it all, the hidden input has no name.
    (this.chosen.name ? this.chosen : this.input).dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.asking?.abort();
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export function enhance(root) {
  for (const box of root.querySelectorAll("[data-area-picker]:not([data-ready])")) {
    box.dataset.ready = "";
    new AreaPicker(box);
  }
}

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
document.addEventListener("ruamsuk:body", (event) => enhance(event.detail)); // lines drawn anew or added
