"""Words that we ask about before we use them are held (slot `held`): nothing that comes in between loses them.

They may tell of danger, they may be a wish, or no question was open for them. Words that nobody has decided on when the
conversation goes elsewhere are laid aside (slot `aside`), and asked about before anything is saved.
"""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.answers import is_added_to, write
from actions.base import Turn, button, pause_form
from bot.reflection.answers import WRITTEN

_QUOTED = 30
"""Words of a long text that are quoted back, so that its writer knows it again."""


_A_FEW_WORDS = 3
"""So few words, of which nobody said where they belong, are left out when the conversation goes on."""


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
    if undecided(turn):
        before = turn.slot("held")
        text, question = f"{before['text']}\n{text}", before["question"]
        tier = "interrupt" if before["tier"] == "interrupt" else tier
    held = {"text": text, "question": question, "tier": tier, "command": command, "other": other}
    return turn.now([SlotSet("held", held)])


def ask_held(turn: Turn) -> list[EventType]:
    """Ask what to do with the words that are held."""
    held = turn.slot("held")
    danger = held["tier"] == "interrupt"
    labels = [button(turn.words(f"utter_label_{one}"), "keep_words", question=one) for one in WRITTEN]
    if held.get("aside"):
        turn.offer("utter_ask_aside_private" if danger else "utter_ask_aside", labels, words=quoted(held["text"]))
    elif held["question"] is None and danger:
        turn.offer("utter_ask_held_where", labels)
    elif held["question"] is None:
        turn.offer("utter_ask_add", labels + ([wish(turn, held["command"])] if held["command"] else []))
    elif danger:
        turn.say("utter_ask_held")
    elif held["command"]:
        turn.offer("utter_ask_if_command", wishes(turn, held["command"], held.get("other")))
    else:
        turn.say("utter_ask_if_answer")
    return pause_form("distress" if danger else "unclear")


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
    if held.get("aside") and not held["question"]:  # nobody is asked a third time
        turn.say("utter_left_out")
        return turn.now([SlotSet("held", None)])
    few = len(held["text"].split()) <= _A_FEW_WORDS and held["tier"] != "interrupt"
    if not held["question"] and few:  # "looks fine", and then "save"
        turn.say("utter_left_out")
        return turn.now([SlotSet("held", None)])
    if not held["question"]:
        return turn.now([*lay_aside(turn, held["text"], held["tier"]), SlotSet("held", None)])
    question = held["question"]
    kept = write(turn, question, held["text"], add=is_added_to(turn, question), tier=held["tier"])
    return turn.now([*kept, SlotSet("held", None)])


def lay_aside(turn: Turn, text: str, tier: str) -> list[EventType]:
    """Keep words that belong to no answer yet. They are asked about once, at the summary."""
    aside = turn.slot("aside") or {"text": "", "tier": "none"}
    joined = f"{aside['text']}\n{text}".strip()
    danger = "interrupt" in (tier, aside["tier"])
    return turn.now([SlotSet("aside", {"text": joined, "tier": "interrupt" if danger else "none"})])


def ask_aside(turn: Turn) -> list[EventType] | None:
    """Ask about words that were laid aside; None where there are none."""
    aside = turn.slot("aside")
    if not aside or not turn.slot("theme"):
        return None
    held = {"text": aside["text"], "question": None, "tier": aside["tier"], "command": None, "aside": True}
    return [*turn.now([SlotSet("aside", None), SlotSet("held", held)]), *ask_held(turn)]


def quoted(text: str) -> str:
    """The beginning of a text, for its writer to know it again."""
    words = text.split()
    return " ".join(words[:_QUOTED]) + ("…" if len(words) > _QUOTED else "")
