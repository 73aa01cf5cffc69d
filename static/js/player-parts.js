// Small pieces of which controls are made.

const ICONS = {
  sound: "M3 7.5v5h3.5L11 16.5v-13L6.5 7.5zM13.5 6.2a5 5 0 0 1 0 7.6",
  silence: "M3 7.5v5h3.5L11 16.5v-13L6.5 7.5zM14 7.5l5 5M19 7.5l-5 5",
};

export function make(tag, className, attributes = {}) {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

// The sign of a mute button: changed only with the sound, as it is asked at every change of anything.
export function showSound(button, silent) {
  const sign = silent ? "silence" : "sound";
  if (button.dataset.sign === sign) return;
  button.dataset.sign = sign;
  button.replaceChildren(icon(ICONS[sign]));
}

// Said once, politely, to those who listen. The place stays when pages change.
const speaker = make("div", "visually-hidden", { role: "status", "data-stays": "" });
document.body.append(speaker);

export function say(text) {
  speaker.textContent = "";
  // Emptied first, so that the same words are said again.
  setTimeout(() => { speaker.textContent = text; }, 50);
}

function copyByHand(text) {
  const field = make("textarea", "visually-hidden");
  const focused = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}

// The address of a track at a second, put where it can be pasted. `texts` has textCopied and textNotCopied.
export async function share(track, seconds, texts) {
  const address = new URL(track.page, location.href);
  address.hash = `t=${Math.floor(seconds)}`;
  let done;
  try {
    await navigator.clipboard.writeText(address.href);
    done = true;
  } catch {
    // No clipboard without TLS, or none allowed.
    done = copyByHand(address.href);
  }
  const sentence = done ? texts.textCopied : texts.textNotCopied;
  say(sentence.replace("{address}", address.href));
  return { done, sentence: sentence.replace("{address}", address.href) };
}
