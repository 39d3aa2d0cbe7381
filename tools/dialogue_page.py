"""Writes docs/dialogue.md from bot/dialogue/stages.py: the whole conversation on one page."""

from __future__ import annotations

from pathlib import Path

from bot.dialogue.stages import MOVES, STAGES, STAY, WISHES, Stage

PAGE = Path(__file__).parents[1] / "docs" / "dialogue.md"

_HEAD = """# The conversation on one page

Made from `bot/dialogue/stages.py` by `uv run python -m tools.dialogue_page`; a test holds the two alike. Change the
table there, not this page.

A conversation always stands at one **stage**. What the person does there makes a **move**; a move is a function in
`actions/` of the same name, and says at which stages it may end. A **wish** (a command, a question) works the same at
every stage. Before any of them, words that are held are asked about, so that no word is lost. The random walks of
`tests/fuzz/` fail on a step that this page does not have.
"""


def write_page() -> str:
    """The page, as Markdown."""
    parts = [
        _HEAD,
        "## Stages",
        _stages(),
        "## What each move does",
        _moves(),
        "## Wishes",
        _wishes(),
        "## The picture",
        _picture(),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _stages() -> str:
    head = "| Stage | What is open | It asks | Back | Skip | yes | no | words |\n|---|---|---|---|---|---|---|---|"
    rows = [
        f"| `{name}` | {one.about} | {one.asks} | {one.back} | {one.skip} | {one.yes} | {one.no} | {one.words} |"
        for name, one in STAGES.items()
    ]
    return "\n".join([head, *rows])


def _moves() -> str:
    head = "| Move | What it does | It may end at |\n|---|---|---|"
    return "\n".join([head, *(f"| {name} | {one.does} | {_places(one.to)} |" for name, one in MOVES.items())])


def _wishes() -> str:
    head = "| What is said or pressed | It may end at |\n|---|---|"
    rows = [f"| {', '.join(f'`{one}`' for one in intents)} | {_places(to)} |" for intents, to in _by_ends().items()]
    return "\n".join([head, *rows])


def _by_ends() -> dict[tuple[str, ...], tuple[str, ...]]:
    ends = dict.fromkeys(WISHES.values())
    return {tuple(name for name, to in WISHES.items() if to == end): end for end in ends}


def _places(to: tuple[str, ...]) -> str:
    return ", ".join("the same" if one == STAY else f"`{one}`" for one in to)


def _picture() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> welcome"]
    for name, one in STAGES.items():
        lines += [f"    {name} --> {to}: {does}" for to, does in _arrows(name, one).items()]
    return "\n".join([*lines, "    ended --> [*]", "```"])


def _arrows(name: str, one: Stage) -> dict[str, str]:
    """Where what is done at a stage leads, and by what: the stage itself is left out."""
    done = {"Back": one.back, "Skip": one.skip, "yes": one.yes, "no": one.no, "words": one.words}
    found: dict[str, list[str]] = {}
    for what, move in done.items():
        for to in MOVES[move].to:
            if to not in (STAY, name):
                found.setdefault(to, []).append(what)
    return {to: ", ".join(what) for to, what in found.items()}


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
