// <sample-words>: lines or chapters of the recording of the page, each a link to its second, which works without this
// script. With it a link seeks and plays, and what is heard is marked and kept in sight, inside of the element only.

import { engine } from "./player-engine.js";
import { secondOf } from "./player-time.js";

const REST_MS = 4000;
const LEAD = 0.05;
const TOUCHES = ["wheel", "touchmove", "pointerdown", "keydown"];

function linesOf(list) {
  return [...list.querySelectorAll('a[href^="#t="]')].map((link) => (
    { link, start: secondOf(link.hash), end: Number(link.dataset.end) || Infinity }
  ));
}

class SampleWords extends HTMLElement {
  connectedCallback() {
    this.player = document.querySelector("sample-player.player-large");
    if (!this.player) return;
    this.lists = [...this.querySelectorAll("ol")].map((list) => ({ lines: linesOf(list), marked: null }));
    this.touched = -REST_MS;
    this.isFresh = true;
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (const name of ["change", "time"]) engine.addEventListener(name, () => this.show(), { signal });
    addEventListener("hashchange", () => this.show(), { signal });
    for (const name of TOUCHES) this.addEventListener(name, () => { this.touched = performance.now(); }, { signal, passive: true });
    this.addEventListener("click", (event) => this.jump(event), { signal });
    this.show();
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  jump(event) {
    const link = event.target.closest('a[href^="#t="]');
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // Who has chosen a line wants to see what follows.
    this.touched = -REST_MS;
    this.player.seek(secondOf(link.hash));
    if (!["playing", "loading"].includes(this.player.state)) this.player.toggle();
    this.show();
  }

  show() {
    const { player } = this;
    const seconds = player.isCurrent || player.wanted ? player.time : -1;
    for (const list of this.lists) this.mark(list, seconds);
  }

  mark(list, seconds) {
    const last = list.lines.findLast((line) => line.start <= seconds + LEAD);
    const link = last && seconds < last.end ? last.link : null;
    if (link === list.marked) return;
    list.marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    list.marked = link;
    if (link) this.bringIntoSight(link);
  }

  // What the address asks for stands there at once; later it moves, unless somebody reads elsewhere or wants no motion.
  bringIntoSight(link) {
    const isRead = performance.now() - this.touched < REST_MS;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!this.isFresh && (isRead || isStill)) return;
    const top = link.offsetTop - (this.clientHeight - link.offsetHeight) / 2;
    this.scrollTo({ top, behavior: this.isFresh ? "instant" : "smooth" });
    this.isFresh = false;
  }
}

customElements.define("sample-words", SampleWords);
