// Many recordings: each is sent on its own, two at a time, and goes on where the line was lost. Without this script the
// form sends them all at once. The sources in the order in which they are joined.
import "./upload-files.js";
import "./upload-page.js";
import "./upload-sending.js";
import "./upload-queue.js";
