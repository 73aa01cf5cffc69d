// One recording at a time in all tabs of the site: who begins tells the others, and they pause.

import { engine } from "./player-engine.js";

const CALL = "player-call";
const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
const channel = "BroadcastChannel" in window ? new BroadcastChannel(CALL) : null;
const WAIT_MS = 150;
let refuse = null;

function call(word) {
  const message = { word, from: me, now: Date.now() };
  if (channel) return channel.postMessage(message);
  try {
    localStorage.setItem(CALL, JSON.stringify(message));
  } catch {
    // The tabs cannot hear each other.
  }
}

function hear(message) {
  if (!message || message.from === me) return;
  if (message.word === "begins") engine.pause();
  else if (message.word === "may I" && engine.isActive) call("I play");
  else if (message.word === "I play") refuse?.();
}

if (channel) channel.addEventListener("message", (event) => hear(event.data));
else {
  addEventListener("storage", (event) => {
    if (event.key === CALL && event.newValue) hear(JSON.parse(event.newValue));
  });
}
engine.addEventListener("start", () => call("begins"));

// Whether nobody else plays. A copied tab remembers what its original plays, and must not take it over by itself.
export function isQuietElsewhere() {
  return new Promise((resolve) => {
    refuse = () => resolve(false);
    setTimeout(() => resolve(true), WAIT_MS);
    call("may I");
  });
}
