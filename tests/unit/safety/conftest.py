"""The real parts of `bot/safety`, built once: the pipeline, the encoder, and a screen trained on our messages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from bot.encoder import EncoderMissing, load_encoder
from bot.safety import IdentifierFinder, SafetyScreen, build_language, train_screen
from bot.safety.model import Floats, SentenceEncoder
from bot.settings import ROOT, get_settings
from tools.safety_evaluation import read_training

CONTENT = ROOT / "data" / "content" / "safety"


@pytest.fixture(scope="session")
def content() -> Path:
    return CONTENT


@pytest.fixture(scope="session")
def language() -> Language:
    return build_language(CONTENT)


@pytest.fixture(scope="session")
def lexicon_screen(language: Language) -> SafetyScreen:
    return SafetyScreen(language, None, None)


class PatientEncoder:
    """The real encoder, which reads a text once only: the same messages are trained on several times here."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._read: dict[str, Floats] = {}

    def encode_wide(self, texts: Sequence[str]) -> Floats:
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        self._read.update(zip(new, self._encoder.encode_wide(new), strict=True))
        return np.vstack([self._read[text] for text in texts])


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    try:
        return PatientEncoder(load_encoder(get_settings().models_dir))
    except EncoderMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def screen(language: Language, encoder: SentenceEncoder) -> SafetyScreen:
    return SafetyScreen(language, encoder, train_screen(language, encoder, read_training()))


@pytest.fixture(scope="session")
def finder() -> IdentifierFinder:
    return IdentifierFinder.from_folder(CONTENT)
