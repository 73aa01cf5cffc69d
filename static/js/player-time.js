// Times as people read them and as addresses carry them.

export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
  return parts.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
}

// Media Fragments URI 1.0, 4.2.1: normal play time, as t=83, t=npt:83.5, t=1:23 or t=0:01:23; an end is not used.
// null where the address names no time.
export function secondOf(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, "")).get("t");
  const found = /^(?:npt:)?(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d*)?)(?:,.*)?$/.exec(said ?? "");
  if (!found) return null;
  const [, hours = 0, minutes = 0, seconds] = found;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}
