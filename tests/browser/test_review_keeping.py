"""A coordinator acts, and a records officer has a day, in real Chromium without script; and axe on each state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.content import load_content
from bot.reflection.answers import Answers
from bot.reflection.codes import make_code, read_words
from bot.reflection.keeping import read_reflection, save_reflection
from bot.runtime.purge import purge
from bot.settings import ROOT, Settings
from bot.store.coordinators import Role
from bot.store.tables import Coordinator
from tests.browser.test_review import NARROW, WIDE, Door, check, sign_in

TODAY = datetime.now(UTC).date()
WORDS = "the rota is kind to carers now"
CODE, OTHER = (make_code("s" * 43, turn, read_words(ROOT / "data" / "content")) for turn in ("one", "two"))


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path)
    yield door
    door.close()


@pytest.fixture
def page(browser: Browser, door: Door) -> Iterator[Page]:
    context = browser.new_context(
        viewport=WIDE, base_url=door.address, java_script_enabled=False, locale="en-GB", accept_downloads=True
    )
    yield context.new_page()
    context.close()


def become(door: Door, role: Role) -> None:
    with door.database.session() as session:
        session.scalars(select(Coordinator)).one().role = role


def plan(page: Page, what: str, due: str) -> None:
    page.goto("/actions/new?theme=leadership")
    page.get_by_label("What will be done").fill(what)
    page.get_by_label("Who will do it").fill("The rota group")
    page.get_by_label("By when").fill(due)
    page.get_by_role("button", name="Save").click()


def test_a_coordinator_plans_marks_and_tells(page: Page, door: Door) -> None:
    reflection = door.share(strengths="We never get time to talk after a hard shift.")
    sign_in(page)
    page.goto(f"/actions/new?from={reflection}")
    page.get_by_label("What will be done").fill("They never get time to talk after a hard shift.")
    page.get_by_label("Who will do it").fill("The rota group")
    page.get_by_label("By when").fill((TODAY - timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("in your own words")
    page.get_by_label("What will be done").fill("Ten minutes for talking at the end of each shift.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("It is planned.")
    page.goto("/")
    expect(page.get_by_role("region", name="Past its day")).to_contain_text("Ten minutes")
    page.get_by_role("link", name="Ten minutes").click()
    page.get_by_label("Status").select_option(label="Done")
    page.get_by_label("A note").fill("It began in May.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It began in May.")).to_be_visible()
    page.get_by_role("link", name="Write “You said, we did” from this").click()
    expect(page.get_by_label("What we did")).to_have_value("Ten minutes for talking at the end of each shift.")
    page.get_by_label("What people said").fill("People asked for time.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("It is published.")
    page.goto("/plan")
    expect(page.get_by_role("row", name="Ten minutes")).to_contain_text("Done")


def test_a_records_officers_day(page: Page, door: Door, tmp_path: Path) -> None:
    settings, content = Settings(home=tmp_path, secret_key="k" * 40), load_content(ROOT / "data" / "content")
    for code in (CODE, OTHER):
        save_reflection(
            door.database, settings.secret, content.organisation, code=code, theme="leadership",
            answers=Answers(strengths=WORDS), guidance=(), sharing="anonymous",
        )  # fmt: skip
    become(door, Role.RECORDS)
    page.goto("/login")
    page.get_by_label("Name").fill("morag")
    page.get_by_label("Password").fill("three quiet herons")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keeping and forgetting")

    page.get_by_role("link", name="Requests", exact=True).first.click()
    page.get_by_label("A copy of their words").check()
    page.get_by_label("Your case number").fill("SAR-2026/7")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("The four words of the return code").fill(OTHER.replace("-", " "))
    page.get_by_label("Markdown (plain text)").check()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the copy as a file").click()
    assert WORDS in Path(saving.value.path()).read_text(encoding="utf-8")
    assert WORDS not in page.content()
    page.get_by_label("Answered", exact=True).check()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("This page is the receipt.")).to_be_visible()

    page.get_by_role("link", name="Legal holds").click()
    page.get_by_label("Last day of the hold", exact=False).fill((TODAY + timedelta(days=9)).isoformat())
    page.get_by_label("Reason").fill("Tribunal 7.")
    page.get_by_role("button", name="Place the hold").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold everything?")
    page.get_by_role("button", name="Hold everything").click()
    expect(page.get_by_role("status")).to_contain_text("The hold is in force.")

    page.get_by_role("link", name="Requests", exact=True).click()
    page.get_by_label("Have their words erased").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_label("The four words of the return code").fill(CODE)
    page.get_by_role("button", name="Erase it").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick that the person wants this.")
    page.get_by_label("The four words of the return code").fill(CODE)
    page.get_by_label("The person wants these words erased.").check()
    page.get_by_role("button", name="Erase it").click()
    expect(page.get_by_role("status")).to_contain_text("A legal hold keeps a sealed copy")
    assert read_reflection(door.database, settings.secret, CODE) is None

    purge(door.database, settings, content.organisation)
    page.get_by_role("link", name="Keeping", exact=True).first.click()
    expect(page.get_by_role("row", name="365 days")).to_contain_text("in force")
    page.goto("/reflections")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is for another role")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser,
    door: Door,
    size: dict[str, int],
    scheme: str,
    tmp_path: Path,
) -> None:
    context = browser.new_context(viewport=size, base_url=door.address, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    sign_in(page)
    for address in ("/actions", "/plan", "/actions/new"):
        page.goto(address)
        check(page, f"empty {address}")
    page.get_by_role("button", name="Save").click()
    check(page, "an action refused")
    plan(page, "Anticonstitutionally" * 6, (TODAY - timedelta(days=2)).isoformat())
    check(page, "planned")
    for address in ("/", "/plan", "/actions?status=done", "/actions?status=overdue"):
        page.goto(address)
        check(page, address)
    page.get_by_role("link", name="Anticonst").click()
    page.get_by_label("Status").select_option(label="Done")
    page.get_by_role("button", name="Save", exact=True).click()
    check(page, "an action that is done")
    become(door, Role.RECORDS)
    for address in ("/keeping", "/requests", "/holds"):
        page.goto(address)
        check(page, f"empty {address}")
    page.get_by_role("button", name="Place the hold").click()
    check(page, "a hold refused")
    page.get_by_label("Last day of the hold").fill((TODAY + timedelta(days=9)).isoformat())
    page.get_by_label("Reason").fill("Tribunal 7. " * 20)
    page.get_by_role("button", name="Place the hold").click()
    check(page, "asked before everything is held")
    page.get_by_role("button", name="Hold everything").click()
    check(page, "a hold in force")
    page.goto("/requests")
    page.get_by_role("button", name="Save").click()
    check(page, "a request refused")
    for kind in ("A copy of their words", "Have their words erased"):
        page.goto("/requests")
        page.get_by_label(kind).check()
        page.get_by_label("The day it came").fill((TODAY - timedelta(days=50)).isoformat())
        page.get_by_role("button", name="Save").click()
        check(page, kind)
        page.get_by_role("button", name="Close it").click()
        check(page, f"{kind}, not closed")
    page.get_by_label("Nothing was found").check()
    page.get_by_role("button", name="Close it").click()
    check(page, "a receipt")
    purge(door.database, Settings(home=tmp_path, secret_key="k" * 40), load_content(ROOT / "data/content").organisation)
    for address in ("/keeping", "/requests", "/audit"):
        page.goto(address)
        check(page, address)
    context.close()
