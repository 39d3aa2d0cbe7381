"""The screen as the last step of the pipeline: what a message was understood as may soften a guess, never a phrase."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.safety import SafetyScreenComponent
from bot.safety import SafetyScreen, load_messages


@pytest.fixture(scope="module")
def guessed(screen: SafetyScreen, content: Path) -> str:
    """A message that only the classifier interrupts."""
    texts = (message.text for message in load_messages(content) if message.label == "crisis")
    return next(text for text in texts if screen.screen(text).reasons == ("classifier-crisis",))


def _read(screen: SafetyScreen, text: str, intent: str | None, confidence: float = 1.0) -> Message:
    understood = {"name": intent, "confidence": confidence}
    message = Message({"text": text, "intent": understood, "intent_ranking": [understood]})
    return SafetyScreenComponent(screen).process([message])[0]


def test_a_whole_command_is_not_interrupted_on_a_guess(screen: SafetyScreen, guessed: str) -> None:
    message = _read(screen, guessed, "pause")
    assert message.get("safety") == {"tier": "soft", "reasons": ["classifier-crisis"]}
    assert message.get("intent")["name"] == "pause"


@pytest.mark.parametrize(
    ("intent", "confidence"),
    [("reflection", 1.0), ("nlu_fallback", 1.0), ("unsure", 1.0), ("distress", 1.0), (None, 1.0), ("pause", 0.97)],
)
def test_anything_else_is_interrupted(
    screen: SafetyScreen, guessed: str, intent: str | None, confidence: float
) -> None:
    message = _read(screen, guessed, intent, confidence)
    assert message.get("safety")["tier"] == "interrupt"
    assert message.get("intent")["name"] == "distress"


def test_a_phrase_of_the_lexicon_interrupts_a_command_too(screen: SafetyScreen) -> None:
    message = _read(screen, "I want to die", "pause")
    assert message.get("safety")["tier"] == "interrupt"
    assert message.get("intent")["name"] == "distress"


def test_a_button_is_not_screened(screen: SafetyScreen) -> None:
    assert _read(screen, "/pause", "pause").get("safety") is None
