// A calendar beside the boxes in which days are typed: พ.ศ. in Thai, ค.ศ. in English. What is chosen is written into the
// box as if it had been typed. Without this script the box is all there is.

const thai = document.documentElement.lang === "th";
const LOCALE = thai ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB";
const ERA = thai ? 543 : 0;
const words = (parts) => new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...parts });
const utc = (year, month, day) => new Date(Date.UTC(year, month, day));
const MONTHS = [...Array(12).keys()].map((month) => words({ month: "long" }).format(utc(2026, month, 1)));
const SHORT = [...Array(12).keys()].map((month) => words({ month: "short" }).format(utc(2026, month, 1)));
const WEEK = [...Array(7).keys()].map((day) => utc(2026, 1, 1 + day)); // 1 February 2026 is a Sunday
const YEARS_AROUND = 4;

const now = new Date();
const TODAY = utc(now.getFullYear(), now.getMonth(), now.getDate());

const written = (day) => `${day.getUTCDate()} ${SHORT[day.getUTCMonth()]} ${day.getUTCFullYear() + ERA}`;

/** The day that a box says in one of the ways that this script writes or that are typed mostly; else null. */
function read(text) {
  const [day, month, year] = text.trim().split(/[\s/-]+/);
  const name = SHORT.indexOf(month) + 1 || MONTHS.indexOf(month) + 1 || Number(month);
  if (!/^\d{4}$/.test(year ?? "") || !(name >= 1 && name <= 12)) return null;
  const found = utc(Number(year) > 2400 ? year - 543 : Number(year), name - 1, Number(day));
  return found.getUTCDate() === Number(day) ? found : null;
}

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class Calendar {
  constructor() {
    this.dialog = make("dialog", { class: "calendar" });
    document.body.append(this.dialog);
    this.dialog.addEventListener("click", (event) => {
      const day = event.target.closest("[data-day]");
      if (day) this.take(new Date(day.dataset.day));
      else if (event.target === this.dialog) this.dialog.close();
    });
    this.dialog.addEventListener("keydown", (event) => this.key(event));
  }

  open(button) {
    this.box = button.parentElement.querySelector("input");
    this.says = button.dataset;
    this.chosen = read(this.box.value);
    this.show(this.chosen ?? TODAY);
    this.dialog.setAttribute("aria-label", button.getAttribute("aria-label"));
    this.dialog.showModal();
    this.focus();
  }

  take(day) {
    this.box.value = written(day);
    for (const name of ["input", "change"]) this.box.dispatchEvent(new Event(name, { bubbles: true }));
    this.dialog.close();
    this.box.focus();
  }

  /** Draws the month of a day, which gets the focus when the days have it. */
  show(day) {
    this.day = day;
    const year = day.getUTCFullYear(), month = day.getUTCMonth();
    const press = (label, icon, act) => {
      const button = make("button", { type: "button", class: "btn btn-plain", "aria-label": label }, icon);
      button.addEventListener("click", act);
      return button;
    };
    const pick = (label, values, names, value, act) => {
      const select = make("select", { class: "form-select", "aria-label": label });
      values.forEach((one, at) => select.append(new Option(names[at], one, false, one === value)));
      select.addEventListener("change", () => act(Number(select.value)));
      return select;
    };
    const years = [...Array(2 * YEARS_AROUND + 1).keys()].map((step) => year - YEARS_AROUND + step);
    const head = make(
      "div",
      { class: "calendar-head" },
      press(this.says.earlier, "‹", () => this.go(-1)),
      pick(this.says.month, [...MONTHS.keys()], MONTHS, month, (chosen) => this.go(chosen - month)),
      pick(this.says.year, years, years.map((one) => one + ERA), year, (chosen) => this.go(12 * (chosen - year))),
      press(this.says.later, "›", () => this.go(1)),
    );
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...WEEK.map((one) =>
      make("th", { scope: "col", abbr: words({ weekday: "long" }).format(one) }, words({ weekday: "narrow" }).format(one)),
    ))));
    const body = make("tbody");
    let row;
    for (let at = 1 - utc(year, month, 1).getUTCDay(); at <= utc(year, month + 1, 0).getUTCDate(); at += 1) {
      const one = utc(year, month, at);
      if (!row || one.getUTCDay() === 0) body.append((row = make("tr")));
      row.append(make("td", {}, ...(at < 1 ? [] : [this.button(one)])));
    }
    table.append(body);
    const foot = make(
      "div",
      { class: "calendar-foot" },
      press(this.says.today, this.says.today, () => this.take(TODAY)),
      press(this.says.close, this.says.close, () => this.dialog.close()),
    );
    this.dialog.replaceChildren(head, table, foot);
  }

  button(one) {
    const is = (other) => other?.getTime() === one.getTime();
    return make(
      "button",
      {
        type: "button",
        "data-day": one.toISOString(),
        "aria-label": words({ day: "numeric", month: "long", year: "numeric", weekday: "long" }).format(one),
        tabindex: is(this.day) ? "0" : "-1",
        ...(is(TODAY) && { "aria-current": "date" }),
        ...(is(this.chosen) && { "aria-pressed": "true" }),
      },
      String(one.getUTCDate()),
    );
  }

  focus() {
    this.dialog.querySelector("[data-day][tabindex='0']").focus();
  }

  /** The same day of another month, or its last one. */
  go(months) {
    const year = this.day.getUTCFullYear(), month = this.day.getUTCMonth() + months;
    const last = utc(year, month + 1, 0).getUTCDate();
    const at = [...this.dialog.querySelectorAll(".calendar-head > *")].indexOf(document.activeElement);
    this.show(utc(year, month, Math.min(this.day.getUTCDate(), last)));
    this.dialog.querySelectorAll(".calendar-head > *")[at]?.focus();
  }

  key(event) {
    if (!event.target.dataset.day) return;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const months = { PageUp: -1, PageDown: 1 }[event.key];
    if (!steps && !months) return;
    event.preventDefault();
    if (months) this.go(months);
    else this.show(new Date(this.day.getTime() + steps * 86_400_000));
    this.focus();
  }
}

let calendar;
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-calendar]");
  if (button) (calendar ??= new Calendar()).open(button);
});
