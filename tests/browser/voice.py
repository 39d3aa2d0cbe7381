"""A voice for a browser without a screen, which has none: what a browser's speech is to a page is put in its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import BrowserContext

SPEECH = """(voices) => {
  window.said = [];
  window.stopped = 0;
  let waiting = [];
  const speech = new EventTarget();
  const next = () => {
    const one = waiting[0];
    if (!one) return;
    window.said.push(one.text);
    one.dispatchEvent(new Event("start"));
  };
  window.finish = () => { const one = waiting.shift(); one?.dispatchEvent(new Event("end")); next(); };
  Object.assign(speech, {
    getVoices: () => voices,
    speak: (one) => { waiting.push(one); if (waiting.length === 1) next(); },
    cancel: () => { window.stopped += 1; waiting = []; },
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
}"""
DEVICE = [
    {"name": "Karen", "lang": "fr-FR", "localService": True},
    {"name": "Cloud", "lang": "en-GB", "localService": False},
    {"name": "Fiona", "lang": "en-GB", "localService": True},
]
AWAY = [DEVICE[1]]


def speaking(voices: Sequence[dict[str, Any]] = DEVICE) -> Callable[[BrowserContext], None]:
    """What gives a browser these voices, before a page comes."""

    def prepare(context: BrowserContext) -> None:
        context.add_init_script(f"({SPEECH})({json.dumps(voices)})")

    return prepare
