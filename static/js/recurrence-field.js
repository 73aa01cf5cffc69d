// Shows of the controls of a recurrence those that say something now, and the dates that follow from what is typed.
// Without this script all controls are there, and the dates are shown once the event is saved.

const FIELDS = ["start_date", "end_date", "start_time", "end_time", "all_day"];
const PATIENCE_MS = 400;

function begin(group) {
  const form = group.closest("form");
  const frequency = group.querySelector('[name$="-frequency"]');
  const place = group.querySelector('[name$="-place"]');
  const preview = group.querySelector("[data-preview]");
  const name = frequency.name.replace(/-frequency$/, "");

  const show = () => {
    for (const part of group.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(frequency.value);
    }
    for (const part of group.querySelectorAll("[data-placed]")) part.hidden = !place.value;
    const ends = group.querySelector('[name$="-ends"]:checked')?.value ?? "until";
    for (const part of group.querySelectorAll("[data-ends]")) part.hidden = part.dataset.ends !== ends;
  };

  let asked = null;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const typed = new URLSearchParams();
    for (const [key, value] of new FormData(form)) {
      if (FIELDS.includes(key) || key === name || key.startsWith(`${name}-`)) typed.append(key, value);
    }
    try {
      const answer = await fetch(`${group.dataset.previewUrl}?${typed}`, { signal: asked.signal });
      if (answer.ok && !answer.redirected) preview.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") preview.replaceChildren();
    }
  };

  let waiting = 0;
  const later = (event) => {
    const key = event.target.name ?? "";
    if (!FIELDS.includes(key) && !key.startsWith(`${name}-`)) return;
    show();
    clearTimeout(waiting);
    waiting = setTimeout(ask, PATIENCE_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  show();
}

function beginAll() {
  for (const group of document.querySelectorAll("[data-recurrence]")) begin(group);
}

// The editor loads the scripts of its fields before the page is there.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", beginAll);
else beginAll();
