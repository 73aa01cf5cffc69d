/* The link above the menu is named by what is seen in it: Wagtail's menu calls it "Dashboard" alone. */
const sidebar = document.getElementById("wagtail-sidebar");

function nameLink() {
  const link = sidebar.querySelector(".sidebar-custom-branding");
  const seen = link?.querySelector(".mission-name")?.textContent.trim();
  if (seen && !link.getAttribute("aria-label").startsWith(seen)) {
    link.setAttribute("aria-label", `${seen}: ${link.getAttribute("aria-label")}`);
  }
  return Boolean(link);
}

if (sidebar && !nameLink()) {
  const observer = new MutationObserver(() => {
    if (nameLink()) {
      observer.disconnect();
    }
  });
  observer.observe(sidebar, { childList: true, subtree: true });
}
