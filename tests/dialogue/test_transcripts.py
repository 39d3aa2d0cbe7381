"""Runs every transcript in this folder through the real gate, agent and actions. README.md says how to write one.

A transcript is filed by what people do. It names utterances, not their words, so that editors may change the words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import func, select

from bot.channels.gate import Refused
from bot.store.tables import PrivateReflection, Reflection
from bot.waymark import Waymark
from tests.talk import Talk

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*/*.yml"))
KEYS = {"starts", "says", "presses", "hears", "holds", "is_shown", "is_not_shown", "offers", "is_refused"}


def read(file: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(file))


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(FOLDER).with_suffix("")) for file in FILES])
async def test_transcript(file: Path, talk: Talk, waymark: Waymark) -> None:
    transcript = read(file)
    assert set(transcript) <= {"about", "turns", "shared", "private"}
    before = count(waymark)
    for number, turn in enumerate(transcript["turns"], 1):
        assert set(turn) <= KEYS, f"turn {number}: {set(turn) - KEYS}"
        try:
            await take(talk, turn)
        except Refused as refused:
            assert refused.code == turn.get("is_refused"), f"turn {number}"
            continue
        assert "is_refused" not in turn, f"turn {number} was taken"
        check(talk, turn, f"{file.stem}, turn {number}, heard {talk.heard}")
    shared, private = (after - first for after, first in zip(count(waymark), before, strict=True))
    assert (shared, private) == (transcript.get("shared", 0), transcript.get("private", 0))


async def take(talk: Talk, turn: dict[str, Any]) -> None:
    if "says" in turn:
        text = str(turn["says"])
        if "{code}" in text:
            text = text.replace("{code}", talk.code)
        await talk.say(text)
    else:
        await talk.press(turn.get("presses", "start"))


def check(talk: Talk, turn: dict[str, Any], where: str) -> None:
    assert talk.text.strip(), where
    if "hears" in turn:
        assert talk.heard == turn["hears"], where
    for name, value in turn.get("holds", {}).items():
        assert talk.slots().get(name) == value, f"{where}: {name}"
    shown = talk.everything
    for words in turn.get("is_shown", []):
        assert words in shown, f"{where}: {words}"
    for words in turn.get("is_not_shown", []):
        assert words not in shown, f"{where}: {words}"
    labels = [choice["label"] for choice in talk.messages[-1]["choices"]]
    for label in turn.get("offers", []):
        assert label in labels, f"{where}: {label} is not among {labels}"
    names = [choice["name"] for choice in talk.messages[-1]["choices"] if choice["role"] == "control"]
    assert names == ["skip", "back", "pause", "change_theme", "finish", "support"], where


def count(waymark: Waymark) -> tuple[int, int]:
    with waymark.database.session() as session:
        return tuple(session.scalar(select(func.count()).select_from(t)) or 0 for t in (Reflection, PrivateReflection))


def test_there_are_enough_transcripts() -> None:
    assert len(FILES) >= 40
