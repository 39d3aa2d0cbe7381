"""Rule 18, the screen's part: something of one's own gets at least the soft line (the reply: tests/integration)."""

from pathlib import Path

from bot.safety import SafetyScreen

LINES = (Path(__file__).parent / "personal_experiences.txt").read_text(encoding="utf-8").splitlines()
PERSONAL = [line for line in LINES if line and line[0] not in "#~"]
MILD = [line.removeprefix("~ ") for line in LINES if line.startswith("~ ")]


def test_rule_18_what_is_personal_gets_at_least_the_soft_line(screen: SafetyScreen) -> None:
    missed = [line for line in PERSONAL if screen.screen(line).tier == "none"]
    assert len(PERSONAL) >= 50
    assert missed == []


def test_rule_18_what_is_mild_is_not_interrupted(screen: SafetyScreen) -> None:
    assert [line for line in MILD if screen.screen(line).tier == "interrupt"] == []
