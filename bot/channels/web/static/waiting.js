/**
 * How long to wait before another try: longer each time, never the same for everybody, at most half a minute.
 */

const SECONDS = [1, 2, 4, 8, 15, 30];
const LONGEST_ASKED = 120;

/**
 * @param {number} attempt how many tries failed before
 * @param {number} [asked] seconds the server asked for, or 0
 * @param {AbortSignal[]} [hurries] each ends the wait at once
 * @returns {Promise<void>}
 */
export function waitLonger(attempt, asked = 0, hurries = []) {
  const usual = SECONDS[Math.min(attempt, SECONDS.length - 1)] ?? 30;
  // A whole office comes back from a dropped network at the same moment: the jitter spreads it.
  const seconds = asked > 0 ? Math.min(asked, LONGEST_ASKED) + Math.random() : usual * (0.7 + 0.6 * Math.random());
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const hurry of hurries) hurry.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    for (const hurry of hurries) hurry.addEventListener("abort", done);
    if (hurries.some((hurry) => hurry.aborted)) done();
  });
}
