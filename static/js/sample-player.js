// <sample-player>: one recording in a page. It stands around <audio controls>, which plays without this script, and takes
// its place. It shows what the engine does with its recording; texts come from data attributes, so it knows no language.

import { chapterFrom } from "./player-chapters.js";
import { engine } from "./player-engine.js";
import { press } from "./player-keys.js";
import { make, share, showSound } from "./player-parts.js";
import { showTimeUnderPointer } from "./player-pointer.js";
import { clock, secondOf } from "./player-time.js";

// An address that fits this connection comes first; what the browser cannot play is left out.
function sourcesOf(audio) {
  const light = navigator.connection?.saveData === true;
  const found = [...audio.querySelectorAll("source")].filter((one) => !one.type || audio.canPlayType(one.type));
  const small = found.filter((one) => "low" in one.dataset);
  const usual = found.filter((one) => !("low" in one.dataset));
  const ordered = light ? [...small, ...usual] : usual;
  // Where none promises to play, all are tried, and the failure is said.
  const all = [...audio.querySelectorAll("source")].map((one) => one.src);
  return ordered.length ? ordered.map((one) => one.src) : [...all, audio.src].filter(Boolean);
}

class SamplePlayer extends HTMLElement {
  connectedCallback() {
    if (!this.button) {
      this.audio = this.querySelector("audio");
      this.failure = this.querySelector(".player-failed");
      this.track = this.read();
      this.wanted = 0;
      this.seeking = false;
      this.audio.controls = false;
      this.audio.hidden = true;
      this.build();
      this.listen();
    }
    this.stop = new AbortController();
    const { signal } = this.stop;
    engine.addEventListener("change", () => this.change(), { signal });
    engine.addEventListener("time", () => this.pass(), { signal });
    if (this.isOfPage) {
      this.goToSecond();
      addEventListener("hashchange", () => this.goToSecond(), { signal });
    }
    this.change();
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  read() {
    const { id, title, language, artist, cover, page, duration, gain, chapters } = this.dataset;
    const album = document.querySelector("h1")?.textContent.trim() ?? "";
    return {
      id, title, artist, cover, language: language || document.documentElement.lang, album: this.closest(".programme") ? album : "",
      page: page || location.pathname, programme: this.closest(".programme")?.dataset.programme ?? "", duration: Number(duration) || 0, gain: Number(gain) || 1,
      sources: sourcesOf(this.audio), chapters: JSON.parse(chapters || "[]"),
    };
  }

  get isOfPage() {
    return this.classList.contains("player-large");
  }

  get isCurrent() {
    return engine.track !== null && engine.track.id === this.track.id;
  }

  get length() {
    return (this.isCurrent && engine.length) || this.track.duration;
  }

  get time() {
    return this.isCurrent ? engine.time : this.wanted;
  }

  get state() {
    return this.isCurrent ? engine.state : "idle";
  }

  get volume() { return engine.volume; }

  get muted() { return engine.muted; }

  get speed() { return engine.speed; }

  get loops() { return engine.loops; }

  set(habit) { engine.set(habit); }

  next() { engine.next(); }

  previous() { engine.previous(); }

  chapter(way) {
    const start = chapterFrom(this.track, this.time, way);
    if (start !== undefined) this.seek(start);
  }

  build() {
    const { textPosition, textVolume } = this.dataset;
    const { title } = this.track;
    this.button = make("button", "player-play", { type: "button" });
    this.slider = make("input", "player-position", {
      type: "range", min: 0, max: Math.ceil(this.length) || 1, step: 1, value: 0, "data-position": "",
      "aria-label": `${textPosition}: ${title}`,
    });
    const place = make("span", "player-place");
    const wave = this.querySelector(".player-wave");
    if (wave) {
      this.classList.add("has-wave");
      const played = wave.cloneNode(true);
      played.classList.add("player-wave-played");
      place.append(wave, played);
    }
    place.append(this.slider);
    showTimeUnderPointer(place, this.slider, () => this.length);
    this.now = make("span", "player-now");
    this.all = make("span", "player-all");
    const times = make("span", "player-times", { "aria-hidden": "true" });
    times.append(this.now, this.all);
    this.mute = make("button", "player-mute", { type: "button" });
    this.level = make("input", "player-level", {
      type: "range", min: 0, max: 1, step: 0.05, "aria-label": `${textVolume}: ${title}`,
    });
    const sound = make("span", "player-sound");
    sound.append(this.mute, this.level);
    this.prepend(this.button, place, times, sound);
    this.sharer = this.parentElement.querySelector(".player-share");
    if (this.sharer) this.sharer.hidden = false;
  }

  listen() {
    const { slider } = this;
    this.button.addEventListener("click", () => this.toggle());
    slider.addEventListener("input", () => { this.seeking = true; this.draw(Number(slider.value)); });
    slider.addEventListener("change", () => { this.seeking = false; this.seek(Number(slider.value)); });
    this.addEventListener("keydown", (event) => press(event, this, () => this.share()));
    this.mute.addEventListener("click", () => engine.set({ muted: !engine.muted }));
    this.level.addEventListener("input", () => engine.set({ muted: false, volume: Number(this.level.value) }));
    this.sharer?.addEventListener("click", () => this.share());
  }

  async share() {
    const { sentence } = await share(this.track, this.time, document.getElementById("playing").dataset);
    if (this.sharer) this.sharer.textContent = sentence;
  }

  // What plays after this one: the recordings of the same list, by themselves only where the list is a programme.
  queue() {
    const list = this.closest(".programme, .samples");
    const players = list ? [...list.querySelectorAll("sample-player")] : [this];
    return { tracks: players.map((player) => player.track), index: players.indexOf(this), goesOn: Boolean(this.closest(".programme")) };
  }

  toggle() {
    if (this.isCurrent) return engine.toggle();
    const { tracks, index, goesOn } = this.queue();
    engine.start(tracks, index, { at: this.wanted, goesOn });
  }

  seek(seconds) {
    this.wanted = Math.min(Math.max(seconds, 0), this.length || seconds);
    if (this.isCurrent) engine.seek(this.wanted);
    this.draw(this.wanted);
  }

  goToSecond() {
    const second = secondOf(location.hash);
    if (second !== null) this.seek(second);
  }

  change() {
    const { textPlay, textPause, textMute, textUnmute } = this.dataset;
    const { title } = this.track;
    const active = this.state === "playing" || this.state === "loading";
    const silent = engine.muted || engine.volume === 0;
    this.setAttribute("state", this.state);
    this.button.setAttribute("aria-label", `${active ? textPause : textPlay}: ${title}`);
    this.failure.hidden = this.state !== "failed";
    this.mute.setAttribute("aria-label", `${silent ? textUnmute : textMute}: ${title}`);
    showSound(this.mute, silent);
    this.level.value = engine.muted ? 0 : engine.volume;
    this.slider.max = Math.ceil(this.length) || 1;
    if (!this.seeking) this.draw(this.time);
  }

  pass() {
    if (this.isCurrent && !this.seeking) this.draw(engine.time);
  }

  draw(seconds) {
    const all = clock(this.length);
    this.slider.value = seconds;
    this.slider.setAttribute("aria-valuetext", this.dataset.textOf.replace("{now}", clock(seconds)).replace("{all}", all));
    this.style.setProperty("--played", `${this.length ? (100 * seconds) / this.length : 0}%`);
    this.style.setProperty("--loaded", `${this.isCurrent && this.length ? (100 * engine.loaded) / this.length : 0}%`);
    this.now.textContent = clock(seconds);
    this.all.textContent = all;
  }
}

customElements.define("sample-player", SamplePlayer);

// A programme from its first recording to its last.
function bindPlayAll() {
  for (const button of document.querySelectorAll(".programme-play")) {
    button.dataset.ready = "";
    button.onclick = () => {
      const first = button.closest(".programme-whole")?.querySelector("sample-player");
      if (!first) return;
      const { tracks } = first.queue();
      engine.start(tracks, 0, { goesOn: true });
    };
  }
}

document.addEventListener("page:shown", bindPlayAll);
bindPlayAll();
