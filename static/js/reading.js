// What helps with a long text: the contents mark the heading under which the reader is, one button copies the address
// of the page and one prints. Without this script the contents are a plain list of links, and the browser does the rest.
// A page may take the place of another without being loaded: then all begins anew.

let watch = new AbortController();

function headingsOf() {
  const links = new Map();
  for (const link of document.querySelectorAll(".contents a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  return links;
}

function follow(links, signal) {
  const headings = [...links.keys()];
  let current = null;

  const show = (heading) => {
    if (heading === current) return;
    links.get(current)?.removeAttribute("aria-current");
    links.get(heading)?.setAttribute("aria-current", "true");
    current = heading;
  };

  // The last heading above the upper third is the one being read; before the first, none is.
  const look = () => {
    const line = innerHeight / 3;
    const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const above = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
    show(atEnd ? headings.at(-1) : (above.at(-1) ?? null));
  };

  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      look();
    });
  };
  addEventListener("scroll", later, { passive: true, signal });
  addEventListener("resize", later, { passive: true, signal });
  look();
}

// The clipboard is closed to pages without https, and may be refused: then an older way, and last the reader's own hand.
async function copy(button) {
  const { address, done, failed } = button.dataset;
  const said = button.parentElement.querySelector("[role=status]");
  said.textContent = "";
  const isCopied = await navigator.clipboard?.writeText(address).then(() => true, () => false);
  if (isCopied || copySelected(said, address)) {
    said.textContent = done;
    return;
  }
  said.textContent = `${failed} `;
  select(said.appendChild(Object.assign(document.createElement("span"), { textContent: address })));
}

function select(element) {
  getSelection().selectAllChildren(element);
}

function copySelected(place, address) {
  place.textContent = address;
  select(place);
  const isCopied = document.execCommand("copy");
  getSelection().removeAllRanges();
  return isCopied;
}

function begin() {
  watch.abort();
  watch = new AbortController();
  const links = headingsOf();
  if (links.size) follow(links, watch.signal);

  // On a narrow screen the open list covers what one jumps to.
  document.querySelector(".contents")?.addEventListener("click", (event) => {
    if (event.target.closest("a") && matchMedia("(max-width: 45em)").matches) event.currentTarget.open = false;
  });
  for (const button of document.querySelectorAll(".print")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => print());
  }
  for (const button of document.querySelectorAll(".copy-link")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => copy(button));
  }
}

document.addEventListener("page:shown", begin);
begin();
