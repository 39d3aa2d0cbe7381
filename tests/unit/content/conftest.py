"""The real content, and a way to break a copy of it in one place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content import Content, ContentError, Problem, load_content

CONTENT = Path(__file__).parents[3] / "data" / "content"

Break = Callable[..., tuple[Problem, ...]]


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(CONTENT)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content that a test may break, with the working directory above it, as an editor would have."""
    copy = tmp_path / "data" / "content"
    shutil.copytree(CONTENT, copy, ignore=shutil.ignore_patterns("safety"))
    monkeypatch.chdir(tmp_path)
    return copy


@pytest.fixture
def broken(folder: Path) -> Break:
    """Replaces the first `old` in a file by `new`, loads, and gives the problems."""

    def replace(file: str, old: str, new: str) -> tuple[Problem, ...]:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} no longer has: {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            load_content(folder)
        return caught.value.problems

    return replace


@pytest.fixture
def line_of(folder: Path) -> Callable[[str, str], int]:
    """The line (from 1) of the first place where `text` stands in a file of the copy."""

    def find(file: str, text: str) -> int:
        before, found, _ = (folder / file).read_text(encoding="utf-8").partition(text)
        assert found
        return before.count("\n") + 1

    return find
