/**
 * The one file a page asks for: `<script type="module" src="…/widget.js"></script>`.
 *
 * It only names the element. Everything else sits beside it under `static/`, so that this address stays the same
 * for webmasters while the inside changes, and so that no build step is needed.
 */
import { WaymarkChat } from "./static/chat-element.js";

if (!customElements.get("waymark-chat")) customElements.define("waymark-chat", WaymarkChat);
