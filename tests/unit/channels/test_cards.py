"""Prompt cards travel like every page: known again, kept nowhere, and as a tagged PDF."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bot.channels.web.cards import load_cards, write_cards
from bot.content import Content
from bot.documents import FORMATS
from tests.pdf_ua import check_pdf_ua
from tests.unit.channels.conftest import Open


@pytest.fixture
async def door(open_door: Open) -> httpx.AsyncClient:
    return await open_door()


async def test_each_theme_has_its_three_questions(door: httpx.AsyncClient, content: Content) -> None:
    listed = (await door.get("/cards")).text
    for theme in content.themes:
        assert f'href="cards/{theme.id}"' in listed
        page = (await door.get(f"/cards/{theme.id}")).text.replace("&#39;", "'")
        assert [one for one in (theme.strengths, theme.opportunities, theme.next_step) if one not in page] == []
    assert len(load_cards(content)) == 10


async def test_a_theme_can_be_kept_as_a_pdf(door: httpx.AsyncClient) -> None:
    answer = await door.get("/cards/leadership.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    again = await door.get("/cards/leadership.pdf", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/cards/none", "/cards/none.pdf", "/cards/leadership.docx", "/cards/.pdf"])
async def test_what_is_no_theme_is_not_found(door: httpx.AsyncClient, path: str) -> None:
    assert (await door.get(path)).status_code == 404


def test_the_pdf_is_tagged_and_has_one_question_a_page(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "cards.pdf"
    file.write_bytes(FORMATS["pdf"][0](write_cards(content, content.theme("leadership"))))
    assert b"/Count 4" in file.read_bytes()
    checked = check_pdf_ua(file)
    assert checked.returncode == 0, checked.stdout + checked.stderr
