"""A trained spaCy pipeline that a site installed: its people join the suspected names. One is trained here."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from bot.runtime.doctor import examine
from bot.safety import IdentifierFinder
from bot.safety.recogniser import load_recogniser
from bot.settings import SettingsError, get_settings
from bot.waymark import Waymark

SENTENCES = [
    "{} likes the calm room",
    "the calm room suits {}",
    "we gave {} a lamp",
    "a lamp for {} came",
    "the lamp broke",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that learned three invented names, in small letters: no list or rule of ours finds them."""
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("PERSON")
    examples = []
    for name in ("zxqor", "vbrellwyk", "qwimfa"):
        for sentence in SENTENCES:
            text, start = sentence.format(name), sentence.find("{}")
            spans = [(start, start + len(name), "PERSON")] if start >= 0 else []
            examples.append(Example.from_dict(nlp.make_doc(text), {"entities": spans}))
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(15):
        random.Random(1).shuffle(examples)
        nlp.update(examples, sgd=optimizer)
    path = tmp_path_factory.mktemp("spacy") / "people"
    nlp.to_disk(path)
    return path


def test_its_people_join_the_suspected_names(content: Path, folder: Path) -> None:
    text = "a lamp for qwimfa came, and Agnieszka rang 07700 900123"
    alone = IdentifierFinder.from_folder(content)
    joined = IdentifierFinder.from_folder(content, load_recogniser(str(folder)))
    assert [(p.label, text[p.start : p.end]) for p in alone.find(text)] == [
        ("NAME", "Agnieszka"),
        ("PHONE", "07700 900123"),
    ]
    assert [(p.label, text[p.start : p.end]) for p in joined.find(text)] == [
        ("NAME", "qwimfa"),
        ("NAME", "Agnieszka"),
        ("PHONE", "07700 900123"),
    ]


def test_nothing_is_masked_on_its_word(content: Path, folder: Path) -> None:
    finder = IdentifierFinder.from_folder(content, load_recogniser(str(folder)))
    assert finder.mask("a lamp for qwimfa came") == "a lamp for qwimfa came"


def test_none_is_used_unless_one_is_named() -> None:
    assert load_recogniser("") is None


def test_a_missing_one_is_told_of_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"WAYMARK_SPACY_NER names .*'en_core_web_none'.*leave the setting empty"):
        load_recogniser("en_core_web_none")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(SettingsError, match="has no `ner` component"):
        load_recogniser(str(tmp_path / "blank"))


def test_doctor_says_whether_it_is_used(folder: Path, waymark: Waymark) -> None:
    for name, well, words in (
        ("", True, "rules alone"),
        (str(folder), True, f"by the spaCy pipeline {folder}"),
        ("en_core_web_none", False, "cannot be loaded here"),
    ):
        settings = get_settings().model_copy(update={"spacy_ner": name})
        findings = examine(dataclasses.replace(waymark, settings=settings))
        assert [finding.well for finding in findings if words in finding.what] == [well]
