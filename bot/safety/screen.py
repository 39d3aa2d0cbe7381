"""Screens a message for danger and distress: a reviewable lexicon and a taught encoder together.

Either alone is not enough: the lexicon misses what its authors did not think of, and what was taught can miss plain
words. Both look at windows of a few sentences (`bot/safety/pieces.py`), and each window stands by its own evidence:
whatever ordinary text stands around it, the tier of a message never falls. A phrase of the lexicon is strong evidence
and not the last word: "'I want to die' is question 9 on the form" gets the soft line. The screen cannot tell when
somebody is in danger. It decides only whether support is shown, and never blocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.safety.lexicon import IDIOM
from bot.safety.model import Reading, SafetyModel, load_model
from bot.safety.pieces import cut_pieces, cut_windows, write_piece
from bot.safety.source import TIERS, Tier
from bot.safety.text import clean_text, part_words


class Near(NamedTuple):
    """Danger and hurt, in log-odds."""

    danger: float
    hurt: float


PHRASE = 3.0
"""What a phrase of the lexicon that interrupts adds to the danger of a window, in log-odds."""
LOOK_CLOSER = Near(danger=-3.0, hurt=-1.5)
"""What one piece tells of at least for its runs with neighbours to be read too. Of 1,889 messages unseen, alone and in
company, 3 have another tier than with all runs read, for little more than half of the work."""
CLASSIFIER = "classifier"
CLASSIFIER_CRISIS = "classifier-crisis"
ANOTHER = "another"
"""The reason that says: rather somebody else is in danger than the writer."""


@dataclass(frozen=True)
class Screening:
    """The tier of a message, and the categories that led to it. Never holds a word of the message."""

    tier: Tier
    reasons: tuple[str, ...]


class SafetyScreen:
    """Screens messages. Build it once and share it; nothing is remembered between calls."""

    def __init__(self, language: Language, model: SafetyModel | None) -> None:
        """Take the project's pipeline and what was taught; without it the lexicon works alone."""
        self._language, self._model = language, model
        self._tiers: dict[str, str] = language.get_pipe("waymark_safety").lexicon.tiers

    @classmethod
    def from_files(cls, language: Language, folder: Path, models_dir: Path) -> SafetyScreen:
        """Build a screen from the folder of what was taught. Raises SafetyModelError when it is absent or unfit."""
        return cls(language, load_model(folder, models_dir))

    @property
    def language(self) -> Language:
        """The pipeline in use."""
        return self._language

    @property
    def model(self) -> SafetyModel | None:
        """What was taught; None when the lexicon works alone."""
        return self._model

    def screen(self, text: str) -> Screening:
        """Screen one message of any length, as it was typed. Where hidden signs stand between letters, both ways to
        read them count: as nothing, and as a space.
        """
        readings = dict.fromkeys(clean_text(one).text for one in (text, part_words(text)))
        return _worst(self._screen(self._language(one)) for one in readings if one.strip())

    def screen_doc(self, doc: Doc) -> Screening:
        """Screen a document of the project's pipeline; one with hidden characters is read again without them."""
        if clean_text(doc.text).text != doc.text or "safety" not in doc.spans:
            return self.screen(doc.text)
        return self._screen(doc) if doc.text.strip() else Screening("none", ())

    def measure(self, text: str) -> tuple[float, float]:
        """Give how much danger and how much hurt the window with most of it tells of, in log-odds."""
        doc = self._language(clean_text(text).text)
        weighed = self._weigh(doc)
        return (float(weighed.danger.max()), float(weighed.hurt.max())) if weighed else (-np.inf, -np.inf)

    def _screen(self, doc: Doc) -> Screening:
        reasons = {span.label_: cast(Tier, self._tiers[span.label_]) for span in _phrases(doc)}
        weighed = self._weigh(doc)
        if weighed is not None and self._model is not None:
            lines, most = self._model.lines, int(weighed.danger.argmax())
            if weighed.danger[most] >= lines.interrupt:
                reasons[CLASSIFIER_CRISIS] = "interrupt"
                if weighed.another[most]:
                    reasons[ANOTHER] = "interrupt"
            else:  # no window bears out a phrase that would interrupt
                reasons = dict.fromkeys(reasons, "soft")
                if weighed.danger[most] >= lines.near or weighed.hurt.max() >= lines.hurt:
                    reasons[CLASSIFIER] = "soft"
        tier = min(reasons.values(), key=TIERS.index, default=TIERS[-1])
        return Screening(tier, tuple(sorted(reasons, key=lambda reason: (TIERS.index(reasons[reason]), reason))))

    def _weigh(self, doc: Doc) -> Reading | None:
        """Read the pieces of a document, then the runs of neighbours that may tell more than their pieces do."""
        if self._model is None:
            return None
        phrases = [span for span in _phrases(doc) if self._tiers[span.label_] == "interrupt"]
        pieces = _write(cut_pieces(doc))
        read = self._read(self._model, pieces, phrases)
        near = (read.danger >= LOOK_CLOSER.danger) | (read.hurt >= LOOK_CLOSER.hurt)
        telling = [*(piece for (piece, _), is_near in zip(pieces, near, strict=True) if is_near), *phrases]
        places = {(piece.start, piece.end) for piece, _ in pieces}
        runs = [run for run in cut_windows(doc) if (run.start, run.end) not in places]
        more = self._read(self._model, _write(run for run in runs if _holds_any(run, telling)), phrases)
        both = Reading(*(np.concatenate(pair) for pair in zip(read, more, strict=True)))
        return both if len(both.danger) else None

    @staticmethod
    def _read(model: SafetyModel, windows: list[tuple[Span, str]], phrases: list[Span]) -> Reading:
        """Read windows; a phrase that interrupts adds to the danger of each that holds it."""
        if not windows:
            return Reading(np.zeros(0, np.float32), np.zeros(0, np.float32), np.zeros(0, bool))
        reading = model.read([text for _, text in windows])
        held = np.array([_holds_any(window, phrases) for window, _ in windows], np.float32)
        return reading._replace(danger=reading.danger + np.float32(PHRASE) * held)


def _phrases(doc: Doc) -> list[Span]:
    return [span for span in doc.spans["safety"] if span.label_ != IDIOM]


def _write(windows: Iterable[Span]) -> list[tuple[Span, str]]:
    """Give windows with their words in normal spelling, without those that say nothing."""
    return [(window, text) for window in windows if (text := write_piece(window))]


def _holds_any(window: Span, spans: Iterable[Span]) -> bool:
    return any(window.start <= span.start and span.end <= window.end for span in spans)


def _worst(screenings: Iterable[Screening]) -> Screening:
    return min(screenings, key=lambda one: TIERS.index(one.tier), default=Screening("none", ()))
