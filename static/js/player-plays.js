// Tells the site that a recording was heard: once for each while this page lives, when half a minute of it has sounded, or
// half of a shorter one. What is skipped or silent is not heard. Who listens is not said, and nothing where a browser asks for that.

import { engine } from "./player-engine.js";

const ENOUGH = 30;
// Between two reports of the place lies less than a second; more is a leap.
const FURTHEST = 2;
const countedHere = new Set();
const heardSeconds = new Map();
let placeBefore = null;

function tellHeard(track) {
  const address = document.getElementById("playing")?.dataset.plays;
  const isAskedNotTo = navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";
  if (!address || isAskedNotTo || !navigator.sendBeacon) return;
  navigator.sendBeacon(address, new URLSearchParams({ sample: track.id, programme: track.programme ?? "" }));
}

function hearOn() {
  const { audio, track } = engine;
  const before = placeBefore;
  placeBefore = audio.seeking || audio.paused ? null : audio.currentTime;
  if (!track || before === null || placeBefore === null || countedHere.has(track.id)) return;
  const passed = placeBefore - before;
  if (audio.muted || audio.volume === 0 || passed <= 0 || passed > FURTHEST * audio.playbackRate) return;
  const heard = (heardSeconds.get(track.id) ?? 0) + passed;
  heardSeconds.set(track.id, heard);
  if (heard < Math.min(ENOUGH, engine.length / 2)) return;
  countedHere.add(track.id);
  tellHeard(track);
}

engine.audio.addEventListener("timeupdate", hearOn);
for (const name of ["seeking", "emptied", "pause"]) engine.audio.addEventListener(name, () => { placeBefore = null; });
