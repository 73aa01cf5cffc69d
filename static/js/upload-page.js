// What the page shows of the queue: a row for each file, how far all of them are, and the summary at the end.
// Words come from data attributes, so it knows no language.

export const form = document.querySelector(".music-upload");
export const texts = form.dataset;
export const summary = document.querySelector(".music-summary");
const list = document.querySelector(".music-queue");
const total = document.querySelector(".music-total");
const totalText = total.appendChild(document.createElement("span"));
const note = document.querySelector(".music-note");
const spoken = document.querySelector(".music-spoken");
const paused = document.querySelector(".music-paused");
const QUIET_MS = 10_000;
let spokenAt = 0;
let summaryAddress = "";

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function makeRow(name) {
  const item = document.createElement("li");
  const title = document.createElement("b");
  const sentence = document.createElement("span");
  const progress = document.createElement("progress");
  title.textContent = name;
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", name);
  item.append(title, progress, sentence);
  return { item, progress, sentence };
}

// A file that waits, is sent or is tried once more stands in the list; one that is done, in its group of the summary.
export function showWaiting({ row }) {
  row.item.className = "";
  row.progress.hidden = false;
  row.progress.value = 0;
  row.sentence.textContent = texts.textWaiting;
  list.append(row.item);
}

export function showSettled({ row, state }, { html = "", text = "" }) {
  row.progress.hidden = true;
  row.item.className = `is-${state}`;
  // The server escapes names and titles in its sentences and adds links of its own.
  if (html) row.sentence.innerHTML = html;
  else row.sentence.textContent = text;
}

export function showTotal(items) {
  const done = items.filter((item) => item.isDone).length;
  const bytes = items.reduce((sum, item) => sum + item.size, 0);
  const sent = items.reduce((sum, item) => sum + (item.isDone ? item.size : item.sent), 0);
  total.hidden = !items.length;
  total.querySelector("progress").value = bytes ? sent / bytes : 0;
  totalText.textContent = fill(texts.textTotal, { done, all: items.length });
}

export function showNote(sentences) {
  note.textContent = sentences.filter(Boolean).join(" ");
  note.hidden = !note.textContent;
}

// Said to who listens. What is no news waits its time: two hundred files are not two hundred sentences.
export function announce(text, { isNews = true } = {}) {
  if (!isNews && Date.now() - spokenAt < QUIET_MS) return;
  spokenAt = Date.now();
  spoken.textContent = text;
}

export function waitForLogin() {
  paused.hidden = false;
  announce(paused.querySelector("p").textContent);
  return new Promise((resolve) => {
    paused.querySelector("button").addEventListener("click", () => {
      paused.hidden = true;
      resolve();
    }, { once: true });
  });
}

function plainText(items) {
  const lines = [...summary.querySelectorAll("[data-state]")].flatMap((group) => {
    const own = items.filter((item) => item.state === group.dataset.state);
    const rows = own.map(({ name, row }) => `${name}\t${row.sentence.textContent.trim()}`);
    return own.length ? [group.querySelector("h3").textContent.trim().replace(/\s+/g, " "), ...rows, ""] : [];
  });
  return `${lines.join("\n").trim()}\n`;
}

export function hideSummary() {
  summary.hidden = true;
}

export function showSummary(items) {
  const counts = [];
  for (const group of summary.querySelectorAll("[data-state]")) {
    const own = items.filter((item) => item.state === group.dataset.state);
    group.querySelector("ul").replaceChildren(...own.map(({ row }) => row.item));
    group.querySelector("[data-count]").textContent = own.length;
    group.hidden = !own.length;
    if (own.length) counts.push(group.querySelector("h3").textContent.trim().replace(/\s+/g, " "));
  }
  summary.querySelector(".music-again").hidden = !items.some((item) => item.hasFailed);
  URL.revokeObjectURL(summaryAddress);
  summaryAddress = URL.createObjectURL(new Blob([plainText(items)], { type: "text/plain;charset=utf-8" }));
  const download = summary.querySelector(".music-download");
  Object.assign(download, { href: summaryAddress, download: `recordings-${new Date().toISOString().slice(0, 10)}.txt` });
  summary.querySelector(".music-tools").hidden = false;
  summary.hidden = false;
  announce(`${texts.textDone} ${counts.join(", ")}.`);
}

export async function copySummary(items) {
  const button = summary.querySelector(".music-copy");
  try {
    await navigator.clipboard.writeText(plainText(items));
    button.textContent = texts.textCopied;
    announce(texts.textCopied);
  } catch {
    // No clipboard without TLS, or none allowed: the file can be had.
    summary.querySelector(".music-download").click();
  }
}
