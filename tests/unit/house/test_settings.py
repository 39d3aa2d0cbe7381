"""docs/operating.md and bot/settings.py list the same settings with the same defaults."""

from __future__ import annotations

import re
from pathlib import Path

from house import DOCS, ROOT, short

from bot.settings import Settings

NAME = re.compile(r"\bWAYMARK_[A-Z][A-Z_]*[A-Z]\b")
ROW = re.compile(r"^\| `(WAYMARK_[A-Z_]+)` \| ([^|]*) \| ([^|]+) \|$", re.MULTILINE)
IN_CODE = {f"WAYMARK_{name.upper()}": field for name, field in Settings.model_fields.items()}


def documented() -> dict[str, str]:
    return {
        name: default.strip() for name, default, _ in ROW.findall((DOCS / "operating.md").read_text(encoding="utf-8"))
    }


def test_every_setting_is_documented_and_no_other() -> None:
    assert set(documented()) == set(IN_CODE)


def test_documented_defaults_are_true() -> None:
    for name, written in documented().items():
        default = IN_CODE[name].default
        if isinstance(default, Path):
            default = short(default) if default.is_absolute() else default.as_posix()
        assert written == (f"`{default}`" if default not in ("", None) else "empty"), name


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in IN_CODE.items() if not field.description] == []


def test_no_text_of_ours_names_a_setting_that_does_not_exist() -> None:
    folders = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "bot").rglob("*.py"), ROOT / "Makefile"]
    named = {(short(path), name) for path in folders for name in NAME.findall(path.read_text(encoding="utf-8"))}
    assert {(place, name) for place, name in named if name not in IN_CODE} == set()
