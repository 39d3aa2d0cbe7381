/**
 * The one file a page asks for: `<script type="module" src="…/widget.js"></script>`.
 *
 * It only names the element. Everything else stands beside it under `static/` and is joined to it when the server
 * starts (bot/channels/web/assets.py), so that the address stays the same for webmasters and no build step is needed.
 */
import { WaymarkChat } from "./static/chat-element.js";

WaymarkChat.home = new URL(import.meta.url);
if (!customElements.get("waymark-chat")) customElements.define("waymark-chat", WaymarkChat);
