"""Where a conversation stands (slot `stage`) and how each stage asks what it asks.

The two forms ask for themselves. The other stages wait for a choice, and `ask_again` puts it once more.
Words that we ask about before we use them are held meanwhile (slot `held`): nothing that comes in between loses them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from rasa_sdk.events import EventType, SlotSet

from actions.base import REFLECTION_FORM, THEME_FORM, Turn, enter_form, leave_form, pause_form
from actions.saved import downloads, list_button, picked
from bot.content import Team
from bot.reflection.answers import QUESTIONS, WRITTEN


def button(title: str, intent: str, **entities: str) -> dict[str, str]:
    """A choice that says `title` and means `intent`."""
    return {"title": title, "payload": f"/{intent}{json.dumps(entities) if entities else ''}"}


def rating_label(turn: Turn, rating: str) -> str:
    """How a rating's id reads."""
    return dict(turn.waymark.content.rating_scale).get(rating, rating)


def show_summary(turn: Turn) -> list[EventType]:
    """Give the person their own words back, and ask what to do with them."""
    kept = keep_held(turn)
    answers, editing = turn.answers, turn.slot("editing")
    if not answers:
        turn.say("utter_nothing_left" if editing else "utter_nothing_written")
        return leave_form("summary" if editing else "saved")
    screened = turn.slot("screened") or []
    turn.say(
        change_summary(turn) if editing else "utter_summary",
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
            "downloads": downloads(turn),
        },
    )
    return [*kept, *leave_form("summary")]


def change_summary(turn: Turn) -> str:
    """What is asked of a change to something saved: whoever else will read it is named."""
    shared = (picked(turn) or {}).get("sharing", "private") != "private"
    return "utter_summary_change_shared" if shared else "utter_summary_change"


def ask_which(turn: Turn, intent: str) -> list[EventType]:
    """Ask which answer to change or remove."""
    given = dict(turn.answers.given())
    questions = [question for question in QUESTIONS if intent == "edit" or question in given]
    labels = [button(turn.words(f"utter_label_{question}"), intent, question=question) for question in questions]
    turn.offer(f"utter_ask_{intent}", labels)
    return leave_form(intent)


_ORDER = {"first": 0, "1": 0, "second": 1, "2": 1, "third": 2, "3": 2, "fourth": 3, "4": 3}
_COMMON = {"what", "is", "could", "be", "one", "where", "you", "it"}


def named_question(turn: Turn) -> str | None:
    """The question that was pressed, or typed by its place or a word of its name: "the second", "the next step"."""
    pressed, typed = turn.entity("question"), re.findall(r"\w+", turn.text.casefold())
    if pressed in QUESTIONS or not typed:
        return pressed
    names = {one: {one, *turn.words(f"utter_label_{one}").casefold().split()} - _COMMON for one in QUESTIONS}
    near = max(QUESTIONS, key=lambda one: len(names[one].intersection(typed)))
    if names[near].intersection(typed):
        return near
    return next((QUESTIONS[_ORDER[word]] for word in typed if word in _ORDER), None)


def ask_sharing(turn: Turn) -> list[EventType]:
    """Ask how to save: private, without a name, or with the team's name."""
    turn.say("utter_ask_sharing_again" if turn.said("utter_ask_sharing") else "utter_ask_sharing")
    return leave_form("sharing")


def ask_what_with_saved(turn: Turn) -> list[EventType]:
    """Ask what to do with what is saved: read it, change it, delete it, or begin anew."""
    turn.say("utter_what_with_saved", data={"downloads": downloads(turn)}, buttons=list_button(turn))
    return leave_form("opened")


def ask_team(turn: Turn, near: Sequence[Team] = ()) -> list[EventType]:
    """Ask for the team's name, among those that are near to what was said."""
    teams = near or turn.waymark.content.organisation.teams
    turn.offer("utter_ask_team", [button(team.name, "choose_team", team=team.id) for team in teams])
    return leave_form("team")


def _saying(utterance: str, stage: str) -> Callable[[Turn], list[EventType]]:
    def ask(turn: Turn) -> list[EventType]:
        turn.say(utterance)
        return leave_form(stage)

    return ask


