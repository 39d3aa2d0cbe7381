"""A first month that is not empty: what there is so far, and what tells people about Waymark."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import docx
import pytest
import zxingcpp
from fastapi.testclient import TestClient
from pypdf import PdfReader

from bot.days import today_in_scotland
from bot.review import kit
from bot.review.app import create_app
from bot.review.door import Door
from bot.settings import Settings
from bot.store import recent
from bot.store.areas import EVERYWHERE, Area
from bot.store.coordinators import Role

TODAY = today_in_scotland()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def weeks(database, area=EVERYWHERE):
    with database.session() as session:
        return {(week.theme, week.first): week.to_read for week in recent.list_weeks(session, area, TODAY)}


def test_a_week_waits_as_long_as_one_of_it_is_not_reviewed(database, share):
    share(day=MONDAY, reviewed=True)
    share(day=MONDAY - timedelta(days=1), reviewed=False)
    share(day=MONDAY - timedelta(days=7), reviewed=True)
    share(theme="budgets", day=MONDAY - timedelta(days=8), reviewed=True)
    share(day=MONDAY - timedelta(weeks=recent.WEEKS - 1) - timedelta(days=1))
    before = MONDAY - timedelta(weeks=1)
    assert weeks(database) == {
        ("leadership", MONDAY): False,
        ("leadership", before): True,
        ("budgets", MONDAY - timedelta(weeks=2)): False,
    }


def test_what_is_over_or_outside_the_area_is_in_no_week(database, share):
    share(day=MONDAY, expires_on=TODAY - timedelta(days=1))
    share(day=MONDAY, team="schools")
    share(day=MONDAY, theme="budgets")
    assert weeks(database, Area(frozenset({"leadership"}), frozenset({"housing"}))) == {}


def test_a_week_that_was_looked_at_in_part_is_not_called_reviewed(database, share, monkeypatch):
    monkeypatch.setattr(recent, "LOOKED_AT", 2)
    share(day=MONDAY, reviewed=True)
    for reviewed in (True, False):
        share(day=MONDAY - timedelta(days=3), reviewed=reviewed)
    assert weeks(database) == {("leadership", MONDAY): False}


def test_this_week_looked_at_in_part_has_a_link_and_no_label(signed_in, share, monkeypatch):
    monkeypatch.setattr(recent, "LOOKED_AT", 2)
    share(day=MONDAY, reviewed=True)
    link = f"from={MONDAY}"
    assert "All reviewed" in signed_in.get("/so-far").text
    for _ in range(2):
        share(day=MONDAY, reviewed=True)
    page = signed_in.get("/so-far").text
    assert link in page
    assert "All reviewed" not in page
    assert "To read" not in page
    monkeypatch.setattr(recent, "LOOKED_AT", 4)
    for _ in range(2):
        share(day=MONDAY, reviewed=False)
    page = signed_in.get("/so-far").text
    assert page.count(link) == 1
    assert "To read" in page


def test_the_page_begins_with_what_goes_well_and_leads_to_each_week(signed_in, share, audited):
    waits = share(day=TODAY, strengths="We laugh a lot")
    share(theme="budgets", day=MONDAY - timedelta(days=7), reviewed=True, strengths="")
    page = signed_in.get("/so-far").text
    assert page.index("We laugh a lot") < page.index("By theme and week")
    found = re.findall(r'href="(/reflections\?theme=[^"]*from=[^"]*)"', page)
    assert len(found) == 2
    assert "All reviewed" in page
    listed = [signed_in.get(address.replace("&amp;", "&")).text for address in found]
    assert waits in listed[0]
    assert "reviewed=no" in found[0]
    assert all("could not be used" not in one for one in listed)
    assert audited()[0].event == "so_far_viewed"
    assert ("reflection_viewed", waits) in {(one.event, one.subject) for one in audited()}


def test_the_page_says_nothing_of_how_many(signed_in, share):
    share(day=TODAY)
    one = signed_in.get("/so-far").text
    for _ in range(12):
        share(day=TODAY, strengths="", opportunities="Warmer rooms")
    assert re.sub(r"[0-9a-f]{12,}", "", signed_in.get("/so-far").text) == re.sub(r"[0-9a-f]{12,}", "", one)


def test_who_has_no_area_and_who_has_an_empty_one_are_told_so(signed_in, become):
    assert "Nothing was shared in these weeks." in signed_in.get("/so-far").text
    become(themes=[], teams=[])
    assert "You have no area yet." in signed_in.get("/so-far").text
    become(Role.RECORDS)
    assert signed_in.get("/kit").status_code == 403


@pytest.fixture
def reached(database, content, tmp_path, client, signed_in):
    """The door of an organisation whose chat has a public address, signed in."""
    settings = Settings(home=tmp_path, secret_key="k" * 40, chat_origin="https://waymark.example.scot")
    browser = TestClient(create_app(settings, database, content), base_url=str(client.base_url), headers=client.headers)
    browser.cookies = signed_in.cookies
    return browser


@pytest.mark.parametrize("piece", kit.PIECES)
def test_each_piece_is_made_as_word_and_pdf_with_the_way_in(reached, audited, piece):
    word = reached.post("/kit", data={"do": f"{piece}.docx"})
    pdf = reached.post("/kit", data={"do": f"{piece}.pdf"})
    assert f'filename="waymark-{piece}.docx"' in word.headers["content-disposition"]
    read = docx.Document(io.BytesIO(word.content))
    texts = " ".join(part.text for part in read.element.body.iter() if part.tag.endswith("}t") and part.text)
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    for text in (texts, " ".join(" ".join(page.extract_text() for page in pages).split())):
        assert "https://waymark.example.scot/" in text
        assert "private, unless you choose to share" in text
        assert "|" not in text
    assert len(pages) == 1
    assert read.styles["Normal"].font.size.pt == (18 if piece == "poster" else 12)
    assert len(read.inline_shapes) == (piece in kit.WIDTHS)
    assert [one.fields for one in audited() if one.event == "kit_taken_away"] == [
        {"piece": piece, "format": "docx"},
        {"piece": piece, "format": "pdf"},
    ]


def test_the_code_on_the_poster_opens_the_chat(reached):
    page = PdfReader(io.BytesIO(reached.post("/kit", data={"do": "poster.pdf"}).content)).pages[0]
    (picture,) = page.images
    assert picture.image
    (found,) = zxingcpp.read_barcodes(picture.image)
    assert found.text == "https://waymark.example.scot/"


@pytest.mark.parametrize(("entry", "said"), [("code", "entry code"), ("sign-in", "You sign in first"), ("open", "")])
def test_a_piece_says_what_else_people_need(settings, database, content, entry, said):
    door = Door(settings.model_copy(update={"entry": entry}), database, content)
    texts = [getattr(block, "text", "") for block in kit.write_piece(door, "poster").blocks]
    assert any(said in text for text in texts)
    assert any("entry code" in text for text in texts) == (entry == "code")


def test_what_is_no_piece_leads_back(signed_in, audited):
    for amiss in ("", "poster", "poster.exe", "nothing.pdf"):
        answer = signed_in.post("/kit", data={"do": amiss})
        assert (answer.status_code, answer.headers["location"]) == (303, "/kit")
    assert audited() == []


def test_whose_chat_has_no_public_address_is_told_so(signed_in, reached):
    assert "Check the address first" in signed_in.get("/kit").text
    assert "Check the address first" not in reached.get("/kit").text
