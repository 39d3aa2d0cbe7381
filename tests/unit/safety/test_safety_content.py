"""The safety content: what editors may get wrong is refused with the file and the mending."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.safety import SafetyContentError, build_language, load_messages
from bot.safety.source import CATEGORIES, read_safety_file

RASA_KEYS = {"nlu", "rules", "stories", "responses", "intents", "entities", "slots", "forms", "actions"}


@pytest.fixture
def copy(content: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(content, tmp_path / "safety"))


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_there_are_messages_of_every_kind(content: Path) -> None:
    messages = load_messages(content)
    kinds = Counter(message.kind for message in messages)
    assert len(messages) >= 2000
    assert min(kinds["crisis"], kinds["hard"], kinds["distress"]) >= 600
    categories = Counter((message.label, message.category) for message in messages)
    for label, wanted in CATEGORIES.items():
        assert [name for name in wanted if not categories[label, name] and name != "guidance"] == []
    assert min(categories["crisis", name] for name in CATEGORIES["crisis"]) >= 80
    assert len({message.style for message in messages if message.label == "crisis"}) >= 20


def test_no_file_looks_like_rasa_training_data(content: Path) -> None:
    for path in content.rglob("*.yml"):
        assert not RASA_KEYS & set(read_safety_file(path.parent, path.name)), path.name


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("lexicon.yml", "    tier: interrupt\n", "    tier: loud\n", "suicide-explicit"),
        ("lexicon.yml", "@kill myself", "@kil myself", "@kil"),
        ("lexicon.yml", "sets:", "sets: [", "YAML"),
        ("messages/crisis.yml", "style: first-sitting\n", "", "style"),
        ("messages/crisis.yml", "category: explicit", "category: explict", "explict"),
        ("messages/crisis.yml", "label: crisis", "label: crises", "crises"),
        ("words.yml", "can nae = can not", "can nae = can", "can nae"),
        ("words.yml", "spelling: |", "speling: |", "spelling"),
        ("masks.yml", "  PHONE:", "  PHON:", "PHONE"),
        ("names.yml", "first_names: |", "names: |", "first_names"),
    ],
)
def test_a_mistake_is_named_with_its_file(copy: Path, file: str, old: str, new: str, says: str) -> None:
    _change(copy / file, old, new)
    read = load_messages if file.startswith("messages/") else build_language
    with pytest.raises(SafetyContentError) as caught:
        read(copy)
    assert caught.value.file == file
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_absent_file_is_named(copy: Path) -> None:
    (copy / "words.yml").unlink()
    with pytest.raises(SafetyContentError, match=r"words\.yml"):
        build_language(copy)


def test_one_text_under_two_labels_is_refused(copy: Path) -> None:
    _change(copy / "messages" / "none.yml", "    texts: |\n", "    texts: |\n      I want to be dead\n")
    with pytest.raises(SafetyContentError, match="Keep one"):
        load_messages(copy)
