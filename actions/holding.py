"""Words that we ask about before we use them are held (slot `held`): nothing that comes in between loses them.

They may tell of danger, they may be a wish, or no question was open for them. Words that nobody has decided on when the
conversation goes elsewhere are laid aside (slot `aside`), and asked about before anything is saved.
"""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.answers import is_added_to, write
from actions.base import Turn, button, pause_form
from actions.services import support_data
from bot.reflection.answers import WRITTEN

_QUOTED = 30
"""Words of a long text that are quoted back, so that its writer knows it again."""


_A_FEW_WORDS = 3
"""Of so few words, of which nobody said where they belong, nobody is asked twice."""


def undecided(turn: Turn) -> bool:
    """Whether words are held that the person has not decided on."""
    held = turn.slot("held")
    return bool(held) and not held.get("kept")


def hold(
    turn: Turn, text: str, question: str | None, tier: str, command: str | None = None, other: str | None = None
) -> list[EventType]:
    """Keep words aside, after those that are held already, and ask what to do with them.

    question: what they would answer; None: any of them. command, other: what they might mean instead.
    """
    return [*put_in_hold(turn, text, question, tier, command, other), *ask_held(turn)]


def put_in_hold(
    turn: Turn, text: str, question: str | None, tier: str, command: str | None = None, other: str | None = None
) -> list[EventType]:
    """Keep words aside, after those that are held already; ask nothing."""
    asked = 0
    if undecided(turn):
        before = turn.slot("held")
        text, question = f"{before['text']}\n{text}", before["question"]
        asked = 0 if tier == "interrupt" else before.get("asked", 0)
        tier = "interrupt" if before["tier"] == "interrupt" else tier
    held = {"text": text, "question": question, "tier": tier, "command": command, "other": other, "asked": asked}
    return turn.now([SlotSet("held", held)])


def ask_held(turn: Turn) -> list[EventType]:
    """Ask what to do with the words that are held."""
    held = turn.slot("held")
    if held["tier"] == "interrupt":
        return _ask_gently(turn)
    if held.get("aside"):
        turn.offer("utter_ask_aside", answer_labels(turn), words=quoted(held["text"]))
    elif held["question"] is None:
        wished = [wish(turn, held["command"])] if held["command"] else []
        turn.offer("utter_ask_add", answer_labels(turn) + wished)
    elif held["command"]:
        turn.offer("utter_ask_if_command", wishes(turn, held["command"], held.get("other")))
    else:
        turn.say("utter_ask_if_answer")
    return pause_form("unclear")


def _ask_gently(turn: Turn) -> list[EventType]:
    """Ask about words that may tell of danger: once. From then on the choices stay, and nothing is asked for."""
    held = turn.slot("held")
    asked, labels = held.get("asked", 0), []
    if held["question"]:
        question = "utter_ask_held"
    elif not turn.slot("theme"):
        question = "utter_ask_held_early"
    else:
        question = "utter_ask_aside_private" if held.get("aside") else "utter_ask_held_where"
        labels = answer_labels(turn)
    if asked:
        again = "utter_held_again" if asked == 1 else "utter_held_still"
        turn.say(again, data=support_data(turn, urgent_only=True), buttons=labels + turn.choices(question))
    else:
        turn.offer(question, labels)
    return [*turn.now([SlotSet("held", held | {"asked": asked + 1})]), *pause_form("distress")]


def in_danger(turn: Turn) -> bool:
    """Whether the words that are held may tell of danger, and nobody has said what becomes of them."""
    return undecided(turn) and turn.slot("held")["tier"] == "interrupt"


def answer_labels(turn: Turn) -> list[dict[str, str]]:
    """The answers that held words may join, as choices."""
    return [button(turn.words(f"utter_label_{one}"), "keep_words", question=one) for one in WRITTEN]


def wish(turn: Turn, command: str) -> dict[str, str]:
    """A choice that does what somebody may have wished for."""
    if command.startswith("ask_"):
        return button(turn.words("utter_wish_question"), "ask", asked=command.removeprefix("ask_"))
    return button(turn.words(f"utter_wish_{command}"), command)


def wishes(turn: Turn, command: str, other: str | None = None) -> list[dict[str, str]]:
    """What a message may have wished for. "Delete that" may mean the last answer, or all of them."""
    meant = ["scrap", "let_go"] if command == "let_go" and turn.answers else [command]
    return [wish(turn, one) for one in (*meant, *([other] if other and other not in meant else []))]


def keep_held(turn: Turn) -> list[EventType]:
    """Take the held words as an answer; lay them aside where nobody said which. Nothing is held any more."""
    held = turn.slot("held")
    if not undecided(turn):
        return []
    if not held["question"]:
        few = len(held["text"].split()) <= _A_FEW_WORDS and held["tier"] != "interrupt"  # "looks fine", then "save"
        asked = few or bool(held.get("aside"))
        return turn.now([*lay_aside(turn, held["text"], held["tier"], asked=asked), SlotSet("held", None)])
    question = held["question"]
    kept = write(turn, question, held["text"], add=is_added_to(turn, question), tier=held["tier"])
    return turn.now([*kept, SlotSet("held", None)])


def lay_aside(turn: Turn, text: str, tier: str, *, asked: bool = False) -> list[EventType]:
    """Keep words that belong to no answer yet. They are asked about once, at the summary.

    asked: that was done already, so they only stay: shown with the answers, and saved where nobody else reads them.
    """
    aside = turn.slot("aside") or {"text": "", "tier": "none"}
    joined = f"{aside['text']}\n{text}".strip()
    danger = "interrupt" in (tier, aside["tier"])
    return turn.now([SlotSet("aside", {"text": joined, "tier": "interrupt" if danger else "none", "asked": asked})])


def lay_held_aside(turn: Turn) -> list[EventType]:
    """Lay words aside that are held while something else is done: no command drops what nobody refused."""
    held = turn.slot("held")
    if not undecided(turn) or held["command"] == "skip":  # "dunno", and it was a wish to skip after all
        return []
    asked = bool(held.get("aside"))
    return [*lay_aside(turn, held["text"], held["tier"], asked=asked), *turn.now([SlotSet("held", None)])]


def ask_aside(turn: Turn) -> list[EventType] | None:
    """Ask about words that were laid aside; None where there are none."""
    aside = turn.slot("aside")
    if not aside or not turn.slot("theme") or (aside.get("asked") and turn.answers):
        return None
    held = {"text": aside["text"], "question": None, "tier": aside["tier"], "command": None, "aside": True}
    return [*turn.now([SlotSet("aside", None), SlotSet("held", held)]), *ask_held(turn)]


def quoted(text: str) -> str:
    """The beginning of a text, for its writer to know it again."""
    words = text.split()
    return " ".join(words[:_QUOTED]) + ("…" if len(words) > _QUOTED else "")
