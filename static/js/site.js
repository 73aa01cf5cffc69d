// The one script of the site: sources in the order in which they are joined.
import "./player-memory.js";
import "./player-time.js";
import "./player-chapters.js";
import "./player-engine.js";
import "./player-tabs.js";
import "./player-session.js";
import "./player-keys.js";
import "./player-parts.js";
import "./player-pointer.js";
import "./sample-player.js";
import "./player-words.js";
import "./playing-bar.js";
import "./player-plays.js";
import "./navigation.js";
