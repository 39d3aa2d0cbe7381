"""How words become answers: given, added to, replaced, taken out and brought back.

Nothing that was written goes without a trace: what is replaced or taken out stays at hand (slot `scrapped`) until the
person saves, lets go or leaves the theme. The slot `latest` says which answer came last, and what stood there before.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import EventType, SlotSet

from actions.base import Turn
from bot.reflection.answers import QUESTIONS, WRITTEN
from bot.safety import suspected_names

OF_ONE_REFLECTION = ("earlier", "adding", "held", "screened", "guidance", "told", "latest", "scrapped")
"""Slots beside the answers that belong to the theme in hand, and are forgotten with it."""


def open_question(turn: Turn) -> str | None:
    """The question that is being asked, or would be when the form goes on."""
    asked: str | None = turn.slot("requested_slot")
    if asked in QUESTIONS:
        return asked
    return next((question for question in QUESTIONS if turn.slot(question) is None), None)


def written(turn: Turn, question: str) -> str:
    """What stands there; also while it is asked for anew. Empty: nothing."""
    return getattr(turn.answers, question) or ""


def is_added_to(turn: Turn, question: str) -> bool:
    """Whether what is written now joins what stands there."""
    return turn.slot("adding") == question or bool(turn.slot(question))


def write(turn: Turn, question: str, text: str, *, add: bool = False, tier: str = "none") -> list[EventType]:
    """Take words as an answer. Words from the interrupt tier mark it: it is never shared."""
    stood = written(turn, question)
    before = stood if add else ""
    screened = set(turn.slot("screened") or [])
    events: list[EventType] = []
    if stood and not add:
        events.append(SlotSet("scrapped", _what_stood(turn, question)))
        screened.discard(question)
    if tier == "interrupt":
        screened.add(question)
    return turn.now(
        [
            *events,
            SlotSet(question, f"{before}\n{text}" if before else text),
            SlotSet("screened", sorted(screened)),
            SlotSet("latest", {"question": question, "before": before}),
            *forget_earlier(turn, question),
        ]
    )


def forget_earlier(turn: Turn, question: str) -> list[EventType]:
    """The question has an answer again: what was written there before is no longer needed."""
    earlier = {name: text for name, text in (turn.slot("earlier") or {}).items() if name != question}
    adding = turn.slot("adding")
    return [SlotSet("earlier", earlier or None), SlotSet("adding", None if adding == question else adding)]


def latest_question(turn: Turn) -> str | None:
    """The question that was answered last and still has its words; None when nothing is written."""
    asked, latest = open_question(turn), turn.slot("latest") or {}
    if asked in (turn.slot("earlier") or {}):  # its words are on show just now
        return asked
    if latest and written(turn, latest["question"]):
        return str(latest["question"])
    return next((question for question in reversed(WRITTEN) if written(turn, question)), None)


def before_latest(turn: Turn, question: str) -> str:
    """What an answer was before the last message that went into it."""
    latest = turn.slot("latest") or {}
    return str(latest["before"]) if latest.get("question") == question else ""


def take_out(turn: Turn, question: str, rest: str = "") -> list[EventType]:
    """Take an answer out, or all of it but `rest`. It can be brought back."""
    open_again = None if turn.slot("stage") == "questions" and question in WRITTEN else ""
    screened = [one for one in turn.slot("screened") or [] if rest or one != question]
    earlier = turn.slot("earlier") or {}
    if rest and question in earlier:  # it is being asked anew: what stays, stays on show
        left = [SlotSet("earlier", earlier | {question: rest})]
    else:
        left = [SlotSet(question, rest or open_again), *forget_earlier(turn, question)]
    stood = SlotSet("scrapped", _what_stood(turn, question))
    return turn.now([stood, *left, SlotSet("screened", screened), SlotSet("latest", None)])


def bring_back(turn: Turn) -> list[EventType]:
    """Put back what was taken out or replaced last. What was written there since stays, after it."""
    scrapped = turn.slot("scrapped")
    question, text, since = scrapped["question"], scrapped["text"], written(turn, scrapped["question"])
    if since and question == "rating":
        text = since
    elif since not in text:
        text = f"{text}\n{since}"
    screened = {*(turn.slot("screened") or []), *([question] if scrapped["screened"] else [])}
    return turn.now(
        [
            SlotSet("scrapped", None),
            SlotSet(question, text),
            SlotSet("screened", sorted(screened)),
            SlotSet("latest", {"question": question, "before": ""} if question in WRITTEN else None),
            *forget_earlier(turn, question),
        ]
    )


def _what_stood(turn: Turn, question: str) -> dict[str, object]:
    screened = question in (turn.slot("screened") or [])
    return {"question": question, "text": written(turn, question), "screened": screened}


def names_in_answers(turn: Turn) -> list[str]:
    """Suspected names that the person has not decided on. Words that are never shared are left in peace."""
    kept, screened = turn.slot("kept_names") or [], turn.slot("screened") or []
    texts = [text for question, text in turn.answers.given() if question in WRITTEN and question not in screened]
    found = dict.fromkeys(name for text in texts for name in suspected_names(text))
    return [name for name in found if name not in kept]


def keep_names(turn: Turn, names: Sequence[str]) -> list[EventType]:
    """The person decided to keep these names: they are not asked about again."""
    return turn.now([SlotSet("kept_names", [*(turn.slot("kept_names") or []), *names])])
