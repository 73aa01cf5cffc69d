// Keeps the music on while pages change. As long as a recording is loaded, a link or form of this site does not leave the
// page: the next page is fetched as it is, and takes the place of this one. Before anything is loaded nothing is touched.
// What cannot be shown so (another host, a file, the administration, a new version of the site) loads as always.

import { engine } from "./player-engine.js";
import { say } from "./player-parts.js";
import { isQuietElsewhere } from "./player-tabs.js";

const loaded = new Set([...document.scripts].map((script) => script.src));
const scrolls = new Map();
let shown = location.pathname + location.search;
let entry = history.state?.entry ?? null;
let current = null;
let fresh = [];
let count = 0;

const barOf = (page) => page.getElementById("playing");
// Alerts stand outside of the content: they come and go with each page, and a new one is said.
const alertsOf = (page) => [...page.querySelectorAll("body > .alert")].map((one) => one.textContent.trim().replace(/\s+/g, " "));
const assets = (page) => [...page.querySelectorAll('link[rel="stylesheet"], script[src*="site"]')]
  .map((one) => one.getAttribute("href") ?? one.getAttribute("src")).join(" ");
const ownAssets = assets(document);

// Whether an address is a page of this site: files have a dot in their last part, and some places are apart.
function isPage(url) {
  if (url.origin !== location.origin || /\.[^/]*$/.test(url.pathname)) return false;
  const apart = (barOf(document)?.dataset.apart ?? "").split(" ").filter(Boolean);
  return !apart.some((place) => url.pathname.startsWith(place));
}

function isOurs(element, target) {
  return engine.track !== null && barOf(document) !== null && !element.closest("[data-ordinary]") && (!target || target === "_self");
}

function onClick(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (!isOurs(link, link.target) || link.hasAttribute("download") || link.relList.contains("external")) return;
  const url = new URL(link.href);
  // A place in the open page is the browser's business.
  const isHere = url.pathname + url.search === shown && url.hash;
  if (isHere) scrolls.set(entry, scrollY);
  if (isHere || !isPage(url)) return;
  event.preventDefault();
  visit(url);
}

