"""Planning, marking and telling: actions never quote, and their link to a reflection shows to its readers alone."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.review.quoting import quotes
from bot.store.changes import published
from bot.store.keeping_tables import Action
from bot.store.tables import Change, Coordinator, Reflection

TODAY = datetime.now(UTC).date()
SOON, PAST = (TODAY + timedelta(days=7)).isoformat(), (TODAY - timedelta(days=1)).isoformat()
PLAN = {"what": "Ten minutes to talk after each shift.", "owner": "The rota group", "due": SOON, "theme": "leadership"}
SAID = "Nobody ever asks the night shift what would make the handover safer."


def only(database, table=Action):
    with database.session() as session:
        return session.scalars(select(table)).one()


def plan(browser, **fields):
    answer = browser.post("/actions", data=PLAN | fields)
    assert answer.headers.get("location") == "/actions?done=planned", answer.text
    return answer


def test_the_empty_pages_are_kind(signed_in):
    assert "Nothing is planned yet." in signed_in.get("/actions").text
    assert "Nothing is planned yet." in signed_in.get("/plan").text


def test_an_action_is_planned_marked_and_told(signed_in, database, audited):
    plan(signed_in)
    action = only(database)
    address = f"/actions/{action.id}"
    marked = signed_in.post(address, data={"do": "mark", "status": "done", "note": "It runs since May."})
    assert marked.headers["location"] == f"{address}?saved=1"
    page = html.unescape(signed_in.get(address).text)
    assert "It runs since May." in page
    form = html.unescape(signed_in.get(f"/changes?action={action.id}").text)
    assert PLAN["what"] in form
    told = {"said": "People asked for time.", "did": PLAN["what"], "theme": "leadership", "action": action.id}
    assert signed_in.post("/changes", data=told | {"do": "publish"}).status_code == 303
    with database.session() as session:
        assert [one.did for one in published(session)] == [PLAN["what"]]
    assert only(database).change_id == only(database, Change).id
    assert f"/changes/{only(database, Change).id}" in signed_in.get(address).text
    assert signed_in.post(address, data={"do": "delete", "sure": "yes"}).headers["location"] == "/actions?done=deleted"
    assert signed_in.get(address).status_code == 404
    events = [one for one in audited() if one.event.startswith("action_")]
    assert [one.event for one in events] == [
        "action_written", "action_marked", "action_viewed", "action_viewed", "action_deleted",
    ]  # fmt: skip
    assert "Ten minutes" not in str([one.fields for one in events])


def test_what_is_past_its_day_waits_on_the_home_page(signed_in):
    plan(signed_in)
    assert "Past its day" not in signed_in.get("/").text
    plan(signed_in, what="A quiet room.", due=PAST)
    home = signed_in.get("/").text
    assert "Past its day" in home
    assert "A quiet room." in home
    assert "Ten minutes" not in home


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/actions?theme=budgets", ["A quiet room."]),
        ("/actions?status=overdue", ["A quiet room."]),
        ("/actions?status=open", ["Ten minutes", "A quiet room."]),
        ("/actions?status=done", []),
        ("/actions?theme=nonsense&status=x", ["Ten minutes", "A quiet room."]),
    ],
)
def test_filters(signed_in, address, found):
    plan(signed_in)
    plan(signed_in, what="A quiet room.", due=PAST, theme="budgets")
    page = signed_in.get(address).text
    assert [one for one in ("Ten minutes", "A quiet room.") if one in page] == found


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"what": " "}, "Write what will be done."),
        ({"what": "x" * 301}, "What will be done is too long."),
        ({"owner": ""}, "Write who will do it."),
        ({"owner": "x" * 81}, "Who will do it is too long."),
        ({"due": "soon"}, "Write the day"),
        ({"theme": "nonsense"}, "We do not know that theme."),
    ],
)
def test_what_is_amiss_is_said_and_nothing_typed_is_lost(signed_in, database, wrong, said):
    page = signed_in.post("/actions", data=PLAN | wrong)
    assert page.status_code == 400
    assert page.text.count(said) == 2, "in the summary, and at the field"
    kept = next(text for name, text in PLAN.items() if name not in wrong)
    assert kept in page.text


def test_it_never_quotes_the_reflection_it_is_made_from(signed_in, share, database):
    reflection = share(strengths=SAID)
    assert f"/actions/new?from={reflection}" in signed_in.get(f"/reflections/{reflection}").text
    assert "you plan this from" in signed_in.get(f"/actions/new?from={reflection}").text.lower()
    answer = signed_in.post(
        "/actions", data=PLAN | {"what": "Ask what would make the handover safer.", "from": reflection}
    )
    assert answer.status_code == 400
    assert "in your own words" in html.unescape(answer.text)
    plan(signed_in, **{"from": reflection, "what": "Ask nights about handovers."})
    address = f"/actions/{only(database).id}"
    quoted = signed_in.post(address, data=PLAN | {"what": SAID, "do": "rewrite"})
    assert quoted.status_code == 400
    told = signed_in.post("/changes", data={"said": SAID, "did": "We ask.", "action": only(database).id})
    assert told.status_code == 400
    assert "Some of this is what somebody wrote." in told.text


def test_a_note_never_quotes_and_what_was_typed_stays(signed_in, share, database, audited):
    reflection = share(strengths=SAID)
    plan(signed_in)
    address = f"/actions/{only(database).id}"
    sent = {"do": "mark", "status": "done", "note": "We ask the night shift what would make the handover safer."}
    answer = signed_in.post(address, data=sent)
    page = html.unescape(answer.text)
    assert answer.status_code == 400
    assert "Some of the note is what somebody wrote." in page
    assert SAID in page, "the sentence that it is too like"
    assert sent["note"] in page
    assert '<option value="done" selected>' in page
    assert only(database).status == "planned"
    assert ("reflection_viewed", reflection) in {(one.event, one.subject) for one in audited()}
    again = signed_in.post(address, data=sent | {"note": "Nights have a say now."})
    assert again.headers["location"] == f"{address}?saved=1"


def test_the_link_shows_to_its_readers_and_goes_with_the_reflection(signed_in, share, database, become):
    reflection = share(team="housing", strengths=SAID)
    plan(signed_in, **{"from": reflection, "theme": ""})
    address = f"/actions/{only(database).id}"
    assert f"/reflections/{reflection}" in signed_in.get(address).text
    become(teams=["finance"])
    page = signed_in.get(address).text
    assert reflection not in page
    assert "Planned from" not in page
    become()
    with database.session() as session:
        session.delete(session.get(Reflection, reflection))
    assert "Planned from" not in signed_in.get(address).text


def test_another_area_is_not_acted_on(signed_in, database, become):
    plan(signed_in)
    address = f"/actions/{only(database).id}"
    become(themes=["budgets"])
    assert signed_in.get(address).status_code == 404
    assert "Ten minutes" not in signed_in.get("/plan").text + signed_in.get("/actions").text
    assert signed_in.post("/actions", data=PLAN).status_code == 400, "leadership is not theirs"
    assert signed_in.post("/changes", data={"said": "A", "did": "B", "theme": "leadership"}).status_code == 400


def test_the_plan_has_each_theme_once_and_no_stopped_action(signed_in, database):
    plan(signed_in)
    plan(signed_in, what="A quiet room.", theme="budgets", due=PAST)
    plan(signed_in, what="Never mind.", theme="")
    with database.session() as session:
        stopped = session.scalars(select(Action.id).where(Action.what == "Never mind.")).one()
    signed_in.post(f"/actions/{stopped}", data={"do": "mark", "status": "stopped"})
    page = signed_in.get("/plan").text
    assert "Never mind." not in page
    assert page.index("Ten minutes") < page.index("A quiet room.")
    assert "Overdue" in page
    assert "Nothing planned yet" in page


def test_nothing_in_it_is_read_as_html(signed_in, database):
    nasty = "<script>alert('x')</script> {{ 7 * 7 }}"
    plan(signed_in, what=nasty, owner=nasty)
    for address in ("/actions", "/plan", f"/actions/{only(database).id}"):
        page = signed_in.get(address).text
        assert "<script>" not in page
        assert nasty in html.unescape(page)


@pytest.mark.parametrize(
    ("written", "is_quoted"),
    [
        ("Ask what would make the handover safer.", True),
        ("ask WHAT would; make the 'handover' safer", True),
        ("Make the handover safer, and ask nights.", False),
        ("", False),
    ],
)
def test_quotations_are_found(written, is_quoted):
    assert quotes(written, (SAID, "")) is is_quoted


def test_a_coordinator_is_named_in_the_history(signed_in, database):
    plan(signed_in)
    name = only(database, Coordinator).name
    assert name in signed_in.get(f"/actions/{only(database).id}").text
