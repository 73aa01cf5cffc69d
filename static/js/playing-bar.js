// The bar at the bottom: shows the engine's recording on every page while something is loaded. Its markup and words come
// with the page; each page brings its own, in its language, and they are bound to the same engine.

import { chapterAt } from "./player-chapters.js";
import { engine } from "./player-engine.js";
import { press } from "./player-keys.js";
import { make, say, share, showSound } from "./player-parts.js";
import { clock } from "./player-time.js";

let bar = null;
let spoken = null;
let barSeeks = false;
const part = (name) => bar.querySelector(`[data-part="${name}"]`);

function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

async function shareNow() {
  const { done, sentence } = await share(engine.track, engine.time, bar.dataset);
  const note = part("note");
  put(note, sentence);
  note.hidden = false;
  if (done) setTimeout(() => { note.hidden = true; }, 6000);
}

const DEEDS = {
  play: () => engine.toggle(),
  previous: () => engine.previous(),
  next: () => engine.next(),
  mute: () => engine.set({ muted: !engine.muted }),
  loop: () => engine.set({ loops: !engine.loops }),
  share: shareNow,
  close: () => {
    engine.close();
    document.getElementById("main")?.focus();
  },
};

function onChange(event) {
  const value = Number(event.target.value);
  if (event.target === part("level")) engine.set({ muted: false, volume: value });
  else if (event.target === part("speed")) engine.set({ speed: value });
  else if (event.target === part("position")) {
    barSeeks = false;
    engine.seek(value);
  }
}

function onInput(event) {
  if (event.target === part("level")) onChange(event);
  if (event.target !== part("position")) return;
  barSeeks = true;
  drawBar(Number(event.target.value));
}

function unfold(panel, button) {
  const opens = !panel.classList.contains("is-open");
  panel.classList.toggle("is-open", opens);
  button.setAttribute("aria-expanded", String(opens));
}

function bind() {
  bar = document.getElementById("playing");
  if (!bar || bar.dataset.bound) return;
  bar.dataset.bound = "";
  // It slides in once, not with each page.
  bar.classList.toggle("is-settled", engine.track !== null);
  for (const [name, deed] of Object.entries(DEEDS)) part(name).addEventListener("click", deed);
  for (const name of ["keys", "more"]) part(name).addEventListener("click", () => unfold(part(`${name}-panel`), part(name)));
  bar.addEventListener("input", onInput);
  bar.addEventListener("change", onChange);
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closePanels();
    else if (event.key === "?" && !event.target.matches("select")) part("keys").click();
    else press(event, engine, shareNow);
  });
  showBar();
}

function closePanels() {
  for (const name of ["keys", "more"]) {
    if (!part(`${name}-panel`).classList.contains("is-open")) continue;
    part(name).click();
    part(name).focus();
  }
}

function showTrack(track) {
  const title = part("title");
  put(title, track.title);
  title.href = track.page;
  title.lang = track.language;
  const cover = part("cover");
  if (track.cover && cover.firstElementChild?.getAttribute("src") !== track.cover) {
    cover.replaceChildren(make("img", "", { src: track.cover, alt: "", width: 40, height: 40 }));
  }
  cover.hidden = !track.cover;
}

function showBar() {
  if (!bar) return;
  const { track } = engine;
  bar.hidden = !track;
  if (!track) return;
  const { textPlay, textPause, textMute, textUnmute, textPlaying, textFailed } = bar.dataset;
  const silent = engine.muted || engine.volume === 0;
  bar.setAttribute("state", engine.state);
  showTrack(track);
  part("play").setAttribute("aria-label", `${engine.isActive ? textPause : textPlay}: ${track.title}`);
  part("next").disabled = !engine.hasNext;
  part("mute").setAttribute("aria-label", silent ? textUnmute : textMute);
  part("loop").setAttribute("aria-pressed", String(engine.loops));
  showSound(part("mute"), silent);
  part("level").value = engine.muted ? 0 : engine.volume;
  part("speed").value = String(engine.speed);
  part("position").max = Math.ceil(engine.length) || 1;
  if (!barSeeks) drawBar(engine.time);
  announce(track, { textPlaying, textFailed });
}

// Said when another recording sounds, or none can; not when one pauses, which whoever did it knows.
function announce(track, { textPlaying, textFailed }) {
  const fact = engine.state === "failed" ? textFailed : textPlaying;
  if (!["failed", "playing"].includes(engine.state) || spoken === track.id + engine.state) return;
  if (spoken !== null || engine.state === "failed") say(fact.replace("{title}", track.title));
  spoken = track.id + engine.state;
}

function drawBar(seconds) {
  const [now, all] = [clock(seconds), clock(engine.length)];
  const words = bar.dataset.textOf.replace("{now}", now).replace("{all}", all);
  const chapter = chapterAt(engine.track, seconds);
  put(part("time"), words);
  put(part("artist"), [engine.track?.artist, chapter].filter(Boolean).join(", "));
  part("position").value = seconds;
  part("position").setAttribute("aria-valuetext", [words, chapter].filter(Boolean).join(", "));
  bar.style.setProperty("--played", `${engine.length ? (100 * seconds) / engine.length : 0}%`);
}

engine.addEventListener("change", showBar);
engine.addEventListener("time", () => { if (bar && !barSeeks) drawBar(engine.time); });
document.addEventListener("page:shown", bind);
bind();
