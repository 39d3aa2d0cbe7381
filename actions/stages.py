"""Where a conversation stands (slot `stage`) and how each stage asks what it asks.

The two forms ask for themselves. The other stages wait for a choice, and `ask_again` puts it once more.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from rasa_sdk.events import EventType, SlotSet

from actions.base import REFLECTION_FORM, THEME_FORM, Turn, enter_form, leave_form
from bot.reflection.answers import QUESTIONS


def button(title: str, intent: str, **entities: str) -> dict[str, str]:
    """A choice that says `title` and means `intent`."""
    return {"title": title, "payload": f"/{intent}{json.dumps(entities) if entities else ''}"}


def rating_label(turn: Turn, rating: str) -> str:
    """How a rating's id reads."""
    return dict(turn.waymark.content.rating_scale).get(rating, rating)


def show_summary(turn: Turn) -> list[EventType]:
    """Give the person their own words back, and ask what to do with them."""
    answers = turn.answers
    if not answers:
        turn.say("utter_nothing_written")
        return leave_form("saved")
    screened = turn.slot("screened") or []
    turn.say(
        "utter_summary",
        data={
            "kind": "summary",
            "theme": turn.waymark.content.theme(turn.slot("theme")).name,
            "answers": [
                {
                    "question": turn.words(f"utter_label_{question}"),
                    "text": rating_label(turn, text) if question == "rating" else text,
                    "never_shared": question in screened,
                }
                for question, text in answers.given()
            ],
        },
    )
    return leave_form("summary")


def ask_which(turn: Turn, intent: str) -> list[EventType]:
    """Ask which answer to change or remove."""
    given = dict(turn.answers.given())
    questions = [question for question in QUESTIONS if intent == "edit" or question in given]
    labels = [button(turn.words(f"utter_label_{question}"), intent, question=question) for question in questions]
    turn.offer(f"utter_ask_{intent}", labels)
    return leave_form(intent)


def ask_sharing(turn: Turn) -> list[EventType]:
    """Ask how to save: private, without a name, or with the team's name."""
    turn.say("utter_ask_sharing")
    return leave_form("sharing")


def ask_team(turn: Turn) -> list[EventType]:
    """Ask for the team's name."""
    teams = turn.waymark.content.organisation.teams
    turn.offer("utter_ask_team", [button(team.name, "choose_team", team=team.id) for team in teams])
    return leave_form("team")


def _saying(utterance: str, stage: str) -> Callable[[Turn], list[EventType]]:
    def ask(turn: Turn) -> list[EventType]:
        turn.say(utterance)
        return leave_form(stage)

    return ask


_ASKING: dict[str, Callable[[Turn], list[EventType]]] = {
    "theme": lambda _: enter_form(THEME_FORM, "theme"),
    "questions": lambda _: enter_form(REFLECTION_FORM, "questions"),
    "guidance": show_summary,
    "summary": show_summary,
    "edit": lambda turn: ask_which(turn, "edit"),
    "remove": lambda turn: ask_which(turn, "remove"),
    "let_go": _saying("utter_ask_let_go", "let_go"),
    "sharing": ask_sharing,
    "team": ask_team,
    "saved": _saying("utter_what_next", "saved"),
    "code": _saying("utter_ask_code", "code"),
    "opened": _saying("utter_what_with_saved", "opened"),
    "withdraw": _saying("utter_ask_withdraw", "withdraw"),
    "ended": _saying("utter_what_next", "ended"),
}

_begin = _saying("utter_begin", "welcome")


def ask_again(turn: Turn) -> list[EventType]:
    """Put the question of the current stage once more, after whatever came in between."""
    return [SlotSet("held", None), *_ASKING.get(turn.slot("stage") or "", _begin)(turn)]


def open_question(turn: Turn) -> str | None:
    """The question that is being asked, or would be when the form goes on."""
    asked: str | None = turn.slot("requested_slot")
    if asked in QUESTIONS:
        return asked
    return next((question for question in QUESTIONS if turn.slot(question) is None), None)
