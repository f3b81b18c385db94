/**
 * ChatBridge. One script tag puts the chat on a page:
 *
 *     <script type="module" src="https://help.example.com/chatbridge/widget/chatbridge.js" data-role="visitor"></script>
 *
 * The attributes are described in docs/widget.md. This file and what it loads at first is small; the rest comes when
 * somebody chats.
 * @module
 */
import { readConfig } from "./config.js";
import { preload } from "./modules.js";

// The tag's address leads on to the same file in a folder with the version's name.
const addresses = [import.meta.url, new URL("../chatbridge.js", import.meta.url).href];
const tag = [...document.querySelectorAll("script")].find((script) => addresses.includes(script.src.split("?")[0]));
const config = tag && readConfig(tag.dataset, tag.src, location.href);
// OTRS opens small windows of its own (class Popup), and a page may stand in a frame of the agent's page: no chat there.
const inside = config && config.role !== "visitor" && (window.top !== window || document.body?.classList.contains("Popup"));

// Who has logged out of OTRS shall not be signed in here when the next one logs in.
const atLogin = config?.signIn && document.querySelector('input[name="Action"][value$="Login"]');

if (config && atLogin && !inside) {
  void fetch(config.tokenUrl, { method: "DELETE", credentials: "same-origin" }).catch(() => {});
} else if (config && !inside && !document.querySelector("chatbridge-widget, chatbridge-desk")) {
  if (config.signIn) {
    void import("./core/identity.js").then(({ signInWith }) => signInWith(async (address) => (await import("./ui/signin.js")).askToSignIn(config, address))).catch(() => {});
  }
  if (config.role === "agent") {
    // The token and the modules come side by side: every click in OTRS is a page load.
    void import("./core/identity.js").then(({ fetchEarly }) => fetchEarly(config.tokenUrl)).catch(() => {});
    void import("./desk/modules.js").then(({ DESK }) => preload(DESK)).catch(() => {});
  }
  /** @type {Promise<{mount: (config: import("./config.js").Config) => Promise<HTMLElement>}>} */
  const part = config.role === "agent" ? import("./desk/desk.js") : import("./visitor/launcher.js");
  part.then(({ mount }) => mount(config)).catch((error) => console.warn("ChatBridge: the chat is not available.", error));
}
