"""The real parts of `bot/safety`, built once: the pipeline, the encoder, and a screen trained on our messages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from bot.nlu.safety import load_screen
from bot.safety import IdentifierFinder, SafetyScreen, build_language
from bot.settings import ROOT, get_settings
from tests.margins import Remembering

CONTENT = ROOT / "data" / "content" / "safety"


@pytest.fixture(scope="session")
def content() -> Path:
    return CONTENT


@pytest.fixture(scope="session")
def language() -> Language:
    return build_language(CONTENT)


@pytest.fixture(scope="session")
def lexicon_screen(language: Language) -> SafetyScreen:
    return SafetyScreen(language, None)


@pytest.fixture(scope="session")
def screen(model: Path) -> SafetyScreen:
    """The screen as `waymark train` leaves it, which remembers: the sets share sentences, and each set many."""
    made = load_screen(model.parent, get_settings().content_dir)
    assert made.model is not None and made.model.encoder is not None
    return SafetyScreen(made.language, replace(made.model, encoder=Remembering(made.model.encoder)))


@pytest.fixture(scope="session")
def finder() -> IdentifierFinder:
    return IdentifierFinder.from_folder(CONTENT)
