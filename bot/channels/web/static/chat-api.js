/**
 * Speaks the chat API and turns everything that can happen on a network into a named outcome, so that no other
 * module sees a status code or an exception.
 *
 * @typedef {{label: string, value: string, role?: "answer" | "control", name?: string, hint?: string}} Choice
 * @typedef {{title: string, url: string, source?: string, checked?: string, line?: string, note?: string | null,
 *   why?: string, try?: string}} GuidanceItem
 * @typedef {{name: string, phone?: string | null, contact?: string | string[] | null, hours?: string | null,
 *   who_for?: string | null, checked?: string | null}} Service
 * @typedef {{question: string, text: string | null}} Answer
 * @typedef {{theme: string, day?: string, sharing?: string, said?: string, did?: string}} PastItem
 * @typedef {{format: string, label: string, href: string}} Download
 *
 * What the server sends, and what the log shows. `status` is ours and only on a message of the person.
 * @typedef {{id: string, from?: "you" | "waymark", text: string, heading?: string, easy?: string, kind?: string, choices?: Choice[], choice?: string,
 *   items?: (GuidanceItem | PastItem)[], urgent?: string, services?: Service[], answers?: Answer[], code?: string | null,
 *   saved?: string, where?: string, until?: string, how_to_delete?: string, downloads?: Download[], forgets?: boolean,
 *   leaves?: boolean,
 *   progress?: {at: number, of: number}, status?: "sending" | "waiting"}} Message
 *
 * @typedef {{id: string, text?: string, choice?: string, label?: string}} Outgoing
 * @typedef {{access_code: string} | {pass: string, secret: string}} Proof that somebody may chat here
 *
 * `unreachable`: no answer or a server in trouble, worth trying again with the same id. `busy`: asked to wait.
 * `closed`: the conversation is gone. `refused`: this will never be taken; `code` and `message` say why.
 * @typedef {{ok: true, body: any}
 *   | {ok: false, reason: "unreachable" | "busy" | "closed" | "refused", code: string, message: string, wait: number}} Outcome
 */

const PATIENCE_MS = 30_000;
const STALLED_MS = 4_000;

export class ChatApi {
  /** @type {Map<AbortController, number>} */ #underWay = new Map();

  /** @param {URL} base the address the chat API hangs from, ending in a slash */
  constructor(base) {
    this.base = base;
  }

  /**
   * @param {Proof | null} proof where the organisation asks for one
   * @param {AbortSignal} signal
   * @returns {Promise<Outcome>} body `{token, expires_at}`
   */
  openSession(proof, signal) {
    return this.#ask("POST", "chat/sessions", { signal, body: proof ?? undefined });
  }

  /**
   * @param {string} token
   * @param {Outgoing} outgoing sent again with the same id, it has no second effect
   * @param {AbortSignal} signal
   * @returns {Promise<Outcome>} body `{messages}`, the answer to this message
   */
  sendMessage(token, outgoing, signal) {
    const { id, text, choice } = outgoing;
    return this.#ask("POST", "chat/messages", { token, signal, body: choice === undefined ? { id, text } : { id, choice } });
  }

  /**
   * @param {string} token
   * @param {AbortSignal} signal
   * @returns {Promise<Outcome>} body `{messages}`, the whole conversation in order
   */
  readTranscript(token, signal) {
    return this.#ask("GET", "chat/messages", { token, signal });
  }

  /**
   * @param {string} token
   * @param {string} path as the server named it, such as "/chat/reflections.docx"
   * @param {AbortSignal} signal
   * @returns {Promise<Outcome>} body a Blob
   */
  readFile(token, path, signal) {
    return this.#ask("GET", path.replace(/^\/+/, ""), { token, signal, as: "blob" });
  }

  /**
   * @param {string} token
   * @param {AbortSignal} signal
   * @returns {Promise<Outcome>} body `{code, minutes}`: the code leads to the conversation once, from another device
   */
  offerMove(token, signal) {
    return this.#ask("POST", "chat/move", { token, signal, body: {} });
  }

  /**
   * @param {string} code as it was typed
   * @param {string} secret drawn here; sent again with the same one, the answer is the same
   * @param {AbortSignal} signal
   * @returns {Promise<Outcome>} body `{token}`
   */
  takeMove(code, secret, signal) {
    return this.#ask("POST", "chat/move/here", { signal, body: { code, secret } });
  }

  /**
   * Asks the server to forget the conversation. Nobody waits for the answer: the page may be going away.
   *
   * @param {string} token
   */
  endSession(token) {
    const headers = { Authorization: `Bearer ${token}` };
    const url = new URL("chat/sessions/current", this.base);
    fetch(url, { method: "DELETE", headers, keepalive: true, credentials: "omit" }).catch(() => {});
  }

  /** Gives up what hangs: after a sleep or a change of network its answer will not come any more. */
  dropStalled() {
    for (const [patience, since] of this.#underWay) if (Date.now() - since > STALLED_MS) patience.abort();
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{token?: string, body?: object, signal: AbortSignal, as?: "json" | "blob"}} options
   * @returns {Promise<Outcome>}
   */
  async #ask(method, path, { token, body, signal, as = "json" }) {
    const url = new URL(path, this.base);
    const patience = new AbortController();
    const stop = () => patience.abort();
    const timer = setTimeout(stop, PATIENCE_MS);
    signal.addEventListener("abort", stop);
    this.#underWay.set(patience, Date.now());
    /** @type {Record<string, string>} */
    const headers = as === "json" ? { Accept: "application/json" } : {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    try {
      if (url.origin !== this.base.origin) throw new Error("the token goes to our own server only");
      const response = await fetch(url, {
        method, headers, body: body && JSON.stringify(body), signal: patience.signal, cache: "no-store", credentials: "omit",
      });
      return await readOutcome(response, as);
    } catch {
      return { ok: false, reason: "unreachable", code: "", message: "", wait: 0 };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      this.#underWay.delete(patience);
    }
  }
}

/**
 * @param {Response} response
 * @param {"json" | "blob"} as
 * @returns {Promise<Outcome>} a page that is not ours (a Wi-Fi sign-in, a proxy's error) counts as unreachable
 */
async function readOutcome(response, as) {
  if (response.ok && as === "blob") return { ok: true, body: await response.blob() };
  const body = await response.json().catch(() => null);
  if (response.ok && body) return { ok: true, body };
  const { code = "", message = "" } = body?.error ?? {};
  const wait = Number(response.headers.get("Retry-After")) || 0;
  const { status } = response;
  if (status === 401) return { ok: false, reason: "closed", code, message, wait };
  if (status === 429 || status === 409) return { ok: false, reason: "busy", code, message, wait: wait || 2 };
  if (status >= 400 && status < 500 && status !== 408 && message) return { ok: false, reason: "refused", code, message, wait };
  return { ok: false, reason: "unreachable", code, message, wait };
}
