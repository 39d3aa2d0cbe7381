/**
 * Speaks the chat API and turns everything that can happen on a network into a named outcome, so that no other
 * module sees a status code or an exception.
 *
 * @typedef {{label: string, value: string, role?: "answer" | "control", name?: string}} Choice
 * @typedef {{title: string, url: string, source?: string, checked?: string, line?: string, why?: string}} GuidanceItem
 * @typedef {{name: string, phone?: string | null, contact?: string | string[] | null, hours?: string | null,
 *   who_for?: string | null, checked?: string | null}} Service
 * @typedef {{question: string, text: string | null}} Answer
 *
 * What the server sends, and what the log shows. `status` is ours and only on a message of the person.
 * @typedef {{id: string, from?: "you" | "waymark", text: string, kind?: string, choices?: Choice[], choice?: string,
 *   items?: GuidanceItem[], urgent?: string, services?: Service[], answers?: Answer[], code?: string | null,
 *   saved?: string, where?: string, until?: string, how_to_delete?: string,
 *   status?: "sending" | "waiting"}} Message
 *
 * @typedef {{id: string, text?: string, choice?: string, label?: string}} Outgoing
 *
 * `unreachable`: no answer or a server in trouble, worth trying again with the same id. `busy`: asked to wait.
 * `closed`: the conversation is gone. `refused`: this message will never be taken; `message` says why.
 * @typedef {{ok: true, body: any}
 *   | {ok: false, reason: "unreachable" | "busy" | "closed" | "refused", message: string, wait: number}} Outcome
 */

const PATIENCE_MS = 30_000;

export class ChatApi {
  /** @param {URL} base the address the chat API hangs from, ending in a slash */
  constructor(base) {
    this.base = base;
  }

  /** @returns {Promise<Outcome>} body `{token, expires_at}` */
  openSession() {
    return this.#ask("POST", "chat/sessions", {});
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
   * Asks the server to forget the conversation. Nobody waits for the answer: the page may be going away.
   *
   * @param {string} token
   */
  endSession(token) {
    const headers = { Authorization: `Bearer ${token}` };
    const url = new URL("chat/sessions/current", this.base);
    fetch(url, { method: "DELETE", headers, keepalive: true, credentials: "omit" }).catch(() => {});
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{token?: string, body?: object, signal?: AbortSignal}} options
   * @returns {Promise<Outcome>}
   */
  async #ask(method, path, { token, body, signal }) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    const stop = () => patience.abort();
    signal?.addEventListener("abort", stop);
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    try {
      const response = await fetch(new URL(path, this.base), {
        method, headers, body: body && JSON.stringify(body), signal: patience.signal, cache: "no-store", credentials: "omit",
      });
      return await readOutcome(response);
    } catch {
      return { ok: false, reason: "unreachable", message: "", wait: 0 };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Outcome>} a page that is not ours (a Wi-Fi sign-in, a proxy's error) counts as unreachable
 */
async function readOutcome(response) {
  const body = await response.json().catch(() => null);
  if (response.ok && body) return { ok: true, body };
  const message = typeof body?.error?.message === "string" ? body.error.message : "";
  const wait = Number(response.headers.get("Retry-After")) || 0;
  const { status } = response;
  if (status === 401) return { ok: false, reason: "closed", message, wait };
  if (status === 429 || status === 409) return { ok: false, reason: "busy", message, wait: wait || 2 };
  if (status >= 400 && status < 500 && status !== 408 && message) return { ok: false, reason: "refused", message, wait };
  return { ok: false, reason: "unreachable", message, wait };
}
