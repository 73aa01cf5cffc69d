// What can be measured of an open page. Each function returns a list of complaints, empty when all is well.
// The browser's tests put this file into the page before they ask.
window.measures = (() => {
  const name = (element) => {
    const words = (element.textContent || element.value || "").trim().replace(/\s+/g, " ").slice(0, 30);
    const kind = element.classList.length ? `.${element.classList[0]}` : "";
    return `<${element.localName}${kind}> ${words}`;
  };

  // Said to those who listen only, or drawn outside on purpose, or brought into view by its own scrolling.
  const isApart = (element) =>
    element.closest(".visually-hidden, .w-sr-only, .form-trap, .skip, noscript, script, style, svg") !== null;
  const scrolls = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  // What a box that scrolls keeps above or below what it shows lies upon nothing.
  const isInSight = (element, { top, bottom }) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      const frame = box.getBoundingClientRect();
      if (/auto|scroll/.test(getComputedStyle(box).overflowY) && (bottom > frame.bottom + 1 || top < frame.top - 1)) return false;
    }
    return true;
  };
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

  const pieces = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || isApart(element) || !isShown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 1 && box.height > 1) found.push({ element, box });
      }
    }
    return found;
  };

  const sideways = () => {
    const page = document.scrollingElement;
    const found = [];
    if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth} wide, the window ${page.clientWidth}`);
    for (const { element, box } of pieces()) {
      const out = box.right > page.clientWidth + 1 || box.left < -1;
      if (out && !scrolls(element)) found.push(`outside of the window: ${name(element)}`);
    }
    return found;
  };

  // Text that its own box cuts off, and lines of two elements that lie upon each other.
  const hidden = () => {
    const found = [];
    const texts = pieces();
    for (const element of new Set(texts.map((piece) => piece.element))) {
      const style = getComputedStyle(element);
      const cuts = (way) => /hidden|clip/.test(way);
      const wide = cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const high = cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      if (wide || high) found.push(`cut off: ${name(element)}`);
    }
    // The box of a line is higher than its letters; what is left of it after this is ink.
    const lines = texts.filter(({ element, box }) => isInSight(element, box)).map(({ element, box }) => ({
      element,
      left: box.left + 1,
      right: box.right - 1,
      top: box.top + box.height * 0.3,
      bottom: box.bottom - box.height * 0.3,
    }));
    lines.sort((one, other) => one.top - other.top);
    lines.forEach((one, index) => {
      for (let next = index + 1; next < lines.length && lines[next].top < one.bottom; next += 1) {
        const other = lines[next];
        const related = one.element.contains(other.element) || other.element.contains(one.element);
        if (!related && one.left < other.right && other.left < one.right) {
          found.push(`${name(one.element)} lies upon ${name(other.element)}`);
        }
      }
    });
    return found;
  };

  // WCAG 2.5.8: 24 by 24 px, but for links in a line of text.
  const small = () => {
    const found = [];
    for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, audio")) {
      if (isApart(element) || !isShown(element)) continue;
      const area = element.closest("label") || element;
      const box = area.getBoundingClientRect();
      const inText = getComputedStyle(element).display === "inline";
      if (!inText && box.width > 0 && (box.width < 23.9 || box.height < 23.9)) {
        found.push(`${name(element)} is ${box.width.toFixed(0)} by ${box.height.toFixed(0)}`);
      }
    }
    return found;
  };

  // WCAG 1.4.12, as a sheet of its own that no policy forbids.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }" +
      " p { margin-block-end: 2em !important }",
  );
  const spread = (on) => {
    document.adoptedStyleSheets = on ? [sheet] : [];
  };

  const moving = () =>
    [...document.querySelectorAll("*")]
      .filter((element) => {
        const style = getComputedStyle(element);
        return [style.transitionDuration, style.animationDuration].some((time) => /[1-9]/.test(time));
      })
      .map(name);

  return { sideways, hidden, small, spread, moving };
})();
