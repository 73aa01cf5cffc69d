// Keeps the numbers of a letter that goes out fresh, and loads the page anew when its state changes.
const EVERY_MS = 3000;
const place = document.querySelector("[data-progress]");
const begun = place?.querySelector("[data-words]").textContent;

function show(name, value) {
  const element = place.querySelector(`[data-${name}]`);
  if (element) element.textContent = value;
}

async function refresh() {
  const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const facts = await answer.json();
  if (facts.words !== begun) {
    window.location.reload();
    return;
  }
  for (const name of ["sent", "waiting", "failed", "unknown"]) show(name, facts[name]);
  show("ends", facts.ends || "–");
  const bar = place.querySelector("[data-percent]");
  if (bar) bar.value = facts.percent;
}

if (place) {
  setInterval(() => {
    // A line that is down for a moment is asked again.
    if (!document.hidden) refresh().catch(() => undefined);
  }, EVERY_MS);
}
