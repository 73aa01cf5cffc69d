// <sample-player>: one recording. It stands around <audio controls>, which plays without this script, and takes its place.
// Texts come from data attributes, so this file knows no language. One recording sounds at a time on a page.

const STEP = 5;
const ICONS = {
  sound: "M3 7.5v5h3.5L11 16.5v-13L6.5 7.5zM13.5 6.2a5 5 0 0 1 0 7.6",
  silence: "M3 7.5v5h3.5L11 16.5v-13L6.5 7.5zM14 7.5l5 5M19 7.5l-5 5",
};
let sounding = null;
let volume = 1;

function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
  return parts.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
}

function make(tag, className, attributes = {}) {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

class SamplePlayer extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    this.audio = this.querySelector("audio");
    this.failure = this.querySelector(".player-failed");
    this.seeking = false;
    this.wanted = null;
    this.audio.controls = false;
    this.audio.hidden = true;
    this.build();
    this.listen();
    this.show("idle");
  }

  disconnectedCallback() {
    this.audio?.pause();
  }

  get length() {
    return Number.isFinite(this.audio.duration) ? this.audio.duration : Number(this.dataset.duration) || 0;
  }

  build() {
    const { title } = this.dataset;
    this.button = make("button", "player-play", { type: "button" });
    this.slider = make("input", "player-position", {
      type: "range", min: 0, max: Math.ceil(this.length) || 1, step: 1, value: 0,
      "aria-label": `${this.dataset.textPosition}: ${title}`,
    });
    this.now = make("span", "player-now");
    this.all = make("span", "player-all");
    const times = make("span", "player-times", { "aria-hidden": "true" });
    times.append(this.now, this.all);
    this.mute = make("button", "player-mute", { type: "button" });
    this.level = make("input", "player-level", {
      type: "range", min: 0, max: 1, step: 0.05, value: volume, "aria-label": `${this.dataset.textVolume}: ${title}`,
    });
    const sound = make("span", "player-sound");
    sound.append(this.mute, this.level);
    this.prepend(this.button, this.slider, times, sound);
  }

  listen() {
    const { audio, slider } = this;
    this.button.addEventListener("click", () => this.toggle());
    slider.addEventListener("input", () => { this.seeking = true; this.draw(Number(slider.value)); });
    slider.addEventListener("change", () => { this.seeking = false; this.seek(Number(slider.value)); });
    slider.addEventListener("keydown", (event) => this.key(event));
    this.mute.addEventListener("click", () => { audio.muted = !audio.muted; });
    this.level.addEventListener("input", () => this.louder(Number(this.level.value)));
    audio.addEventListener("volumechange", () => this.drawVolume());
    audio.addEventListener("loadedmetadata", () => this.arrived());
    audio.addEventListener("timeupdate", () => { if (!this.seeking && this.wanted === null) this.draw(audio.currentTime); });
    audio.addEventListener("play", () => this.show("loading"));
    audio.addEventListener("waiting", () => this.show("loading"));
    audio.addEventListener("playing", () => this.begin());
    // A recording that breaks off is paused too.
    audio.addEventListener("pause", () => this.show(audio.error ? "failed" : "idle"));
    audio.addEventListener("ended", () => { audio.currentTime = 0; this.show("idle"); });
    audio.addEventListener("error", () => this.show("failed"));
  }

  async toggle() {
    const { audio } = this;
    if (!audio.paused && !audio.ended) return audio.pause();
    if (this.getAttribute("state") === "failed") audio.load();
    // The one that sounds stops at once, not when this one has loaded.
    if (sounding && sounding !== this) sounding.audio.pause();
    sounding = this;
    audio.volume = volume;
    try {
      await audio.play();
    } catch (error) {
      // Pausing before it began is no failure; a source that does not play is.
      if (error.name !== "AbortError") this.show("failed");
    }
  }

  seek(seconds) {
    const aim = Math.min(Math.max(seconds, 0), this.length);
    if (this.audio.readyState >= HTMLMediaElement.HAVE_METADATA) this.audio.currentTime = aim;
    else {
      // Nothing is loaded before the first play: the place is kept until it is.
      this.wanted = aim;
      this.audio.preload = "metadata";
      if (this.audio.networkState !== HTMLMediaElement.NETWORK_LOADING) this.audio.load();
    }
    this.draw(aim);
  }

  key(event) {
    const way = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP }[event.key];
    if (way) this.seek(Number(this.slider.value) + way);
    else if (event.key === " ") this.toggle();
    else return;
    event.preventDefault();
  }

  arrived() {
    this.slider.max = Math.ceil(this.length) || 1;
    if (this.wanted !== null) this.audio.currentTime = this.wanted;
    this.draw(this.wanted ?? this.audio.currentTime);
    this.wanted = null;
  }

  begin() {
    this.show("playing");
    if (!("mediaSession" in navigator)) return;
    const { title, artist, cover } = this.dataset;
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist, artwork: cover ? [{ src: cover }] : [] });
  }

  louder(level) {
    volume = level;
    this.audio.muted = false;
    this.audio.volume = level;
  }

  show(state) {
    const { textPlay, textPause, title } = this.dataset;
    const active = state === "playing" || state === "loading";
    this.setAttribute("state", state);
    this.button.setAttribute("aria-label", `${active ? textPause : textPlay}: ${title}`);
    this.failure.hidden = state !== "failed";
    this.draw(this.wanted ?? this.audio.currentTime);
    this.drawVolume();
  }

  draw(seconds) {
    const all = clock(this.length);
    this.slider.value = seconds;
    this.slider.setAttribute("aria-valuetext", this.dataset.textOf.replace("{now}", clock(seconds)).replace("{all}", all));
    this.style.setProperty("--played", `${this.length ? (100 * seconds) / this.length : 0}%`);
    this.now.textContent = clock(seconds);
    this.all.textContent = all;
  }

  drawVolume() {
    const silent = this.audio.muted || this.audio.volume === 0;
    const { textMute, textUnmute, title } = this.dataset;
    this.mute.setAttribute("aria-label", `${silent ? textUnmute : textMute}: ${title}`);
    this.mute.replaceChildren(icon(silent ? ICONS.silence : ICONS.sound));
    this.level.value = this.audio.muted ? 0 : this.audio.volume;
  }
}

customElements.define("sample-player", SamplePlayer);
