/**
 * For the host page alone: gives its address the slash at the end, and asks the browser to keep it, so that it opens
 * without a network. The widget itself never does this: it may stand on pages that are not ours.
 */
const home = new URL("../", import.meta.url);
// Behind a proxy `…/waymark` may be this page too: with the slash it is found again without a network.
if (`${location.pathname}/` === home.pathname) history.replaceState(null, "", home.pathname + location.search + location.hash);

if (window.isSecureContext && "serviceWorker" in navigator) {
  const worker = new URL("service-worker.js", home).href;
  // Our pages take no script address that did not come through this policy (Trusted Types).
  const policy = window.trustedTypes?.createPolicy("waymark", { createScriptURL: () => worker });
  navigator.serviceWorker.register(policy?.createScriptURL(worker) ?? worker).catch(() => {});
}
