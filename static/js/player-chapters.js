// Chapters of a track: pairs of a second and a title, in their order.

// A chapter that has begun so long ago is begun again.
const SOON = 3;
// What a player seeks is a little before or behind.
const NEARLY = 0.05;

// The title of the chapter at a second; undefined where there is none.
export function chapterAt(track, seconds) {
  return (track?.chapters ?? []).findLast(([start]) => start <= seconds + NEARLY)?.[1];
}

// Where the next chapter begins, or with -1 this one or the one before; undefined where there is none.
export function chapterFrom(track, seconds, way) {
  const starts = (track?.chapters ?? []).map(([start]) => start);
  return way > 0 ? starts.find((start) => start > seconds + NEARLY) : (starts.findLast((start) => start < seconds - SOON) ?? starts[0]);
}