what_next = _saying("utter_what_next", "saved")
begin = _saying("utter_begin", "welcome")

Ask = Callable[[Turn], list[EventType]]

_ASKING: dict[str, Ask] = {
    "theme": lambda _: enter_form(THEME_FORM, "theme"),
    "questions": lambda _: enter_form(REFLECTION_FORM, "questions"),
    "guidance": show_summary,
    "summary": show_summary,
    "edit": lambda turn: ask_which(turn, "edit"),
    "remove": lambda turn: ask_which(turn, "remove"),
    "let_go": _saying("utter_ask_let_go", "let_go"),
    "sharing": ask_sharing,
    "team": lambda turn: ask_team(turn),
    "saved": what_next,
    "opened": ask_what_with_saved,
    "ended": lambda turn: show_summary(turn) if turn.answers else what_next(turn),
}


def asks(stage: str) -> Callable[[Ask], Ask]:
    """Say of a function that it asks what is open at a stage: `ask_again` calls it."""

    def note(ask: Ask) -> Ask:
        _ASKING[stage] = ask
        return ask

    return note


def ask_again(turn: Turn) -> list[EventType]:
    """Put the question of the current stage once more, after whatever came in between."""
    if undecided(turn):
        return ask_held(turn)
    return [SlotSet("held", None), *_ASKING.get(turn.slot("stage") or "", begin)(turn)]


def undecided(turn: Turn) -> bool:
    """Whether words are held that the person has not decided on."""
    held = turn.slot("held")
    return bool(held) and not held.get("kept")


def hold(turn: Turn, text: str, question: str | None, tier: str, command: str | None = None) -> list[EventType]:
    """Keep words aside, after those that are held already, and ask what to do with them.

    question: what they would answer; None: any of them. command: what they might mean instead.
    """
    if undecided(turn):
        before = turn.slot("held")
        text, question = f"{before['text']}\n{text}", before["question"]
        tier = "interrupt" if before["tier"] == "interrupt" else tier
    held = {"text": text, "question": question, "tier": tier, "command": command}
    return [*turn.now([SlotSet("held", held)]), *ask_held(turn)]


def ask_held(turn: Turn) -> list[EventType]:
    """Ask what to do with the words that are held."""
    held = turn.slot("held")
    if held["tier"] == "interrupt":
        turn.say("utter_ask_held")
        return pause_form("distress")
    if held["question"] is None:
        labels = [button(turn.words(f"utter_label_{one}"), "keep_words", question=one) for one in WRITTEN]
        turn.offer("utter_ask_add", labels + ([wish(turn, held["command"])] if held["command"] else []))
    elif held["command"]:
        turn.offer("utter_ask_if_command", [wish(turn, held["command"])])
    else:
        turn.say("utter_ask_if_answer")
    return pause_form("unclear")


def wish(turn: Turn, command: str) -> dict[str, str]:
    """A choice that does what somebody may have wished for."""
    return button(turn.words(f"utter_wish_{'question' if command.startswith('ask_') else command}"), command)


def keep_held(turn: Turn) -> list[EventType]:
    """Take the held words as an answer. Words from the interrupt tier are marked: they are never shared."""
    held = turn.slot("held")
    if not undecided(turn) or not held["question"]:
        return []
    question, screened = held["question"], set(turn.slot("screened") or [])
    if held["tier"] == "interrupt":
        screened.add(question)
    before = turn.slot(question)
    return turn.now(
        [
            SlotSet(question, f"{before}\n{held['text']}" if before else held["text"]),
            SlotSet("screened", sorted(screened)),
            SlotSet("held", None),
        ]
    )


def open_question(turn: Turn) -> str | None:
    """The question that is being asked, or would be when the form goes on."""
    asked: str | None = turn.slot("requested_slot")
    if asked in QUESTIONS:
        return asked
    return next((question for question in QUESTIONS if turn.slot(question) is None), None)


def settle_questions(turn: Turn) -> list[EventType]:
    """The person wants no more questions: those that are open count as skipped, or as they were before."""
    if turn.slot("stage") != "questions":
        return []
    kept = keep_held(turn)
    answers = turn.answers
    return [*kept, *turn.now([SlotSet(question, getattr(answers, question) or "") for question in QUESTIONS])]
