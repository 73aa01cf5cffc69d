// What html-validate asks of the pages: its three presets, less what its reasons stand beside.
export default {
  root: true,
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
  rules: {
    // Integrity guards what others serve; every file here comes from the page's own host.
    "require-sri": ["error", { target: "crossorigin" }],
    // A button in a form sends it, which is what HTML says anyway, and there is no other button.
    "no-implicit-button-type": "off",
  },
};