function onSubmit(event) {
  const form = event.target;
  const { submitter } = event;
  const target = submitter?.getAttribute("formtarget") ?? form.target;
  if (event.defaultPrevented || !isOurs(form, target)) return;
  const url = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location.href);
  const method = (submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toLowerCase();
  if (!isPage(url) || !["get", "post"].includes(method)) return;
  event.preventDefault();
  const data = new FormData(form, submitter);
  const fields = new URLSearchParams([...data].map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
  if (method === "get") {
    url.search = fields;
    url.hash = "";
    visit(url);
  } else {
    const body = form.enctype === "multipart/form-data" ? data : fields;
    visit(url, { method: "POST", body, ordinary: () => HTMLFormElement.prototype.submit.call(form) });
  }
}

function onPopState(event) {
  const before = entry;
  entry = event.state?.entry ?? null;
  if (location.pathname + location.search === shown) {
    if (entry && scrolls.has(entry)) scrollTo(0, scrolls.get(entry));
    return;
  }
  scrolls.set(before, scrollY);
  visit(new URL(location.href), { keeps: true, scroll: scrolls.get(entry) ?? 0 });
}

async function answerOf(url, { method = "GET", body }) {
  current?.abort();
  current = new AbortController();
  const { signal } = current;
  document.getElementById("main").setAttribute("aria-busy", "true");
  const answer = await fetch(url, { method, body, signal, headers: { Accept: "text/html" } });
  const isHtml = (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (!isHtml) {
    current.abort();
    return null;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // A page of another frame, or of a site that has been renewed since, is not mixed into this one.
  const fits = page.getElementById("main") && (answer.status >= 400 || (barOf(page) && assets(page) === ownAssets));
  return fits ? { page, address: answer.redirected ? new URL(answer.url) : null } : null;
}

// Options: keeps (the address is there already, as after Back), scroll (where to stand), method, body, and ordinary
// (how to go there without this script).
async function visit(url, options = {}) {
  const ordinary = options.ordinary ?? (() => leave(url, options.keeps));
  let answer = null;
  try {
    answer = await answerOf(url, options);
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  if (!answer) {
    document.getElementById("main").removeAttribute("aria-busy");
    return ordinary();
  }
  const address = answer.address && isPage(answer.address) ? answer.address : url;
  if (answer.address && !isPage(answer.address)) return leave(answer.address);
  if (!address.hash) address.hash = url.hash;
  note(address, options);
  swap(answer.page);
  arrive(address, options);
}

function leave(url, keeps) {
  if (keeps) location.reload();
  else location.assign(url);
}

const newEntry = () => `${performance.timeOrigin}-${(count += 1)}`;

function note(address, { keeps, method }) {
  history.scrollRestoration = "manual";
  if (!keeps) {
    entry ??= newEntry();
    scrolls.set(entry, scrollY);
    history.replaceState({ ...history.state, entry }, "");
    const isSame = address.pathname + address.search === location.pathname + location.search;
    entry = newEntry();
    // As browsers do: the same address again, or a form that comes back with its errors, adds nothing to the history.
    const way = isSame || (method === "POST" && address.href === location.href) ? "replaceState" : "pushState";
    history[way]({ entry }, "", address);
  } else if (address.href !== location.href) {
    history.replaceState({ entry }, "", address);
  }
  shown = address.pathname + address.search;
}

function swap(page) {
  // Inert in a page that runs scripts.
  for (const one of page.querySelectorAll("noscript")) one.remove();
  const { documentElement: root } = document;
  for (const name of ["lang", "dir"]) root.setAttribute(name, page.documentElement.getAttribute(name) ?? "");
  if (!root.dir) root.removeAttribute("dir");
  swapHead(page.head);
  const stay = [...document.querySelectorAll("body > [data-stays]")];
  const bar = barOf(document);
  const hasBar = barOf(page) !== null;
  const scripts = [...page.querySelectorAll("body script[src]")];
  for (const script of scripts) script.remove();
  fresh = alertsOf(page).filter((text) => !alertsOf(document).includes(text));
  document.body.className = page.body.className;
  document.body.replaceChildren(...page.body.childNodes, ...(hasBar ? [] : [bar]), ...stay);
  for (const script of scripts) run(script);
}

function swapHead(head) {
  const isKept = (one) => one.localName === "script" && one.src;
  const olds = [...document.head.children].filter((one) => !isKept(one));
  for (const one of [...head.children].filter((one) => !isKept(one))) {
    const at = olds.findIndex((old) => old.isEqualNode(one));
    if (at < 0) document.head.append(one);
    else olds.splice(at, 1);
  }
  // A page without the second sheet, as an error page, still stands in the frame of this one.
  for (const old of olds) if (old.rel !== "stylesheet") old.remove();
}

// A script that came with a parsed page does not run; one of a name that ran already must not again.
function run(parsed) {
  const { src } = parsed;
  if (loaded.has(src)) return;
  loaded.add(src);
  const script = document.createElement("script");
  script.type = parsed.type;
  script.src = src;
  document.body.append(script);
}

function arrive(address, { scroll }) {
  document.dispatchEvent(new CustomEvent("page:shown"));
  const named = address.hash && document.getElementById(decodeURIComponent(address.hash.slice(1)));
  const goal = named || document.querySelector("main [autofocus]") || document.querySelector("main .error-summary")
    || document.querySelector("main h1") || document.getElementById("main");
  if (!goal.matches("a[href], button, input, select, textarea, [tabindex]")) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  if (named) named.scrollIntoView();
  else scrollTo(0, scroll ?? 0);
  say([...fresh, document.title].join(". "));
}

document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
addEventListener("popstate", onPopState);
// Whoever loads this entry anew gets its place from the browser.
addEventListener("pagehide", () => { history.scrollRestoration = "auto"; });
// A page kept whole by the browser comes back as it was left, silent.
addEventListener("pageshow", (event) => { if (event.persisted) engine.tell("change"); });

// What played in this tab goes on, unless another tab has taken over or the browser wants a click first. A frame, as that
// of a preview, remembers what its window does, and leaves it alone.
if (window === window.top && engine.restore()) isQuietElsewhere().then((quiet) => { if (quiet) engine.play(); });
