"""Where a conversation stands (slot `stage`) and how each stage asks what it asks.

The two forms ask for themselves. The other stages wait for a choice, and `ask_again` puts it once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.answers import keep_names, names_in_answers
from actions.base import REFLECTION_FORM, THEME_FORM, Turn, button, enter_form, leave_form, pause_form
from actions.holding import ask_aside, ask_held, keep_held, undecided
from actions.saved import downloads, list_button, picked
from bot.content import Team
from bot.reflection.answers import QUESTIONS


def rating_label(turn: Turn, rating: str) -> str:
    """How a rating's id reads."""
    return dict(turn.waymark.content.rating_scale).get(rating, rating)


def in_their_words(turn: Turn) -> dict[str, Any]:
    """The person's own words as structure: theme, and each question with its answer."""
    screened = turn.slot("screened") or []
    return {
        "kind": "summary",
        "theme": turn.waymark.content.theme(turn.slot("theme")).name,
        "answers": [
            {
                "question": turn.words(f"utter_label_{question}"),
                "text": rating_label(turn, text) if question == "rating" else text,
                "never_shared": question in screened,
            }
            for question, text in turn.answers.given()
        ]
        + _besides(turn),
        "downloads": downloads(turn),
    }


def _besides(turn: Turn) -> list[dict[str, Any]]:
    """What else was written, and belongs to no answer: it stays in sight."""
    aside = turn.slot("aside")
    if not aside:
        return []
    never_shared = True  # nobody said that it may be
    return [{"question": turn.words("utter_label_aside"), "text": aside["text"], "never_shared": never_shared}]


def show_summary(turn: Turn) -> list[EventType]:
    """Give the person their own words back, and ask what to do with them. A name in them is pointed out."""
    kept = keep_held(turn)
    if asked := ask_aside(turn):
        return [*kept, SlotSet("stage", "summary"), *asked]
    editing = turn.slot("editing")
    if not turn.answers:
        turn.say("utter_nothing_left" if editing else "utter_nothing_written")
        return [*kept, *leave_form("summary" if editing else "saved")]
    turn.say(change_summary(turn) if editing else "utter_summary", data=in_their_words(turn))
    if (
        not editing and turn.tier != "soft" and (names := names_in_answers(turn))
    ):  # one thing at a time, when it is a lot
        turn.offer("utter_name", name_choices(turn, names), name=names[0])
    return [*kept, *leave_form("summary")]


def show_so_far(turn: Turn) -> list[EventType]:
    """Give the person their own words in the middle of the questions; "Go on" comes back to the one that is open."""
    turn.say("utter_so_far", data=in_their_words(turn))
    return pause_form("words")


def name_choices(turn: Turn, names: Sequence[str]) -> list[dict[str, str]]:
    """What may be done with the first of the names, each in one tap; with more than one, also to keep them all."""
    keep = {"one": "utter_keep_name", "all": "utter_keep_all_names"} if len(names) > 1 else {"one": "utter_keep_name"}
    instead = {by: turn.words(f"utter_instead_{by}") for by in ("colleague", "person")}
    return [
        *(button(turn.words("utter_change_name", words=it), "replace_name", by=by) for by, it in instead.items()),
        *(button(turn.words(utterance), "keep_name", which=which) for which, utterance in keep.items()),
    ]


def ask_name(turn: Turn) -> list[EventType]:
    """Ask about a name before the words are shared."""
    names = names_in_answers(turn)
    if not names:
        return show_summary(turn)
    turn.offer("utter_ask_name", name_choices(turn, names), name=names[0])
    return leave_form("naming")


def names_first(turn: Turn, sharing: str) -> list[EventType] | None:
    """Ask about names before words are shared, once. None: there are none, or the person wants to share all the same.

    sharing: the way in which they are shared once that is settled, "anonymous", "team" or, for a change, "save".
    """
    told_who = turn.slot("editing") or turn.said("utter_ask_sharing")
    if not (turn.plain and told_who):  # who will see it is said before anything else
        return None
    names = names_in_answers(turn)
    if names and turn.slot("stage") != "naming":
        return [*turn.now([SlotSet("sharing_wish", sharing)]), *ask_name(turn)]
    keep_names(turn, names)
    return None


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
    if turn.said("utter_ask_sharing"):
        turn.say("utter_ask_sharing_again")
        return leave_form("sharing")
    return [*turn.tell("utter_ask_sharing"), *leave_form("sharing")]


def ask_what_with_saved(turn: Turn) -> list[EventType]:
    """Ask what to do with what is saved: read it, change it, delete it, or begin anew."""
    turn.say("utter_what_with_saved", data={"downloads": downloads(turn)}, buttons=list_button(turn))
    return leave_form("opened")


def ask_team(turn: Turn, near: Sequence[Team] = ()) -> list[EventType]:
    """Ask for the team's name, among those that are near to what was said."""
    teams = near or turn.waymark.content.organisation.teams
    turn.offer("utter_ask_team", [button(team.name, "choose_team", team=team.id) for team in teams])
    return leave_form("team")


def ask_meant(turn: Turn, label: str, payload: str) -> list[EventType]:
    """Ask whether somebody means a choice of which they typed a part; no stage is left for that."""
    yes = {"title": turn.words("utter_meant_yes"), "payload": payload}
    turn.offer("utter_ask_meant", [yes, button(turn.words("utter_meant_no"), "go_on")], label=label)
    return []


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
    "naming": ask_name,
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


def settle_questions(turn: Turn) -> list[EventType]:
    """The person wants no more questions: those that are open count as skipped, or as they were before."""
    if turn.slot("stage") != "questions":
        return []
    kept = keep_held(turn)
    answers = turn.answers
    return [*kept, *turn.now([SlotSet(question, getattr(answers, question) or "") for question in QUESTIONS])]
