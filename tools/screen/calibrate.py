"""Draws the lines between the tiers, and teaches letters and words alone: `python -m tools.screen.calibrate FOLDER`.

FOLDER holds what `teach.py` wrote. The lines are the lowest at which the stated shares of harmless messages are stopped
or get the soft line, among messages that nothing was taught from, alone and in company. So data moves them, not taste.
They are drawn again for letters alone. `card.json` says what was drawn, from which messages, and what comes of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from sklearn.svm import LinearSVC
from spacy.language import Language

from bot.encoder import load_encoder
from bot.encoder.weights import PINNED_SHA256
from bot.safety import SafetyModel, SafetyScreen, build_language
from bot.safety.model import CARD, CLASSES, HEAD, LETTERS, Lines
from bot.safety.nearness import make_grams
from bot.safety.source import TIERS
from bot.settings import ROOT, get_settings
from tools.safety_evaluation import CONTENT, KINDS, Labelled, Result, hash_files, read_unseen
from tools.screen.exam import DRAWN, read_exam
from tools.screen.lessons import Lesson, make_lessons

Shares = dict[str, float]
STOPPED: dict[str, Shares] = {
    HEAD: {"hard": 0.034, "ordinary": 0.021, "distress": 0.0564},
    LETTERS: {"hard": 0.1471, "ordinary": 0.0378},
}
"""Shares of messages of each kind that may be stopped. Three of four stand in company, which counts as one message."""
NEAR: dict[str, Shares] = {HEAD: {"hard": 0.0627, "ordinary": 0.0278}, LETTERS: {"hard": 0.21, "ordinary": 0.1}}
"""Shares that may get an alert for danger that is near."""
HURT: dict[str, Shares] = {HEAD: {"hard": 0.0562, "ordinary": 0.0433}, LETTERS: {"hard": 0.24, "ordinary": 0.185}}
"""Shares that may get an alert for sounding hurt."""


def fingerprint() -> str:
    """A hash of the messages and of how they are cut: 16 hexadecimal digits. What was taught is out of date when it
    differs. What is typed to the chat is learnt too, and not counted: data/nlu changes often, and teaching takes long.
    """
    paths = [ROOT / "bot" / "safety" / "pieces.py", CONTENT / "words.yml", CONTENT / "lexicon.yml"]
    paths += [*(CONTENT / "messages").glob("*.yml")]
    return hash_files(paths)


def teach_letters(lessons: Sequence[Lesson]) -> dict[str, Any]:
    """Teach two rules on letters and words: danger, and danger or hurt."""
    grams = make_grams([lesson.text for lesson in lessons])
    places = np.array([lesson.classes[0] for lesson in lessons])
    rules = [LinearSVC(C=0.3, class_weight="balanced").fit(grams, places < most) for most in (2, 3)]
    return {
        "weight": np.ascontiguousarray(np.vstack([rule.coef_[0] for rule in rules]).T, np.float16),
        "offset": np.array([rule.intercept_[0] for rule in rules], np.float32),
    }


def draw_lines(language: Language, model: SafetyModel, name: str, messages: Sequence[Labelled]) -> Lines:
    """Give the lowest lines at which the stated shares of unseen messages are stopped or get the soft line."""
    kinds = np.array([message.kind for message in messages])
    screen = SafetyScreen(language, model)
    read = np.array([screen.measure(message.text) for message in messages])
    return Lines(
        *(_lowest(read[:, column], kinds, shares[name]) for column, shares in ((0, STOPPED), (0, NEAR), (1, HURT)))
    )


def _lowest(values: Any, kinds: Any, shares: Shares) -> float:
    lines = [np.quantile(values[kinds == kind], 1 - share) for kind, share in shares.items()]
    return round(float(max(lines)) + 0.005, 2)


def main() -> None:
    """Teach the letters, draw the lines, and write the card."""
    folder = Path(sys.argv[1])
    language = build_language(CONTENT)
    lessons, _ = make_lessons(language)
    save_file(teach_letters(lessons), folder / f"{LETTERS}.safetensors")
    card: dict[str, Any] = {
        "messages": fingerprint(),
        "encoder": PINNED_SHA256,
        "classes": CLASSES,
        "lines": {HEAD: Lines(0, 0, 0)._asdict(), LETTERS: Lines(0, 0, 0)._asdict()},
    }
    unseen: list[Labelled] = [*read_unseen(), *read_exam(DRAWN)]
    _write(folder, card)
    for name in (HEAD, LETTERS):
        encoder = load_encoder(get_settings().models_dir, adapter=folder) if name == HEAD else None
        model = SafetyModel.load(folder, encoder)
        lines = draw_lines(language, model, name, unseen)
        card["lines"][name] = lines._asdict()
        result = Result()
        result.add(SafetyScreen(language, replace(model, lines=lines)), unseen)
        card.setdefault("drawn_on", {})[name] = {
            kind: dict(zip(TIERS, result.count_tiers(kind), strict=True)) for kind in KINDS
        }
    _write(folder, card)
    print(json.dumps(card, indent=1))


def _write(folder: Path, card: dict[str, Any]) -> None:
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
