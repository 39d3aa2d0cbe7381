/**
 * For the host page alone: asks the browser to keep it, so that it opens without a network. The widget itself never does
 * this: it may stand on pages that are not ours.
 */
if (window.isSecureContext && "serviceWorker" in navigator) {
  const worker = new URL("../service-worker.js", import.meta.url).href;
  // Our pages take no script address that did not come through this policy (Trusted Types).
  const policy = window.trustedTypes?.createPolicy("waymark", { createScriptURL: () => worker });
  navigator.serviceWorker.register(policy?.createScriptURL(worker) ?? worker).catch(() => {});
}
