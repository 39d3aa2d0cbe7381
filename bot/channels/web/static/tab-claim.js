/**
 * Finds out whether another tab lives with this tab's memory: browsers copy `sessionStorage` when a tab is duplicated,
 * and two tabs that speak in one conversation would write over each other.
 *
 * A lock is asked for where there are locks (https and localhost); on a plain http intranet the tabs ask one another.
 */

// A reload may meet its own old page for a moment, so a lock that is taken is waited for.
const LOCK_PATIENCE_MS = 600;
const ANSWER_PATIENCE_MS = 250;

export class TabClaim {
  /** @type {() => void} */ #release = () => {};

  /**
   * @param {string} name of the tab
   * @returns {Promise<boolean>} whether this is the only one; where nothing can be found out, it is
   */
  take(name) {
    this.#release();
    if (navigator.locks) return this.#byLock(name);
    if (typeof BroadcastChannel === "function") return this.#byAsking(name);
    return Promise.resolve(true);
  }

  /** The page goes away, perhaps into the browser's cache, where it must not hold a name. */
  release() {
    this.#release();
    this.#release = () => {};
  }

  /** @param {string} name */
  #byLock(name) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), LOCK_PATIENCE_MS);
    return new Promise((/** @type {(own: boolean) => void} */ resolve) => {
      navigator.locks.request(`waymark:${name}`, { signal: patience.signal }, () => {
        clearTimeout(timer);
        resolve(true);
        return new Promise((/** @type {(value: void) => void} */ done) => {
          this.#release = done;
        });
      }).catch((error) => resolve(error.name !== "AbortError"));
    });
  }

  /** @param {string} name */
  #byAsking(name) {
    const channel = new BroadcastChannel("waymark-tabs");
    this.#release = () => channel.close();
    return new Promise((/** @type {(own: boolean) => void} */ resolve) => {
      let own = false;
      const timer = setTimeout(() => {
        own = true;
        resolve(true);
      }, ANSWER_PATIENCE_MS);
      channel.onmessage = ({ data }) => {
        if (data?.name !== name) return;
        if (own && !data.taken) channel.postMessage({ name, taken: true });
        if (own || !data.taken) return;
        clearTimeout(timer);
        channel.close();
        resolve(false);
      };
      channel.postMessage({ name });
    });
  }
}
