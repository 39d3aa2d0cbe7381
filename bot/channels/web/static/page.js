/**
 * For the host page alone: asks the browser to keep it, so that it opens without a network. The widget itself never does
 * this: it may stand on pages that are not ours.
 */
if (window.isSecureContext && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(new URL("../service-worker.js", import.meta.url)).catch(() => {});
}
