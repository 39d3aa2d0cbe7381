"""Screens a message for danger and distress: a reviewable lexicon and a classifier together.

Either alone is not enough: the lexicon misses what its authors did not think of, and the classifier can miss plain
words. The lexicon reads sentence by sentence; the classifier weighs stretches of sentences, and sentences by
themselves. The screen cannot tell when somebody is in danger. It decides only whether support is shown, and never
blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from bot.encoder import KnownVectors, Vectors
from bot.safety.lexicon import IDIOM
from bot.safety.model import LEAN, SafetyModel, SafetyModelError, SentenceEncoder
from bot.safety.pieces import cut_pieces, cut_stretches, write_piece
from bot.safety.source import TIERS, Tier
from bot.safety.text import clean_text

HOPELESS = "hopeless"
NEARLY = 0.25
CLASSIFIER = "classifier"
CLASSIFIER_CRISIS = "classifier-crisis"


@dataclass(frozen=True)
class Screening:
    """The tier of a message, and the categories that led to it. Never holds a word of the message."""

    tier: Tier
    reasons: tuple[str, ...]


class SafetyScreen:
    """Screens messages. Build it once and share it; nothing is remembered between calls."""

    def __init__(self, language: Language, encoder: SentenceEncoder | None, model: SafetyModel | None) -> None:
        """Take the project's pipeline, the encoder, and the trained model; without a model the lexicon works alone.

        Raises SafetyModelError when the model was trained with an encoder and none is given.
        """
        if model is not None and model.uses_encoder and encoder is None:
            raise SafetyModelError("The safety model needs the sentence encoder, which is absent: run `waymark train`.")
        self._language, self._encoder, self._model = language, encoder, model
        self._tiers: dict[str, str] = language.get_pipe("waymark_safety").lexicon.tiers

    @classmethod
    def from_files(cls, language: Language, encoder: SentenceEncoder | None, model: Path) -> SafetyScreen:
        """Build a screen from a saved model. Raises SafetyModelError when it is absent or does not fit."""
        return cls(language, encoder, SafetyModel.load(model))

    @property
    def language(self) -> Language:
        """The pipeline in use."""
        return self._language

    @property
    def model(self) -> SafetyModel | None:
        """The classifier in use; None when the lexicon works alone."""
        return self._model

    def screen(self, text: str) -> Screening:
        """Screen one message of any length, as it was typed."""
        clean = clean_text(text).text
        return self._screen(self._language(clean)) if clean.strip() else Screening("none", ())

    def screen_doc(self, doc: Doc, known: Mapping[str, Vectors] | None = None) -> Screening:
        """Screen a document of the project's pipeline; one with hidden characters is read again without them.

        known: what the encoder has given already for some of its words, by the words in their normal spelling.
        """
        if clean_text(doc.text).text != doc.text or "safety" not in doc.spans:
            return self.screen(doc.text)
        return self._screen(doc, known) if doc.text.strip() else Screening("none", ())

    def _screen(self, doc: Doc, known: Mapping[str, Vectors] | None = None) -> Screening:
        reasons: dict[str, Tier] = {}
        hopeless: set[int] = set()
        for span in doc.spans["safety"]:
            if span.label_ != IDIOM:
                reasons[span.label_] = cast(Tier, self._tiers[span.label_])
            if span.label_ == HOPELESS:
                hopeless.update(range(span.sent.start, span.sent.end))
        if "interrupt" not in reasons.values():
            encoder = KnownVectors(self._encoder, known) if self._encoder and known else self._encoder
            self._classify(doc, hopeless, reasons, encoder)
        tier = min(reasons.values(), key=TIERS.index, default=TIERS[-1])
        return Screening(tier, tuple(sorted(reasons, key=lambda reason: (TIERS.index(reasons[reason]), reason))))

    def _classify(
        self,
        doc: Doc,
        hopeless: set[int],
        reasons: dict[str, Tier],
        encoder: SentenceEncoder | None,
    ) -> None:
        stretches = {write_piece(part): part for part in cut_stretches(doc)}
        # A sentence is weighed by itself, however harmless the whole looks: three calm ones beside it hide it.
        written = {write_piece(part): part for part in cut_pieces(doc)} | stretches
        written.pop("", None)
        if not written or self._model is None:
            return
        crisis, alert = self._model.read(list(written), encoder)
        interrupt_line, near_line, hurt_line = self._model.thresholds
        hurt = max((value for text, value in zip(written, alert, strict=True) if text in stretches), default=max(alert))
        dangers = crisis + LEAN * hurt
        for part, danger in zip(written.values(), dangers, strict=True):
            places = range(part.start, part.end)
            # Hopeless words may be about a job; beside a nearly certain classifier they are taken to be about life.
            needed = interrupt_line if hopeless.isdisjoint(places) else interrupt_line - NEARLY
            if danger >= needed:
                reasons[CLASSIFIER_CRISIS] = "interrupt"
        if CLASSIFIER_CRISIS not in reasons and (max(dangers) >= near_line or hurt >= hurt_line):
            reasons[CLASSIFIER] = "soft"
