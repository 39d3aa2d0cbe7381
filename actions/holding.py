"""Words that we ask about before we use them are held: nothing that comes in between loses them.

They may tell of danger, they may be a wish, or no question was open for them. Words that nobody has decided on when the
conversation goes elsewhere are laid aside, and asked about before anything is saved. What becomes of them is in
bot/dialogue/words.py; here is how they are asked about.
"""

from __future__ import annotations

from dataclasses import replace

from actions.services import support_data
from actions.turns import Buttons, Turn, button
from bot.dialogue import words
from bot.dialogue.state import Held, Tier
from bot.reflection.answers import WRITTEN

_QUOTED = 30
"""Words of a long text that are quoted back, so that its writer knows it again."""


def hold(
    turn: Turn, text: str, question: str | None, tier: Tier, command: str | None = None, other: str | None = None
) -> None:
    """Keep words aside, after those that are held already, and ask what to do with them."""
    turn.become(words.hold(turn.state, text, question, tier, command, other))
    ask_held(turn)


def ask_held(turn: Turn) -> None:
    """Ask what to do with the words that are held."""
    held = turn.state.held
    if held is None:
        return
    if held.tier == "interrupt":
        _ask_gently(turn, held)
        return
    if held.aside:
        turn.offer("utter_ask_aside", answer_labels(turn), words=quoted(held.text))
    elif held.question is None:
        turn.offer("utter_ask_add", answer_labels(turn) + ([wish(turn, held.command)] if held.command else []))
    elif held.command:
        turn.offer("utter_ask_if_command", wishes(turn, held.command, held.other))
    else:
        turn.say("utter_ask_if_answer")
    turn.pause("unclear")


def _ask_gently(turn: Turn, held: Held) -> None:
    """Ask about words that may tell of danger: once. From then on the choices stay, and nothing is asked for."""
    labels: Buttons = []
    if held.question:
        question = "utter_ask_held"
    elif not turn.state.theme:
        question = "utter_ask_held_early"
    else:
        question = "utter_ask_aside_private" if held.aside else "utter_ask_held_where"
        labels = answer_labels(turn)
    if held.asked:
        again = "utter_held_again" if held.asked == 1 else "utter_held_still"
        turn.say(again, data=support_data(turn, urgent_only=True), buttons=labels + turn.choices(question))
    else:
        turn.offer(question, labels)
    turn.set(held=replace(held, asked=held.asked + 1))
    turn.pause("distress")


def answer_labels(turn: Turn) -> Buttons:
    """The answers that held words may join, as choices."""
    return [button(turn.words(f"utter_label_{one}"), "keep_words", question=one) for one in WRITTEN]


def wish(turn: Turn, command: str) -> dict[str, str]:
    """A choice that does what somebody may have wished for."""
    if command.startswith("ask_"):
        return button(turn.words("utter_wish_question"), "ask", asked=command.removeprefix("ask_"))
    return button(turn.words(f"utter_wish_{command}"), command)


def wishes(turn: Turn, command: str, other: str | None = None) -> Buttons:
    """What a message may have wished for. "Delete that" may mean the last answer, or all of them."""
    meant = ["scrap", "let_go"] if command == "let_go" and turn.answers else [command]
    return [wish(turn, one) for one in (*meant, *([other] if other and other not in meant else []))]


def ask_aside(turn: Turn) -> bool:
    """Ask about words that were laid aside. Out: whether that was done."""
    aside = turn.state.aside
    if not aside or not turn.state.theme or (aside.asked and turn.answers):
        return False
    turn.set(aside=None, held=Held(aside.text, tier=aside.tier, aside=True))
    ask_held(turn)
    return True


def settle_held(turn: Turn) -> bool:
    """Take held words as the answer they came for, or lay them aside; then ask about what is aside.

    Out: whether something is asked about, which comes before anything else.
    """
    turn.become(words.keep_held(turn.state))
    return ask_aside(turn)


def quoted(text: str) -> str:
    """The beginning of a text, for its writer to know it again."""
    parts = text.split()
    return " ".join(parts[:_QUOTED]) + ("…" if len(parts) > _QUOTED else "")
