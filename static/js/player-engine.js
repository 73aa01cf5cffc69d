// The one thing that sounds. It belongs to no page: pages come and go, and what shows it listens to its events:
// "change" (what plays, how, how loud) and "time" (where it is).

import { chapterFrom } from "./player-chapters.js";
import { habits, keepHabits, keepPlace, keptPlace } from "./player-memory.js";
import { secondOf } from "./player-time.js";

const RESTART = 3;
const SAVE_MS = 1000;

// The stream counts who plays without this script; what it plays is told by player-plays.js.
function bySite(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("by", "player");
  return url.href;
}

class Engine extends EventTarget {
  constructor() {
    super();
    this.audio = new Audio();
    this.audio.preload = "none";
    this.queue = [];
    this.index = -1;
    this.goesOn = false;
    this.loops = false;
    this.state = "idle";
    this.saved = 0;
    Object.assign(this, habits());
    this.listen();
  }

  get track() {
    return this.queue[this.index] ?? null;
  }

  get isActive() {
    return this.state === "playing" || this.state === "loading";
  }

  get length() {
    return Number.isFinite(this.audio.duration) ? this.audio.duration : (this.track?.duration ?? 0);
  }

  get time() {
    return this.wanted ?? this.audio.currentTime;
  }

  // Up to which second the recording is here, from where it plays on.
  get loaded() {
    const { buffered } = this.audio;
    for (let index = 0; index < buffered.length; index += 1) {
      if (buffered.start(index) <= this.time + 0.5 && this.time <= buffered.end(index)) return buffered.end(index);
    }
    return 0;
  }

  listen() {
    const { audio } = this;
    const on = (name, act) => audio.addEventListener(name, act);
    on("play", () => this.become("loading"));
    on("waiting", () => this.become("loading"));
    on("playing", () => this.become("playing"));
    on("pause", () => { if (!audio.ended) this.become(audio.error ? "failed" : "idle"); });
    on("ended", () => this.end());
    on("error", () => this.tryNextSource());
    on("loadedmetadata", () => this.arrive());
    on("seeked", () => this.tell("change"));
    on("progress", () => this.tell("time"));
    on("timeupdate", () => this.pass());
    addEventListener("pagehide", () => this.save());
  }

  tell(name) {
    this.dispatchEvent(new Event(name));
  }

  become(state) {
    this.state = state;
    this.tell("change");
    this.save();
  }

  // Opens a track of a queue at a second. Nothing is fetched before it plays.
  open(queue, index, { at = 0, goesOn = this.goesOn } = {}) {
    Object.assign(this, { queue, index, goesOn });
    this.sources = [...this.track.sources];
    this.wanted = at || null;
    this.load();
    this.become("idle");
  }

  load() {
    const { audio } = this;
    audio.preload = "none";
    audio.src = bySite(this.sources[0]);
    audio.loop = this.loops;
    audio.defaultPlaybackRate = audio.playbackRate = this.speed;
    this.applyVolume();
  }

  async play() {
    if (!this.track) return;
    if (this.state === "failed") {
      this.sources = [...this.track.sources];
      this.wanted = this.time || null;
      this.load();
    }
    this.tell("start");
    try {
      await this.audio.play();
    } catch (error) {
      // Pausing before it began is no failure, nor is a browser that wants a click first; the error event tells the rest.
      if (error.name === "NotAllowedError") this.become("idle");
    }
  }

  pause() {
    this.audio.pause();
  }

  toggle() {
    if (this.isActive) this.pause();
    else this.play();
  }

  start(queue, index, options) {
    this.open(queue, index, options);
    this.play();
  }

  seek(seconds) {
    const aim = Math.min(Math.max(seconds, 0), this.length || Infinity);
    if (this.audio.readyState >= HTMLMediaElement.HAVE_METADATA) this.audio.currentTime = aim;
    else this.wanted = aim;
    this.tell("time");
    this.save();
  }

  // To where a chapter begins: the next one, or with -1 this one or the one before.
  chapter(way) {
    const start = chapterFrom(this.track, this.time, way);
    if (start !== undefined) this.seek(start);
  }

  get hasNext() {
    return this.index + 1 < this.queue.length;
  }

  get hasPrevious() {
    return this.index > 0;
  }

  next() {
    if (this.hasNext) this.start(this.queue, this.index + 1);
  }

  // As on every player: a piece that has begun is begun again, otherwise the one before.
  previous() {
    if (this.time > RESTART || !this.hasPrevious) this.seek(0);
    else this.start(this.queue, this.index - 1);
  }

  end() {
    if (this.goesOn && this.hasNext) return this.next();
    this.audio.currentTime = 0;
    this.become("idle");
  }

  close() {
    this.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
    Object.assign(this, { queue: [], index: -1, wanted: null });
    this.become("idle");
    keepPlace(null);
  }

  arrive() {
    if (this.wanted) this.audio.currentTime = Math.min(this.wanted, this.length);
    this.wanted = null;
    this.tell("change");
  }

  pass() {
    if (this.wanted) return;
    this.tell("time");
    if (performance.now() - this.saved > SAVE_MS) this.save();
  }

  tryNextSource() {
    if (!this.track) return;
    this.sources.shift();
    if (!this.sources.length) return this.become("failed");
    this.wanted = this.time || null;
    this.load();
    this.play();
  }

  applyVolume() {
    // A recording louder than others, of which only the original exists, is lowered to them.
    this.audio.volume = Math.min(1, this.volume * (this.track?.gain ?? 1));
    this.audio.muted = this.muted;
  }

  set(habit) {
    Object.assign(this, habit);
    this.audio.defaultPlaybackRate = this.audio.playbackRate = this.speed;
    this.audio.loop = this.loops;
    this.applyVolume();
    keepHabits({ volume: this.volume, muted: this.muted, speed: this.speed });
    this.tell("change");
  }

  save() {
    this.saved = performance.now();
    if (!this.track) return;
    const { queue, index, goesOn, loops } = this;
    keepPlace({ queue, index, goesOn, loops, time: this.time, plays: this.isActive });
  }

  // What played in this tab before it was loaded anew: true where it sounded.
  restore() {
    const place = keptPlace();
    if (!place) return false;
    this.loops = place.loops === true;
    const track = place.queue[place.index];
    // An address that names a second is newer than what is remembered of the same recording.
    const asked = new URL(track.page, location.href).pathname === location.pathname ? secondOf(location.hash) : null;
    this.open(place.queue, place.index, { at: asked ?? place.time, goesOn: place.goesOn === true });
    return place.plays === true;
  }
}

export const engine = new Engine();
