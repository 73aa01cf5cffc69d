// The time under the pointer, over the position of a player. For who points; keys and screen readers have the slider itself.

import { make } from "./player-parts.js";
import { clock } from "./player-time.js";

export function showTimeUnderPointer(place, slider, lengthOf) {
  const shown = make("span", "player-pointer", { "aria-hidden": "true", hidden: "" });
  place.append(shown);
  slider.addEventListener("pointermove", (event) => {
    const box = slider.getBoundingClientRect();
    const from = getComputedStyle(slider).direction === "rtl" ? box.right - event.clientX : event.clientX - box.left;
    const share = Math.min(Math.max(from / box.width, 0), 1);
    shown.hidden = event.pointerType === "touch" || !lengthOf();
    shown.textContent = clock(share * lengthOf());
    place.style.setProperty("--pointer", `${100 * share}%`);
  });
  slider.addEventListener("pointerleave", () => { shown.hidden = true; });
}
