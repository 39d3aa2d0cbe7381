"""A snapshot is as good as the whole history, and no longer however long somebody talks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RulePolicy
from sqlalchemy import event, func, select

from bot.settings import ROOT
from bot.store.sealing import conversation_key
from bot.store.tables import ConversationEvents
from bot.waymark import Waymark
from tests.dialogue.test_transcripts import ELSEWHERE, read, take
from tests.history import STATES, WholeHistory
from tests.talk import Talk

NO_TURN = (*(f"- {one}:" for one in sorted(ELSEWHERE)), "after_hours")
"""What a transcript may need and is not a turn."""

ALL = sorted((ROOT / "tests" / "dialogue").glob("*/*.yml"))
TRANSCRIPTS = [file for file in ALL if not any(one in file.read_text(encoding="utf-8") for one in NO_TURN)][::6]
ROUND = ["who sees this?", "go_on", "our rota changes every week", "back", "back", "support", "go_on"]


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
async def test_a_snapshot_is_as_good_as_the_whole(file: Path, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    history = WholeHistory(monkeypatch)
    for turn in read(file)["turns"]:
        if "begins_anew" in turn:
            talk = await Talk(talk.waymark, talk.gate, code=talk.code).open()
        await take(talk, turn)
    assert history.differences == []
    assert history.compared


async def test_a_long_talk_is_as_good_as_the_whole(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    history = WholeHistory(monkeypatch)
    await begin(talk)
    for _ in range(3):
        await go_round(talk)
    assert history.differences == []
    assert history.compared > 20


def test_no_rule_looks_further_back_than_is_compared(agent: Agent) -> None:
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    [policy] = [node._component for node in nodes if isinstance(node._component, RulePolicy)]
    rules = [key for kind in policy.lookup.values() if isinstance(kind, dict) for key in kind]
    assert max(len(json.loads(rule)) for rule in rules) == STATES


async def test_what_a_turn_reads_and_writes_does_not_grow(talk: Talk, waymark: Waymark) -> None:
    await begin(talk)
    await go_round(talk)
    early, early_bytes = await watch_a_round(talk, waymark)
    for _ in range(8):
        await go_round(talk)
    late, late_bytes = await watch_a_round(talk, waymark)
    assert late == early
    assert late_bytes <= early_bytes * 1.05
    with waymark.database.session() as session:
        rows = select(func.count()).where(ConversationEvents.conversation == conversation_key(talk.token))
        assert session.scalar(rows) == 1


async def begin(talk: Talk) -> None:
    for step in ("start", "Choose a theme", "Leadership"):
        await talk.press(step)
    await talk.say("Our lead asks how we are")


async def go_round(talk: Talk) -> None:
    """A few turns that end where they began."""
    for step in ROUND:
        await (talk.say(step) if " " in step else talk.press(step))


async def watch_a_round(talk: Talk, waymark: Waymark) -> tuple[list[str], int]:
    """The statements of one round, and how long what is remembered is at its end, in bytes."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(waymark.database.engine, "before_cursor_execute", note)
    try:
        await go_round(talk)
    finally:
        event.remove(waymark.database.engine, "before_cursor_execute", note)
    with waymark.database.session() as session:
        sealed = session.scalars(
            select(ConversationEvents.sealed).where(ConversationEvents.conversation == conversation_key(talk.token))
        )
        return statements, sum(len(row) for row in sealed)
