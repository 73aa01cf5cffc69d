// Keys of the player. They work where the focus stands in a player or in the bar and nowhere else, so that no letter
// is taken from the page. Letters are those of the place on the keyboard: they work in every alphabet.

const STEP = 5;
const LEAP = 10;
const LOUDER = 0.1;
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

const ALWAYS = {
  KeyK: (target) => target.toggle(),
  KeyJ: (target) => target.seek(target.time - LEAP),
  KeyL: (target) => target.seek(target.time + LEAP),
  KeyM: (target) => target.set({ muted: !target.muted }),
  KeyR: (target) => target.set({ loops: !target.loops }),
  KeyN: (target) => target.next(),
  KeyP: (target) => target.previous(),
  BracketLeft: (target) => target.chapter(-1),
  BracketRight: (target) => target.chapter(1),
  Comma: (target) => target.set({ speed: stepOf(target.speed, -1) }),
  Period: (target) => target.set({ speed: stepOf(target.speed, 1) }),
  Minus: (target) => target.set({ muted: false, volume: Math.max(0, target.volume - LOUDER) }),
  Equal: (target) => target.set({ muted: false, volume: Math.min(1, target.volume + LOUDER) }),
};
// What the position takes itself; buttons, choices and the volume keep these keys for themselves.
const AT_POSITION = {
  ArrowLeft: (target) => target.seek(target.time - STEP),
  ArrowDown: (target) => target.seek(target.time - STEP),
  ArrowRight: (target) => target.seek(target.time + STEP),
  ArrowUp: (target) => target.seek(target.time + STEP),
  PageDown: (target) => target.seek(target.time - LEAP),
  PageUp: (target) => target.seek(target.time + LEAP),
  Home: (target) => target.seek(0),
  End: (target) => target.seek(target.length),
  Space: (target) => target.toggle(),
};

function stepOf(speed, way) {
  const at = SPEEDS.findIndex((one) => one >= speed);
  return SPEEDS[Math.min(Math.max((at < 0 ? SPEEDS.length : at) + way, 0), SPEEDS.length - 1)];
}

export function press(event, target, share) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  const onPosition = event.target.matches("[data-position]");
  // Letters choose in a choice.
  const inChoice = event.target.matches("select, input:not([type=range])");
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  const act = onPosition ? (AT_POSITION[event.code] ?? ALWAYS[event.code]) : ALWAYS[event.code];
  if (inChoice) return;
  if (event.code === "KeyS") share();
  else if (digit) target.seek((target.length * Number(digit[1])) / 10);
  else if (act) act(target);
  else return;
  event.preventDefault();
}
