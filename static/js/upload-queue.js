// The queue: who is sent when, how often it is tried, and what has become of each file.

import { chosen, dropped } from "./upload-files.js";
import { announce, copySummary, fill, form, hideSummary, makeRow, showNote, showSettled, showSummary, showTotal, showWaiting, summary, texts } from "./upload-page.js";
import { renewLogin, sendOnce, valuesOf } from "./upload-sending.js";

// Seconds between tries while the line is down; then the file is left for the editor to try again.
const WAITS = [1, 2, 4, 8, 15, 30, 30, 30, 30, 30, 30, 30];
const TRIES_BROKEN = 3;
const TRIES_DENIED = 2;
const inputs = [...form.querySelectorAll("input[type=file]")];
const items = [];
let running = 0;
let quarter = 0;
let isLost = false;

const isOver = () => items.every((item) => item.isDone);

function settle(item, state, words) {
  Object.assign(item, { state, isDone: true, hasFailed: state === "unsent" || state === "refused" });
  showSettled(item, words);
  showTotal(items);
}

// Ends early when the browser finds the line again.
function wait(seconds) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, seconds * 1000);
    addEventListener("online", end);
  });
}

async function waitForLine(item, seconds) {
  item.row.sentence.textContent = fill(texts.textLost, { seconds });
  if (!isLost) announce(texts.textLostSaid);
  isLost = true;
  await wait(seconds);
}

// Nothing is sent in vain: what one file was told of the form holds for all.
function stopAll(sentences) {
  const text = sentences.join(" ");
  for (const item of items) if (!item.isDone && !item.isSending) settle(item, "unsent", { text });
  showNote(sentences);
  return text;
}

async function send(item) {
  const tries = { lost: 0, denied: 0, broken: 0 };
  for (;;) {
    item.row.sentence.textContent = texts.textSending;
    const answer = await sendOnce(item, (sent, all) => {
      item.sent = (item.size * sent) / all;
      item.row.progress.value = sent / all;
      if (sent === all) item.row.sentence.textContent = texts.textChecking;
      showTotal(items);
    });
    if (!["lost", "busy"].includes(answer.kind)) isLost = false;
    if (answer.kind === "outcome") return settle(item, answer.state, { html: answer.sentence });
    if (answer.kind === "complaints") return settle(item, "unsent", { text: stopAll(answer.sentences) });
    if (answer.kind === "denied") {
      if (tries.denied++ >= TRIES_DENIED) return settle(item, "unsent", { text: texts.textDenied });
      await renewLogin();
    } else if (answer.kind === "broken") {
      if (answer.status === 413) return settle(item, "refused", { text: fill(texts.textTooLarge, { limit: texts.maxSize }) });
      if (++tries.broken >= TRIES_BROKEN) return settle(item, "unsent", { text: texts.textBroken });
      await wait(WAITS[tries.broken]);
    } else {
      if (tries.lost >= WAITS.length) return settle(item, "unsent", { text: texts.textGone });
      await waitForLine(item, Math.max(WAITS[tries.lost++], answer.seconds ?? 0));
    }
  }
}

function sayQuarter() {
  const done = items.filter((item) => item.isDone).length;
  const now = Math.floor((4 * done) / items.length);
  if (now > quarter && now < 4) announce(fill(texts.textTotal, { done, all: items.length }), { isNews: false });
  quarter = now;
}

async function work() {
  running += 1;
  for (let item = next(); item; item = next()) {
    item.isSending = true;
    await send(item);
    item.isSending = false;
    sayQuarter();
  }
  running -= 1;
  if (!running && isOver()) showSummary(items);
}

function next() {
  return items.find((item) => !item.isDone && !item.isSending);
}

function goOn() {
  hideSummary();
  showTotal(items);
  quarter = 0;
  const idle = items.filter((item) => !item.isDone && !item.isSending).length;
  for (let free = Math.min(Number(texts.atOnce) - running, idle); free > 0; free -= 1) work();
  if (!running && items.length) showSummary(items);
}

function add(file, name, values) {
  const item = {
    file, name, values, size: file.size, sent: 0, state: "", isDone: false, isSending: false, hasFailed: false,
    key: [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    row: makeRow(name),
  };
  items.push(item);
  showWaiting(item);
  // Not sent for nothing over a slow line.
  if (file.size > Number(texts.maxBytes)) settle(item, "refused", { text: fill(texts.textTooLarge, { limit: texts.maxSize }) });
}

function take({ taken, leftOut }) {
  const room = Math.max(0, Number(texts.most) - items.filter((item) => !item.isDone).length);
  const values = valuesOf();
  for (const { file, name } of taken.slice(0, room)) add(file, name, values);
  const over = Math.max(0, taken.length - room);
  showNote([
    over && fill(texts.textTooMany, { most: texts.most, count: over }),
    leftOut && fill(texts.textLeftOut, { count: leftOut }),
  ]);
  if (taken.length && room) announce(fill(texts.textBegun, { count: Math.min(taken.length, room) }));
  if (taken.length) goOn();
}

function tryAgain() {
  const values = valuesOf();
  showNote([]);
  for (const item of items.filter((one) => one.hasFailed && one.size <= Number(texts.maxBytes))) {
    Object.assign(item, { values, sent: 0, state: "", isDone: false, hasFailed: false });
    showWaiting(item);
  }
  goOn();
}

form.addEventListener("submit", (event) => {
  const found = chosen(inputs);
  if (!found.taken.length && !found.leftOut) return;
  event.preventDefault();
  take(found);
  for (const input of inputs) input.value = "";
});

// Dropping anywhere on the page counts, so that a near miss does not open the file instead.
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("is-over", kind === "dragover");
    if (kind === "drop") dropped(event.dataTransfer).then(take);
  });
}

addEventListener("beforeunload", (event) => {
  if (!isOver()) event.preventDefault();
});

summary.querySelector(".music-again").addEventListener("click", tryAgain);
summary.querySelector(".music-copy").addEventListener("click", () => copySummary(items));
for (const part of form.querySelectorAll(".music-folder")) part.hidden = false;
// A folder alone will do; the server still says so where nothing was chosen.
for (const input of inputs) input.required = false;
