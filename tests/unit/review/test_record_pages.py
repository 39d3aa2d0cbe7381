"""The records officer's pages: requests by return code, legal holds, receipts; and no word that anybody wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from bot.reflection.answers import Answers
from bot.reflection.codes import make_code, read_words
from bot.reflection.keeping import key_of, note_progress, read_reflection, save_reflection
from bot.reflection.paths import add_to_path, read_path
from bot.runtime.purge import purge
from bot.store.coordinators import Role
from bot.store.keeping_tables import HeldReflection, Hold, RightsRequest
from bot.store.tables import PrivateReflection

TODAY = datetime.now(UTC).date()
LATER = TODAY + timedelta(days=40)
WORDS = "the rota is kind to carers now"


@pytest.fixture
def officer(signed_in, become):
    become(Role.RECORDS)
    return signed_in


@pytest.fixture
def code(settings, database, content):
    made = make_code("s" * 43, "m", read_words(settings.content_dir))
    save_reflection(
        database, settings.secret, content.organisation, code=made, theme="leadership",
        answers=Answers(strengths=WORDS), guidance=(), sharing="anonymous",
    )  # fmt: skip
    return made


def take(officer, kind="access", **fields):
    sent = {"kind": kind, "received": TODAY.isoformat(), "reference": "SAR-2026/7"} | fields
    return officer.post("/requests", data=sent)


def only(database, table=RightsRequest):
    with database.session() as session:
        return session.scalars(select(table)).one()


@pytest.mark.parametrize("address", ["/keeping", "/requests", "/holds"])
def test_empty_pages_are_kind_and_for_officers_alone(officer, become, address):
    page = officer.get(address)
    assert page.status_code == 200
    assert any(words in page.text for words in ("Nobody is waiting.", "No hold was ever placed."))
    for role in (Role.COORDINATOR, Role.FACILITATOR, Role.ADMINISTRATOR):
        become(role)
        assert officer.get(address).status_code == 403


@pytest.mark.parametrize("address", ["/reflections", "/actions", "/plan", "/changes", "/themes"])
def test_an_officer_reads_nothing(officer, address):
    assert officer.get(address).status_code == 403


@pytest.mark.parametrize("kind", ["docx", "pdf", "md"])
def test_a_copy_goes_into_a_file_and_stands_on_no_page(officer, database, code, audited, kind):
    address = take(officer).headers["location"]
    answer = officer.post(address, data={"do": "copy", "code": code.replace("-", " "), "format": kind})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="copy.{kind}"'
    if kind == "md":
        assert WORDS in answer.text
        assert "because you asked for one" in answer.text
    elif kind == "docx":
        assert WORDS in ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
    page = officer.get(address).text
    assert WORDS not in page
    assert code not in page
    assert only(database).answered == 1
    officer.post(address, data={"do": "close", "outcome": "done"})
    assert "This page is the receipt." in officer.get(address).text
    seen = str([(one.event, one.subject, one.fields) for one in audited()])
    assert "request_met" in seen
    assert not any(word in seen for word in (WORDS, code, "SAR"))


def test_erasing_is_asked_for_twice_and_leaves_a_receipt_without_content(officer, settings, database, code):
    address = take(officer, "erasure").headers["location"]
    unsure = officer.post(address, data={"do": "erase", "code": code})
    assert unsure.status_code == 400
    assert read_reflection(database, settings.secret, code)
    done = officer.post(address, data={"do": "erase", "code": code, "sure": "yes"})
    assert done.headers["location"] == f"{address}?done=erased"
    assert read_reflection(database, settings.secret, code) is None
    again = officer.post(address, data={"do": "erase", "code": code, "sure": "yes"})
    assert again.status_code == 404
    assert "Nothing is kept under those four words." in again.text
    assert "it is gone already" in again.text, "the second press of one button"
    officer.post(address, data={"do": "close", "outcome": "done"})
    page = officer.get(address).text
    assert WORDS not in page
    assert "Return codes met" in page
    assert officer.post(address, data={"do": "erase", "code": code, "sure": "yes"}).status_code == 409


def test_a_request_meets_all_that_the_code_opens(officer, settings, database, content, code):
    second = add_to_path(
        database, settings.secret, content.organisation, code=code, theme="budgets",
        answers=Answers(strengths="money for cover"), guidance=(), sharing="private",
    ).code  # fmt: skip
    assert note_progress(database, settings.secret, second, "begun", TODAY, "two forms are in")
    copy = officer.post(take(officer).headers["location"], data={"do": "copy", "code": code, "format": "md"}).text
    assert all(words in copy for words in (WORDS, "money for cover", "two forms are in", "I have begun"))
    address = take(officer, "erasure").headers["location"]
    done = officer.post(address, data={"do": "erase", "code": code, "sure": "yes"})
    assert done.headers["location"] == f"{address}?done=erased"
    assert not read_path(database, settings.secret, code)


def test_half_a_copy_is_not_handed_over_and_erasing_takes_what_is_damaged(officer, settings, database, content, code):
    second = add_to_path(
        database, settings.secret, content.organisation, code=code, theme="budgets",
        answers=Answers(strengths="money for cover"), guidance=(), sharing="private",
    ).code  # fmt: skip
    with database.session() as session:
        row = session.get(PrivateReflection, key_of(second, settings.secret).lookup)
        row.sealed = b"cut"
    refused = officer.post(take(officer).headers["location"], data={"do": "copy", "code": code, "format": "md"})
    assert refused.status_code == 409 and "a copy would not be whole" in refused.text and WORDS not in refused.text
    officer.post(take(officer, "erasure").headers["location"], data={"do": "erase", "code": code, "sure": "yes"})
    assert not read_path(database, settings.secret, code)


def test_erasing_under_a_hold_says_so(officer, database, code):
    officer.post("/holds", data={"theme": "leadership", "until": LATER.isoformat(), "reason": "Tribunal 7."})
    address = take(officer, "erasure").headers["location"]
    done = officer.post(address, data={"do": "erase", "code": code, "sure": "yes"})
    assert done.headers["location"] == f"{address}?done=held"
    assert "A legal hold keeps a sealed copy" in officer.get(f"{address}?done=held").text
    assert only(database).held
    assert WORDS.encode() not in only(database, HeldReflection).sealed


def test_a_code_that_opens_nothing_is_said_and_never_shown(officer, database, settings):
    address = take(officer).headers["location"]
    known = " ".join(read_words(settings.content_dir)[:4])
    for typed, status, said in (
        ("two words", 400, "A return code has four words."),
        (known, 404, "Nothing is kept under those four words."),
    ):
        answer = officer.post(address, data={"do": "copy", "code": typed, "format": "md"})
        assert answer.status_code == status
        assert said in answer.text
        assert typed not in answer.text
    assert only(database).answered == 0


def test_many_wrong_codes_have_to_wait(officer, settings):
    address = take(officer).headers["location"]
    words = read_words(settings.content_dir)
    tries = [
        officer.post(address, data={"do": "copy", "code": " ".join(words[n : n + 4]), "format": "md"})
        for n in range(11)
    ]
    assert [one.status_code for one in tries] == [404] * 10 + [429]
    assert "Please wait 15 minutes." in tries[-1].text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "other"}, "Choose what the person asks for."),
        ({"received": (TODAY + timedelta(days=1)).isoformat()}, "Write the day it came"),
        ({"received": "x"}, "Write the day it came"),
        ({"reference": "Morag Bain"}, "A case number has a few letters"),
    ],
)
def test_a_request_that_cannot_be_written_down(officer, wrong, said):
    page = take(officer, **wrong)
    assert page.status_code == 400
    assert page.text.count(said) == 2


def test_what_is_overdue_stands_first(officer):
    take(officer, received=(TODAY - timedelta(days=45)).isoformat())
    assert "Past its day" in officer.get("/keeping").text
    assert "Overdue" in officer.get("/requests").text
    assert officer.get("/").headers["location"] == "/keeping"


def test_a_hold_is_placed_moved_and_lifted(officer, share, database, audited):
    share(day=date(2026, 2, 1))
    sent = {"from": "2026-01-01", "to": "31/3/2026", "until": LATER.isoformat(), "reason": "Tribunal 7."}
    assert officer.post("/holds", data=sent).headers["location"] == "/holds?done=placed"
    hold = only(database, Hold)
    address = f"/holds/{hold.id}"
    assert officer.post(address, data={"until": "2020-01-01", "do": "move"}).status_code == 400
    soon = (TODAY + timedelta(days=3)).isoformat()
    sooner = {"until": soon, "do": "move", "sure": "yes"}
    assert officer.post(address, data=sooner).headers["location"] == "/holds?done=moved"
    assert "end soon" in officer.get("/keeping").text
    assert officer.post(address, data={"do": "lift", "sure": "yes"}).headers["location"] == "/holds?done=lifted"
    assert "Lifted" in officer.get("/holds").text
    assert only(database, Hold).lifted_by == "morag"
    events = [(one.event, one.fields) for one in audited() if one.event.startswith("hold_")]
    assert [name for name, _ in events] == ["hold_placed", "hold_extended", "hold_lifted"]
    assert "Tribunal" not in str(events)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": ""}, "Write the reason."),
        ({"reason": "x" * 301}, "The reason is too long."),
        ({"until": ""}, "Write the last day of the hold."),
        ({"until": "2020-01-01"}, "Write the last day of the hold."),
        ({"address": "the one about rotas"}, "That is no address of one reflection."),
        ({"theme": "x"}, "We do not know that theme."),
        ({"from": "x"}, "Write the first day"),
        ({"from": "2026-03-01", "to": "2026-01-01"}, "The first day is after the last day."),
        ({"until": "9999-12-31"}, "more than two years away"),
        ({"address": "a" * 32}, "No shared reflection has this address."),
        ({"address": "a" * 32, "theme": "leadership"}, "One reflection needs no theme and no days."),
        ({"to": "2019-01-01"}, "Nothing from those days is kept any more."),
    ],
)
def test_a_hold_that_cannot_be_placed(officer, database, wrong, said):
    sent = {"until": LATER.isoformat(), "reason": "Tribunal 7.", "sure": "yes"}
    page = officer.post("/holds", data=sent | wrong)
    assert page.status_code == 400
    assert said in page.text
    with database.session() as session:
        assert not session.scalars(select(Hold)).all()


def test_one_reflection_is_named_by_its_address(officer, share, database):
    reflection = share()
    address = f"https://waymark.example.scot/review/reflections/{reflection}?saved=1"
    officer.post("/holds", data={"address": address, "until": LATER.isoformat(), "reason": "Tribunal 7."})
    assert only(database, Hold).reflection_id == reflection


def test_the_receipt_of_a_purge_has_the_schedule_and_no_number(officer, share, database, settings, content):
    share(expires_on=TODAY - timedelta(days=1), day=TODAY - timedelta(days=366))
    assert purge(database, settings, content.organisation).reflections == 1
    page = officer.get("/keeping").text
    assert "365 days" in page
    assert "14 days" in page
    receipts = page[page.index("Receipts of the latest days") :]
    assert ">1<" not in receipts
