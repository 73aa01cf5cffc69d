// What is pasted from Word, Outlook, Google Docs or LibreOffice into a text of a page is cleaned on the server, which
// knows their lists, tables and headings, and comes back as blocks. Where the server cannot be reached, or the text is
// no block of a body, the editor pastes as it always did.
(() => {
  const script = document.querySelector("script[data-paste-address]");
  const { pasteAddress: address, textWorking, textDone } = script.dataset;
  const CONFIG = JSON.parse(document.getElementById("wagtail-config").textContent);
  // Text of this editor comes back as it left; whatever stands in a paste of ours was cleaned already.
  const OWN = ["data-draftjs-conductor-fragment", "data-editor="];

  // The text block around an editor: its stream, its place there and its field. Nothing for other rich texts.
  function placeOf(wrapper) {
    let root = wrapper.parentElement;
    while (root && !root.rootBlock) root = root.parentElement;
    const stream = root?.rootBlock;
    const child = stream?.children?.find?.((one) => one.type === "text" && one.element.contains(wrapper));
    const input = wrapper.parentNode.querySelector(':scope > input[type="hidden"]');
    return child && input?.draftailEditor ? { stream, child, input } : null;
  }

  function pasteInto(wrapper, html, text) {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    event.isCleaned = true;
    const editor = wrapper.querySelector('[contenteditable="true"]');
    editor.focus();
    editor.dispatchEvent(event);
  }

  function fragment(state) {
    const holder = document.createElement("div");
    holder.setAttribute("data-draftjs-conductor-fragment", state);
    holder.textContent = "text";
    return holder.outerHTML;
  }

  // The sentence under a text; there is one at a time.
  const note = document.createElement("p");
  note.className = "paste-note help-block help-info";
  note.setAttribute("role", "status");

  function say(sentence, after) {
    if (after && note.previousElementSibling !== after) after.after(note);
    note.textContent = sentence;
    note.hidden = !sentence;
  }

  // Without TLS browsers make no such names; then the server does, at the first save.
  const newId = () => crypto.randomUUID?.() ?? null;
  const settled = () => new Promise((resolve) => { setTimeout(resolve, 50); });
  const isEmpty = (state) => !state.getCurrentContent().hasText();

  // The first text goes to the caret, all else into blocks of its own behind it, then what stood after the caret.
  // Gives the element under which it is said what was left out.
  async function putBlocks({ stream, child, input }, wrapper, blocks) {
    const [first, ...others] = blocks;
    const leads = first?.type === "text";
    if (leads) {
      pasteInto(wrapper, fragment(first.value), "text");
      await settled();
    }
    const rest = leads ? others : blocks;
    if (!rest.length) return wrapper;
    const { stateBefore, stateAfter } = window.draftail.splitState(input.draftailEditor.getEditorState());
    const hasTail = !isEmpty(stateAfter);
    if (hasTail) input.draftailEditor.onChange(stateBefore);
    const index = stream.children.indexOf(child);
    rest.forEach((block, step) => {
      stream.insert({ type: block.type, value: block.value, id: newId() }, index + 1 + step, {});
    });
    if (hasTail) {
      stream.insert({ type: "text", value: stateAfter, id: newId() }, index + 1 + rest.length, {});
    }
    if (!isEmpty(stateBefore)) return wrapper;
    stream.deleteBlock(index);
    return stream.children[index].element;
  }

  async function clean(html) {
    const answer = await fetch(address, {
      method: "POST",
      headers: { [CONFIG.CSRF_HEADER_NAME]: CONFIG.CSRF_TOKEN, Accept: "application/json" },
      body: new URLSearchParams({ html }),
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) throw new Error(`The server answers ${answer.status}.`);
    return { isTaken: answer.ok, ...await answer.json() };
  }

  async function paste(place, wrapper, html, text) {
    say(textWorking, wrapper);
    let cleaned = null;
    try {
      cleaned = await clean(html);
    } catch {
      // Away, logged out or broken: the browser's way is better than none.
    }
    const known = place.stream.blockDef.childBlockDefsByName;
    if (!cleaned || (cleaned.isTaken && cleaned.blocks.some(({ type }) => !known[type]))) {
      say("");
      pasteInto(wrapper, html, text);
    } else if (cleaned.isTaken) {
      const under = await putBlocks(place, wrapper, cleaned.blocks);
      say([textDone, ...cleaned.notes].join(" "), under);
    } else {
      say(cleaned.reason);
    }
  }

  document.addEventListener("paste", (event) => {
    const wrapper = event.target.closest?.("[data-draftail-editor-wrapper]");
    const html = event.clipboardData?.getData("text/html");
    if (event.isCleaned || !wrapper || !html || OWN.some((mark) => html.includes(mark))) return;
    const place = placeOf(wrapper);
    if (!place || !window.draftail?.splitState) return;
    const text = event.clipboardData.getData("text/plain");
    event.preventDefault();
    event.stopImmediatePropagation();
    paste(place, wrapper, html, text);
  }, { capture: true });
})();
