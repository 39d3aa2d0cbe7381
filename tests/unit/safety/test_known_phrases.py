"""A regression gate: what the screen knew once it must go on knowing. It does not measure new words."""

from pathlib import Path

from bot.safety import SafetyScreen

PHRASES = [
    line
    for line in (Path(__file__).parent / "known_phrases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_known_phrases_alert(screen: SafetyScreen) -> None:
    missed = [phrase for phrase in PHRASES if screen.screen(phrase).tier == "none"]
    assert len(missed) <= 0.01 * len(PHRASES), missed


def test_most_known_phrases_alert_by_the_lexicon_alone(lexicon_screen: SafetyScreen) -> None:
    missed = [phrase for phrase in PHRASES if lexicon_screen.screen(phrase).tier == "none"]
    assert len(missed) <= 0.1 * len(PHRASES), missed
