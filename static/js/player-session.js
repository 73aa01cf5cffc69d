// Tells the system what plays, for its lock screen and media keys, and does what is asked there.

import { engine } from "./player-engine.js";

const session = navigator.mediaSession;
const OFFSET = 10;
let named = null;

const ACTS = {
  play: () => engine.play(),
  pause: () => engine.pause(),
  stop: () => engine.close(),
  seekto: ({ seekTime }) => engine.seek(seekTime),
  seekbackward: ({ seekOffset }) => engine.seek(engine.time - (seekOffset || OFFSET)),
  seekforward: ({ seekOffset }) => engine.seek(engine.time + (seekOffset || OFFSET)),
};

function handle(action, act) {
  try {
    session.setActionHandler(action, act);
  } catch {
    // This browser does not know the action.
  }
}

function nameTrack() {
  const { track } = engine;
  for (const [action, act] of Object.entries(ACTS)) handle(action, track && act);
  session.metadata = track && new MediaMetadata({
    title: track.title,
    artist: track.artist,
    album: track.album,
    artwork: track.cover ? [{ src: new URL(track.cover, location.href).href }] : [],
  });
}

function tellPlace() {
  const { length, speed } = engine;
  if (!engine.track || !length) return session.setPositionState?.();
  session.setPositionState?.({ duration: length, playbackRate: speed, position: Math.min(engine.time, length) });
}

function tellSession() {
  // Named only when it sounds: a page that merely remembers takes no keys from another program.
  if (engine.track !== named && (engine.isActive || !engine.track)) {
    named = engine.track;
    nameTrack();
  }
  if (!named) return;
  handle("nexttrack", engine.hasNext ? () => engine.next() : null);
  handle("previoustrack", () => engine.previous());
  session.playbackState = engine.isActive ? "playing" : "paused";
  tellPlace();
}

if (session) engine.addEventListener("change", tellSession);
