"""No file of ours is too long to read in one go."""

from __future__ import annotations

from house import ROOT, short

LONGEST = 300

LONGER = {"bot/settings.py": "every setting, in one place"}
"""Each with the reason. Lists of words and examples under data/content/ and data/nlu/ are as long as they need."""

KINDS = (".py", ".js", ".css", ".html", ".yml", ".yaml", ".toml")
FOLDERS = ("bot", "actions", "tools", "tests", "data/rules", "data/responses", "data/stories")


def long_files() -> dict[str, int]:
    files = [*ROOT.glob("*"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]
    files = [path for path in files if "node_modules" not in path.parts]  # npm's, and not in git
    return {
        short(path): lines
        for path in files
        if path.suffix in KINDS and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST
    }


def test_no_file_is_too_long() -> None:
    assert set(long_files()) - set(LONGER) == set()


def test_no_exception_outlives_its_need() -> None:
    assert set(LONGER) - set(long_files()) == set()
