// One file to the server: one try, and what the answer means. The token of the form is renewed when a login ended.

import { form, waitForLogin } from "./upload-page.js";

const token = form.querySelector("[name=csrfmiddlewaretoken]");
let renewal = null;

// What the editor said of all files, as it stands now; the files themselves go one by one.
export function valuesOf() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["key", token.name].includes(name));
}

function meaning(request) {
  const { status, response } = request;
  if (status === 0) return { kind: "lost" };
  if (status === 200 && response?.outcomes?.length) return { kind: "outcome", ...response.outcomes[0] };
  if (status === 422 && response?.complaints) return { kind: "complaints", sentences: response.complaints };
  if (status === 403) return { kind: "denied" };
  if ([429, 502, 503, 504].includes(status)) return { kind: "busy", seconds: Number(request.getResponseHeader("Retry-After")) || 0 };
  return { kind: "broken", status };
}

export function sendOnce(item, onProgress) {
  return new Promise((resolve) => {
    const data = new FormData();
    for (const [name, value] of item.values) data.append(name, value);
    data.append(token.name, token.value);
    data.append("key", item.key);
    data.append("recordings", item.file, item.file.name);
    const request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("Accept", "application/json");
    // So that the admin refuses who is logged out instead of showing the login.
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded, event.total);
    });
    request.addEventListener("loadend", () => resolve(meaning(request)));
    request.send(data);
  });
}

async function renew() {
  for (;;) {
    let answer;
    try {
      answer = await fetch(location.pathname, { redirect: "manual", cache: "no-store" });
    } catch {
      return;
    }
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      token.value = page.querySelector(".music-upload [name=csrfmiddlewaretoken]")?.value ?? token.value;
      return;
    }
    if (answer.type !== "opaqueredirect") return;
    await waitForLogin();
  }
}

// A token that is good once more. Waits until the editor has logged in again; once for all files that ask.
export function renewLogin() {
  renewal ??= renew().finally(() => { renewal = null; });
  return renewal;
}
