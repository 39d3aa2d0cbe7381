"""What somebody tells of their work that is no emergency: a line of warmth, the routes for it, and the choice to go on.

Nothing is asked and nothing is passed on. The words are theirs, and are kept as words are kept anywhere else.
"""

from __future__ import annotations

from typing import Any, Final, cast

from actions.base import action
from actions.opening import keep_opening
from actions.reach import say_gently
from actions.services import service_data, support_data
from actions.turns import Turn
from bot.content import DisclosureKind, Organisation, SupportService
from bot.dialogue import words
from bot.reflection.answers import WRITTEN

_FREE: Final = (None, "welcome", "theme", "saved", "ended")
"""Stages at which nothing is in hand: what is told there may be the start of a reflection."""

ROUTES: Final[dict[str, tuple[str, ...]]] = {
    "bullying": ("dignity_at_work", "union"),
    "discrimination": ("dignity_at_work", "hr"),
    "safeguarding": ("safeguarding_lead",),
    "mistreatment": ("dignity_at_work", "hr"),
    "whistleblowing": ("whistleblowing",),
    "complaint": ("hr", "union"),
    "burnout": ("occupational_health",),
    "grief": ("hr", "occupational_health"),
}
"""The organisation's own routes for each kind, as fields of organisation.yml."""


@action
async def action_meet_disclosure(turn: Turn) -> None:
    """Keeps what was told, tells the routes, and waits for the person to go on."""
    stage, question = turn.state.stage, turn.state.open_question
    if turn.state.undecided or stage not in (*_FREE, "questions"):
        turn.become(words.hold(turn.state, turn.text, None, turn.tier))
    elif stage == "questions" and question in WRITTEN:
        added = words.is_added_to(turn.state, question)
        turn.become(words.write(turn.state, question, turn.text, add=added, tier=turn.tier))
    elif stage == "questions":
        turn.become(words.lay_aside(turn.state, turn.text, turn.tier))
    else:
        keep_opening(turn)
    if turn.disclosure and turn.said(f"utter_disclosed_{turn.disclosure}") and stage == "questions":
        say_gently(turn)  # the routes were told: support is in reach, and the questions go on
        turn.enter_questions()
        return
    if turn.disclosure:
        tell_route(turn, turn.disclosure)
        turn.note_told(f"utter_disclosed_{turn.disclosure}")
    turn.pause("disclosure")


def tell_route(turn: Turn, kind: str) -> None:
    """Say the line of warmth and the routes for a kind: the organisation's own, then those beyond it, with numbers.

    To be called once the person's words are kept. What is null in organisation.yml is left out. Raises KeyError for a
    kind that is not known.
    """
    content = turn.waymark.content
    turn.say(f"utter_disclosed_{kind}")
    if routes := own_routes(content.organisation, kind):
        turn.say("utter_route_here", organisation=content.organisation.name, routes=" ".join(routes))
    services = content.services_for(cast(DisclosureKind, kind))
    names = ", ".join(service.name for service in services)
    turn.say("utter_route_beyond", data=route_data(turn, services), services=names)


def support_and_route(turn: Turn) -> dict[str, Any]:
    """The services for words that may tell of danger, and after them those for what the words disclose of others."""
    data = support_data(turn, urgent_only=True)
    if turn.disclosure:
        services = turn.waymark.content.services_for(cast(DisclosureKind, turn.disclosure))
        data["services"] += [one for one in route_data(turn, services)["services"] if one not in data["services"]]
    return data


def own_routes(organisation: Organisation, kind: str) -> list[str]:
    """The organisation's own routes for a kind, in the order in which they are told."""
    routes = (getattr(organisation, field) for field in ROUTES[kind])
    return [route for route in routes if route]


def route_data(turn: Turn, services: tuple[SupportService, ...]) -> dict[str, Any]:
    """Services as structure, as the support page gives them, each with the publication that it rests on."""
    sources = [turn.waymark.content.source(service.source) for service in services]
    return {
        "kind": "support",
        "services": [
            {**service_data(service), "source": f"{source.title}, {source.publisher}"}
            for service, source in zip(services, sources, strict=True)
        ],
    }
