// Puts the browser's own choice of colours beside the text of an accent. Without this script the text stands alone.

const WRITTEN = /^#[0-9a-f]{6}$/i;

for (const text of document.querySelectorAll("input[data-accent]")) {
  const choice = document.createElement("input");
  choice.type = "color";
  choice.setAttribute("aria-label", text.dataset.accent);
  const follow = () => {
    if (WRITTEN.test(text.value)) choice.value = text.value;
  };
  follow();
  text.addEventListener("input", follow);
  choice.addEventListener("input", () => {
    text.value = choice.value;
    text.dispatchEvent(new Event("change", { bubbles: true }));
  });
  text.after(choice);
}
