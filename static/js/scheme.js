// The visitor's own choice of a light or dark page. Runs before the page is drawn, so that nothing flashes.
// The choice stays in this browser (localStorage); where nothing may be kept there, the system's choice holds.

const KEY = "scheme";

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(choice) {
  try {
    if (choice === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // The choice then holds for this page only.
  }
}

function apply(choice) {
  const own = choice === "light" || choice === "dark" ? choice : null;
  if (own) document.documentElement.dataset.scheme = own;
  else delete document.documentElement.dataset.scheme;
  for (const meta of document.querySelectorAll('meta[name="theme-color"][media]')) {
    meta.dataset.media ??= meta.media;
    meta.media = own ? (meta.dataset.media.includes(own) ? "all" : "not all") : meta.dataset.media;
  }
  return own ?? "auto";
}

let current = apply(kept());

function show() {
  for (const radio of document.querySelectorAll(".scheme input")) radio.checked = radio.value === current;
}

// The switch is in the page, but of no use without this script: it is shown from here.
function begin() {
  const choices = document.querySelector(".scheme");
  if (!choices) return;
  apply(current);
  show();
  choices.hidden = false;
  choices.addEventListener("change", (event) => {
    current = apply(event.target.value);
    keep(current);
  });
}

document.addEventListener("DOMContentLoaded", begin);
// A page that takes the place of another without being loaded brings a switch of its own.
document.addEventListener("page:shown", begin);
// Another tab has changed its mind.
addEventListener("storage", (event) => {
  if (event.key !== KEY && event.key !== null) return;
  current = apply(kept());
  show();
});
