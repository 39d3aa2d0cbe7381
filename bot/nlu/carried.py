"""What a message carries into the decision between answer and command, and out of it."""

from __future__ import annotations

from typing import Final

from rasa.shared.nlu.training_data.message import Message

from bot.nlu.guess import ASK, QUESTION, Guess, read_guess
from bot.nlu.intents import ASKED
from bot.nlu.resolve import Resolution
from bot.nlu.shape import is_readable
from bot.nlu.telling import TOLD

#: How many intents a message keeps with their probabilities; the classifier gives all.
KEPT_RANKING: Final = 10


def guess_parts(messages: list[Message], part: str) -> dict[int, Guess]:
    """The guesses on one part of the messages that have it, by the place of the message."""
    return {one.get(part): guess_of(one) for one in messages if one.get(part) is not None}


def guess_of(message: Message) -> Guess:
    """What the classifier takes a message for."""
    if not is_readable(message.get("text") or ""):
        return Guess(None, 0.0)  # decided by rule, and so the same on every machine
    ranking = message.get("intent_ranking") or [message.get("intent") or {}]
    return read_guess(message.get("text") or "", ranking, message.get(ASKED), message.get(TOLD) or 0.0)


def put_resolution(message: Message, resolution: Resolution) -> None:
    """Put what was decided on a message in the place of the classifier's intent, with its entities."""
    name, end = resolution.intent, len(message.get("text") or "")
    if name.startswith(QUESTION):
        _put_entity(message, ASKED, name.removeprefix(QUESTION), 0, end)
        name = ASK
    intent = {"name": name, "confidence": resolution.confidence}
    others = [other for other in message.get("intent_ranking") or [] if other["name"] != name]
    message.set("intent", intent, add_to_output=True)
    message.set("intent_ranking", [intent, *others[: KEPT_RANKING - 1]], add_to_output=True)
    if doubt := resolution.doubt:
        _put_entity(message, "command", doubt.command, doubt.start, doubt.end)
    if doubt and doubt.other:
        _put_entity(message, "other_command", doubt.other, doubt.start, doubt.end)
    if resolution.rating:
        _put_entity(message, "rating", resolution.rating, 0, end)
    if resolution.question:
        _put_entity(message, "question", resolution.question, 0, end)
    if resolution.word:
        start, end = resolution.word
        _put_entity(message, "word", str(message.get("text"))[start:end], start, end)


def _put_entity(message: Message, name: str, value: str, start: int, end: int) -> None:
    entity = {"entity": name, "value": value, "start": start, "end": end, "extractor": "CommandResolver"}
    message.set("entities", [*(message.get("entities") or []), entity], add_to_output=True)
