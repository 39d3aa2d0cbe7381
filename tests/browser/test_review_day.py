"""A whole day of a coordinator in real Chromium, without script: from the phone's code to signing out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.store.audit_chain import verify
from bot.store.tables import AuditEvent, Change
from tests.browser.test_review import NAME, WIDE, Door
from tests.browser.test_review_people import add_app, code, sign_in
from tests.pdf_ua import check_pdf_ua

TODAY = datetime.now(UTC).date()
WORDS = "We never get time to talk after a hard shift."
ACTION = "Ten minutes for talking at the end of each shift."
LISTS = {"A list for Excel": ".xlsx", "A list as CSV, for other programs": ".csv"}
REPORTS = {"A report for Word": ".docx", "A report as PDF": ".pdf"}


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path, review_totp_required=True)
    yield door
    door.close()


def test_a_coordinators_day(browser: Browser, door: Door, tmp_path: Path) -> None:
    door.share(theme="budgets", strengths="Not this one.")
    wanted = door.share(opportunities=WORDS)
    context = browser.new_context(viewport=WIDE, base_url=door.address, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in_with_a_phone(page)
    find_and_read(page, wanted)
    note(page)
    act(page)
    publish(page)
    taken = {ending: take_away(page, kind, tmp_path) for kind, ending in (LISTS | REPORTS).items()}
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"/reflections/{wanted}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()

    sheet = openpyxl.load_workbook(taken[".xlsx"]).active
    excel = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    plain = list(csv.reader(io.StringIO(taken[".csv"].read_text(encoding="utf-8-sig"), newline="")))
    for rows in (excel, plain):
        assert len(rows) == 3
        found = next(row for row in rows if WORDS in row)
        assert found[rows[0].index("Reviewed")] == "Yes"
        assert found[rows[0].index("Note")] == "Talk to the rota group."
    word = docx.Document(str(taken[".docx"]))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert ACTION in said
    assert WORDS not in said
    checked = check_pdf_ua(taken[".pdf"])
    assert checked.returncode == 0, checked.stdout
    with door.database.session() as session:
        assert session.scalars(select(Change.did)).one() == ACTION
        verify(session, door.settings.secret)
        events = [event.event for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert events.count("taken_away") == 4


def sign_in_with_a_phone(page: Page) -> None:
    """The first sign-in adds the phone; the day begins with its code."""
    sign_in(page, NAME)
    key = add_app(page)
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, NAME)
    page.get_by_label("Code").fill(code(key, 1))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")


def find_and_read(page: Page, wanted: str) -> None:
    page.get_by_role("link", name="Reflections", exact=True).click()
    page.get_by_label("Words").fill("hard shift")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Not this one.")).to_have_count(0)
    page.locator("#results").get_by_role("link", name="Leadership").click()
    assert page.url.partition("?")[0].endswith(f"/reflections/{wanted}")
    expect(page.get_by_text(WORDS)).to_be_visible()


def note(page: Page) -> None:
    page.get_by_label("Reviewed").check()
    page.get_by_label("Note for coordinators").fill("Talk to the rota group.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")


def act(page: Page) -> None:
    page.get_by_role("link", name="Plan an action").click()
    page.get_by_label("What will be done").fill(ACTION)
    page.get_by_label("Who will do it").fill("The rota group")
    page.get_by_label("By when").fill((TODAY + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("It is planned.")


def publish(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Actions", exact=True).click()
    page.get_by_role("link", name="Ten minutes").click()
    page.get_by_label("Status").select_option(label="Done")
    page.get_by_label("A note").fill("It began on Monday.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It began on Monday.")).to_be_visible()
    page.get_by_role("link", name="Write “You said, we did” from this").click()
    page.get_by_label("What people said").fill("People asked for time to talk.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("It is published.")


def take_away(page: Page, kind: str, folder: Path) -> Path:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Take away").click()
    page.get_by_label(kind).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Make it").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file
