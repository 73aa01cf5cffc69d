// Offers the next number of the series that is chosen: fills it in where no other number stands, and as a button.
// Without this script the help text says which number is next.

function begin(field) {
  const series = field.form.elements.series;
  if (!series) return;
  const following = JSON.parse(field.dataset.nextNumbers);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary w-mt-3";
  field.after(button);

  const show = () => {
    const next = following[series.value];
    button.hidden = !next || field.value === String(next.number);
    if (next) button.textContent = field.dataset.nextWords.replace("%(issue)s", next.issue);
  };
  const fill = (number) => {
    field.value = number;
    // The editor notices what was changed by the event alone.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // A number that was offered for another series goes with it; one that somebody typed stays.
  let offered = "";
  series.addEventListener("change", () => {
    const next = following[series.value];
    if (!field.value || field.value === offered) {
      offered = next ? String(next.number) : "";
      fill(offered);
    }
    show();
  });
  field.addEventListener("input", show);
  button.addEventListener("click", () => {
    offered = String(following[series.value].number);
    fill(offered);
    show();
    field.focus();
  });
  show();
}

function beginAll() {
  for (const field of document.querySelectorAll("[data-next-numbers]")) begin(field);
}

// The editor loads the scripts of its fields before the page is there.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", beginAll);
else beginAll();
