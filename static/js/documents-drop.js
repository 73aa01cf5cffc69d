// Documents may be dropped anywhere in the zone, and their names are said. Without this script the file field is there.

const form = document.querySelector(".documents-form");
const zone = form.querySelector(".documents-zone");
const input = zone.querySelector('input[type="file"]');
const chosen = zone.querySelector(".documents-chosen");

function hasFiles(event) {
  return event.dataTransfer?.types.includes("Files");
}

function show() {
  const names = [...input.files].map((file) => file.name).join(", ");
  chosen.textContent = names ? form.dataset.textChosen.replace("{names}", names) : "";
}

for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
}
zone.addEventListener("dragleave", (event) => {
  if (!zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
});
zone.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  input.files = event.dataTransfer.files;
  show();
});
// A file that misses the zone must not replace the page.
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
}
input.addEventListener("change", show);
