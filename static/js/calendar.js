// What script adds to the calendar: arrow keys in the month, the visitor's own clock, a button that copies an address.
// Without it every day is a link in the order of the page, times are those of the event and the mission, and the
// address can be marked. A page may take the place of another without being loaded: then all begins anew.

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** One day of the table takes part in the order of Tab; arrows lead to the others, Enter to what takes place. */
function arrows(table) {
  const cells = [...table.querySelectorAll("tbody td")];
  if (!cells.length) return;
  const first = cells.find((cell) => cell.hasAttribute("aria-current")) ?? cells.find((cell) => !cell.classList.contains("is-outside"));
  for (const cell of cells) {
    cell.tabIndex = cell === first ? 0 : -1;
  }

  const goTo = (cell) => {
    for (const other of cells) other.tabIndex = other === cell ? 0 : -1;
    cell.focus();
  };

  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const cell = event.target.closest("td");
    if (!cell) return;
    const at = cells.indexOf(cell);
    const sign = document.documentElement.dir === "rtl" && event.key.match(/Left|Right/) ? -1 : 1;
    let to = event.key in STEPS ? at + sign * STEPS[event.key] : null;
    if (event.key === "Home") to = at - (at % 7);
    if (event.key === "End") to = at - (at % 7) + 6;
    if (event.key === "PageUp" || event.key === "PageDown") {
      const link = document.querySelector(`.masthead a[rel~="${event.key === "PageUp" ? "prev" : "next"}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    if (event.key === "Enter" && event.target === cell) {
      cell.querySelector("a")?.focus();
      event.preventDefault();
      return;
    }
    if (event.key === "Escape" && event.target !== cell) {
      goTo(cell);
      return;
    }
    if (to === null || !cells[to]) return;
    event.preventDefault();
    goTo(cells[to]);
  });
}

function offset(moment, zone) {
  // The wall clock of a zone, read as if it were UTC.
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
    }).formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
}

function made(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/** Adds the visitor's own clock where it shows another time than those that are told. */
function ownClock(list) {
  const starts = new Date(list.dataset.starts);
  const ends = list.dataset.ends ? new Date(list.dataset.ends) : null;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || Number.isNaN(starts.valueOf()) || list.querySelector(".zone-own")) return;
  const wall = new Date(offset(starts, zone));
  const told = [...list.querySelectorAll("time")].map((time) => time.dateTime.slice(0, 16));
  if (told.includes(wall.toISOString().slice(0, 16))) return;
  // The day before the month, as the page itself writes it.
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const hours = (moment) => new Intl.DateTimeFormat("en", { timeZone: zone, hourCycle: "h23", hour: "2-digit", minute: "2-digit" }).format(moment);
  const day = new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const time = made("time", "");
  time.dateTime = starts.toISOString();
  time.textContent = ends ? list.dataset.span.replace("{first}", hours(starts)).replace("{last}", hours(ends)) : hours(starts);
  const part = made("div", "zone-own");
  const clock = made("dd", "zone-time");
  clock.append(time);
  const town = zone.split("/").at(-1).replaceAll("_", " ");
  part.append(made("dt", "", `${list.dataset.own} (${town})`), clock, made("dd", "", day.format(starts)));
  list.append(part);
}

function copying(button) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    let done = true;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // No clipboard without TLS, or none allowed: the older way copies what is marked.
      done = document.execCommand("copy");
    }
    if (!done) return;
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = words), 3000);
  });
}

function begin() {
  for (const table of document.querySelectorAll(".month-large, .columns-month .month-table")) arrows(table);
  for (const list of document.querySelectorAll(".zones[data-starts]")) ownClock(list);
  for (const button of document.querySelectorAll("[data-copy]")) copying(button);
}

document.addEventListener("page:shown", begin);
begin();
