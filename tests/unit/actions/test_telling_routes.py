"""Each disclosure gets warmth, the organisation's own route, a national one with its source and day, and a way on."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, get_args

import pytest

from actions.disclosures import ROUTES, own_routes, tell_route
from bot.content import Content, DisclosureKind, load_content
from bot.settings import ROOT
from tests.unit.house.house import responses

CONTENT = load_content(ROOT / "data" / "content")
KINDS = get_args(DisclosureKind)


class Turn:
    """What an action says, put down."""

    def __init__(self, content: Content = CONTENT, **message: Any) -> None:
        self.waymark = SimpleNamespace(content=content)
        self.tracker = SimpleNamespace(latest_message=message)
        self.said: list[tuple[str, dict[str, Any] | None, str]] = []

    def say(self, utterance: str, *, data: dict[str, Any] | None = None, **values: str) -> None:
        self.said.append((utterance, data, responses()[utterance][0]["text"].format(**values)))


def tell(kind: str, content: Content = CONTENT) -> Turn:
    turn = Turn(content)
    tell_route(turn, kind)
    return turn


@pytest.mark.parametrize("kind", KINDS)
def test_three_short_paragraphs_and_one_question(kind: str) -> None:
    said = [text for _, _, text in tell(kind).said]
    assert len(said) == 3
    assert sum(len(text.split()) for text in said) <= 60, said
    assert "".join(said).count("?") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_national_route_with_its_source_and_day(kind: str) -> None:
    services = tell(kind).said[-1][1]["services"]
    assert services
    assert all(one["phone"] or one["contact"] for one in services)
    assert all(one["source"] and re.fullmatch(r"\d{1,2} \w+ 20\d\d", one["checked"]) for one in services)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_empty_is_left_out(kind: str) -> None:
    empty = CONTENT.organisation.model_copy(update=dict.fromkeys(ROUTES[kind]))
    assert own_routes(CONTENT.organisation, kind)
    assert own_routes(empty, kind) == []
    said = [utterance for utterance, _, _ in tell(kind, SimpleNamespace(organisation=empty, **services(kind))).said]
    assert said == [f"utter_disclosed_{kind}", "utter_route_beyond"]


def services(kind: str) -> dict[str, Any]:
    return {"services_for": lambda _: CONTENT.services_for(kind), "source": CONTENT.source}


@pytest.mark.parametrize("kind", ["safeguarding", "mistreatment"])
def test_danger_now_is_for_999(kind: str) -> None:
    assert "999" in tell(kind).said[0][2]


def test_every_kind_has_its_routes() -> None:
    assert set(ROUTES) == set(KINDS)
