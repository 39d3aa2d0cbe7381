"""Runs every transcript in this folder through the real gate, agent and actions. README.md says how to write one.

A transcript is filed by what people do. It names utterances, not their words, so that editors may change the words.
Two things hold at every turn of all of them: one question at most, and 60 words of ours at most before a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import delete, func, select

from bot.channels.refusals import Refused
from bot.reflection.keeping import withdraw_reflection
from bot.store.changes import publish, write_change
from bot.store.holds import place_hold
from bot.store.keeping_tables import Hold
from bot.store.sealing import return_key
from bot.store.tables import Change, PrivateReflection, Reflection
from bot.waymark import Waymark
from tests.replies import hold_to_schema
from tests.talk import Talk

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*/*.yml"))
DOES = {"starts", "begins_anew", "says", "presses"}
ELSEWHERE = {"publishes", "deletes_elsewhere", "ages_by", "holds_all_until"}
EXPECTS = {"hears", "holds", "is_shown", "is_not_shown", "offers", "does_not_offer", "is_refused"}
CONTROLS = ["skip", "back", "pause", "change_theme", "finish", "support"]
MOST_WORDS = 60
ACKNOWLEDGED = "utter_answer_kept"
"""Stands in `hears` for any acknowledgement: which one it is depends on what was said, and what was said before."""


def read(file: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(file))


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(FOLDER).with_suffix("")) for file in FILES])
async def test_transcript(
    file: Path, talk: Talk, waymark: Waymark, undo: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_to_schema(monkeypatch)
    transcript, hours = read(file), 0.0
    assert set(transcript) <= {"about", "turns", "shared", "private", "coordinators_read", "coordinators_do_not_read"}
    known = {row.id for row in shared(waymark)}
    private_before = count_private(waymark)
    for number, turn in enumerate(transcript["turns"], 1):
        if set(turn) <= ELSEWHERE:
            happen(turn, talk, waymark, undo)
            continue
        assert set(turn) <= DOES | EXPECTS | {"repeated", "after_hours"}, f"turn {number}: {set(turn)}"
        assert len(set(turn) & DOES) == 1, f"turn {number} does one thing"
        if "after_hours" in turn:
            hours += turn["after_hours"]
            later = datetime.now(UTC) + timedelta(hours=hours)
            monkeypatch.setattr("bot.days.read_clock", lambda later=later: later)
        if "begins_anew" in turn:
            talk = await Talk(talk.waymark, talk.gate, code=talk.code).open()
        where = f"{file.stem}, turn {number}"
        refused = await take(talk, turn)
        assert refused == turn.get("is_refused"), where
        if not refused:
            check(talk, turn, f"{where}, heard {talk.heard}")
    rows = [row for row in shared(waymark) if row.id not in known]
    assert len(rows) == transcript.get("shared", 0)
    assert count_private(waymark) - private_before == transcript.get("private", 0)
    readable = "\n".join(f"{row.strengths}\n{row.opportunities}\n{row.next_step}\n{row.team}" for row in rows)
    assert [words for words in transcript.get("coordinators_read", []) if words not in readable] == []
    assert [words for words in transcript.get("coordinators_do_not_read", []) if words in readable] == []


@pytest.fixture
def undo() -> Iterator[ExitStack]:
    """What is undone at the end: one test's changes are not published in the next."""
    with ExitStack() as stack:
        yield stack


def happen(turn: dict[str, Any], talk: Talk, waymark: Waymark, undo: ExitStack) -> None:
    """What coordinators, or the person in another tab, do meanwhile."""
    if "deletes_elsewhere" in turn:
        assert withdraw_reflection(waymark.database, waymark.settings.secret, talk.code)
        return
    if "ages_by" in turn:
        grow_old(waymark, talk.code, turn["ages_by"])
        return
    if "holds_all_until" in turn:
        with waymark.database.session() as session:
            until = datetime.now(UTC).date() + timedelta(days=turn["holds_all_until"])
            hold = place_hold(session, by="isla", reason="A tribunal asked.", until=until)
        undo.callback(lift, waymark, hold.id)
        return
    wanted = {"theme": None, "team": None} | turn["publishes"]
    with waymark.database.session() as session:
        change = write_change(session, None, **wanted)
        publish(change, datetime.now(UTC).date())
    undo.callback(take_down, waymark, change.id)


def grow_old(waymark: Waymark, code: str, days: int) -> None:
    """Let so many days pass for what the code opens."""
    key = return_key(code, waymark.settings.secret)
    with waymark.database.session() as session:
        for table in (PrivateReflection, Reflection):
            for row in session.scalars(select(table).where(table.lookup == key.lookup)):
                row.expires_on -= timedelta(days=days)
                row.grace_until -= timedelta(days=days)


def lift(waymark: Waymark, hold: str) -> None:
    with waymark.database.session() as session:
        session.execute(delete(Hold).where(Hold.id == hold))


def take_down(waymark: Waymark, change_id: str) -> None:
    with waymark.database.session() as session:
        session.execute(delete(Change).where(Change.id == change_id))


async def take(talk: Talk, turn: dict[str, Any]) -> str | None:
    """Take the turn. Why the gate refused it, or None."""
    try:
        if "says" in turn:
            text = str(turn["says"]).replace("{code}", talk.code)
            await talk.say(text * turn.get("repeated", 1))
        else:
            await talk.press(turn.get("presses", "start"))
    except Refused as refused:
        return refused.code
    return None


def check(talk: Talk, turn: dict[str, Any], where: str) -> None:
    assert talk.text.strip(), where
    if "hears" in turn:
        assert [ACKNOWLEDGED if one.startswith("utter_heard_") else one for one in talk.heard] == turn["hears"], where
    for name, value in turn.get("holds", {}).items():
        assert (talk.slots().get(name) or None) == (value or None), f"{where}: {name}"
    shown = talk.everything
    for words in turn.get("is_shown", []):
        assert words in shown, f"{where}: {words}"
    for words in turn.get("is_not_shown", []):
        assert words not in shown, f"{where}: {words}"
    labels = [choice["label"] for choice in talk.messages[-1]["choices"]]
    for label in turn.get("offers", []):
        assert label in labels, f"{where}: {label} is not among {labels}"
    for label in turn.get("does_not_offer", []):
        assert label not in labels, f"{where}: {label}"
    check_every_turn(talk, where)


def check_every_turn(talk: Talk, where: str) -> None:
    if talk.messages[-1].get("leaves"):  # the conversation is erased: there is no more to choose
        return
    controls = [choice["name"] for choice in talk.messages[-1]["choices"] if choice["role"] == "control"]
    assert controls == CONTROLS, where
    ours = re.sub("“[^”]*”", "", talk.text)  # not the person's own words, nor an official statement
    assert ours.count("?") <= 1, f"{where}: more than one question"
    assert len(ours.split()) <= MOST_WORDS, f"{where}: {len(ours.split())} words"


def shared(waymark: Waymark) -> list[Reflection]:
    with waymark.database.session() as session:
        return list(session.scalars(select(Reflection)))


def count_private(waymark: Waymark) -> int:
    with waymark.database.session() as session:
        return session.scalar(select(func.count()).select_from(PrivateReflection)) or 0


def test_there_are_enough_transcripts() -> None:
    assert len(FILES) >= 120
