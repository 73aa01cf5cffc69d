// Sends recordings one after another, each with its own progress and outcome. Without this script the form sends them all at once.

const form = document.querySelector(".music-upload");
const list = document.querySelector(".music-outcomes");
const input = form.querySelector("input[type=file]");
const texts = form.dataset;
let queue = Promise.resolve();

function row(name) {
  const item = document.createElement("li");
  const title = document.createElement("b");
  const sentence = document.createElement("span");
  const progress = document.createElement("progress");
  title.textContent = name;
  sentence.textContent = texts.textWaiting;
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", name);
  item.append(title, progress, sentence);
  list.append(item);
  return { item, progress, sentence };
}

function settle(view, stored, html) {
  view.progress.remove();
  view.item.classList.add(stored ? "is-stored" : "is-refused");
  // The server escapes names and titles in its sentences and adds links of its own.
  view.sentence.innerHTML = html;
}

function send(file, view) {
  return new Promise((resolve) => {
    const data = new FormData(form);
    data.delete(input.name);
    data.append(input.name, file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", window.location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      view.progress.value = event.lengthComputable ? event.loaded / event.total : 0;
      if (event.loaded === event.total) view.sentence.textContent = texts.textChecking;
    });
    request.addEventListener("loadend", () => {
      const outcome = request.status === 200 && request.response?.outcomes?.[0];
      if (outcome) settle(view, outcome.stored, outcome.sentence);
      else {
        settle(view, false, "");
        view.sentence.textContent = texts.textBroken;
      }
      resolve();
    });
    request.send(data);
  });
}

function take(files) {
  for (const file of files) {
    const view = row(file.name);
    queue = queue.then(() => send(file, view));
  }
}

form.addEventListener("submit", (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  take([...input.files]);
  input.value = "";
});

// Dropping anywhere on the page counts, so that a near miss does not open the file instead.
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("is-over", kind === "dragover");
    if (kind === "drop") take([...event.dataTransfer.files]);
  });
}
