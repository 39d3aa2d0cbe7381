/**
 * Hands the pass of somebody who signed in to the chat that asked for it. Browsers deliver a message only to the exact
 * origin it is meant for, so it reaches one of our own pages or of the listed origins, and no other.
 *
 * Where a provider cuts the tie to the page that opened this one, the pass on the page is copied by hand.
 */

const shown = document.querySelector("#pass");
const pass = shown?.textContent ?? "";

history.replaceState(null, "", location.pathname); // what the provider sent along need not stay in the history

if (shown instanceof HTMLElement && pass) {
  const origins = [location.origin, ...(shown.dataset.origins ?? "").split(" ").filter(Boolean)];
  for (const origin of origins) window.opener?.postMessage({ waymarkPass: pass }, origin);
  if (typeof BroadcastChannel === "function") {
    const channel = new BroadcastChannel("waymark-pass");
    channel.postMessage(pass);
    channel.close();
  }
}
