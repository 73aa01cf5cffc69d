// What the player remembers. How loud and how fast: for this browser. What plays and where: for this tab only.
// Where a browser keeps nothing, everything works for the open page.

function read(shelf, key) {
  try {
    return JSON.parse(window[shelf].getItem(key));
  } catch {
    return null;
  }
}

function write(shelf, key, value) {
  try {
    if (value === null) window[shelf].removeItem(key);
    else window[shelf].setItem(key, JSON.stringify(value));
  } catch {
    // Nothing may be kept here, or there is no room.
  }
}

const between = (value, least, most, usual) => (value >= least && value <= most ? value : usual);

export function habits() {
  const kept = read("localStorage", "player") ?? {};
  return { volume: between(kept.volume, 0, 1, 1), muted: kept.muted === true, speed: between(kept.speed, 0.5, 2, 1) };
}

export const keepHabits = (kept) => write("localStorage", "player", kept);
export const keepPlace = (place) => write("sessionStorage", "playing", place);

export function keptPlace() {
  const place = read("sessionStorage", "playing");
  return Array.isArray(place?.queue) && place.queue[place.index]?.sources?.length ? place : null;
}
