from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from bot.store.tables import PrivateReflection, Reflection, Review

NASTY = "<script>alert('x')</script> {{ 7 * 7 }} <img src=x onerror=alert(1)> \"'> ‮ مرحبا 🌱"


def days_ago(n):
    return datetime.now(UTC).date() - timedelta(days=n)


def ids(page):
    return re.findall(r'class="card-title" id="r-([0-9a-f]{32})"', page.text)


def test_the_empty_list_and_home_are_kind(signed_in):
    assert "Nothing has been shared yet" in signed_in.get("/reflections").text
    assert "You are up to date" in signed_in.get("/").text


def test_a_shared_reflection_is_read(signed_in, share, content):
    piece = content.guidance_for("leadership")[0]
    reflection = share(
        strengths="We debrief.\nEvery Friday.",
        opportunities="A quieter room.",
        next_step="Ask for one.",
        rating=content.rating_scale[1].id,
        guidance=[piece.id],
    )
    assert reflection in signed_in.get("/").text
    assert ids(signed_in.get("/reflections")) == [reflection]
    page = html.unescape(signed_in.get(f"/reflections/{reflection}").text)
    for words in (
        "We debrief.\nEvery Friday.",
        "A quieter room.",
        "Ask for one.",
        piece.title,
        piece.url,
        piece.line,
        "Shared anonymously",
        "Leadership",
    ):
        assert words in page
    assert '<div class="said" dir="auto">We debrief.' in page
    assert content.rating_scale[1].label not in page, "a rating beside one anonymous reflection is a figure about one"


def test_an_anonymous_one_shows_its_day_and_no_time(signed_in, share):
    page = signed_in.get(f"/reflections/{share()}").text
    lead = re.search(r'<p class="lead">(.*?)</p>', page, re.S)[1]
    assert not re.search(r"\d\d:\d\d", lead)


def test_one_with_a_teams_name_shows_team_and_time(signed_in, share):
    page = signed_in.get(f"/reflections/{share(team='housing', shared_at=datetime(2026, 7, 1, 9, 5, tzinfo=UTC))}").text
    assert "Shared by Housing and homelessness on 1 July 2026, 10:05" in " ".join(page.split())


def test_a_team_and_a_theme_that_left_the_content_still_show(signed_in, share):
    reflection = share(team="old-team", theme="old-theme", rating="old-rating", guidance=["gone"])
    page = signed_in.get(f"/reflections/{reflection}")
    assert page.status_code == 200
    assert "old-team" in page.text
    assert ids(signed_in.get("/reflections?team=old-team")) == [reflection]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("theme=leadership", "ab"),
        ("theme=budgets", "c"),
        ("team=housing", "b"),
        ("sharing=anonymous", "ac"),
        ("sharing=team", "b"),
        ("from={1}", "ab"),
        ("to={1}", "bc"),
        ("from={1}&to={1}", "b"),
        ("reviewed=yes", "c"),
        ("reviewed=no", "ab"),
        ("theme=budgets&team=housing", ""),
        ("theme=&team=&sharing=", "abc"),
    ],
)
def test_filters(signed_in, share, database, query, found):
    made = {
        share(): "a",
        share(team="housing", shared_at=datetime.now(UTC), day=days_ago(1)): "b",
        (third := share(theme="budgets", day=days_ago(2))): "c",
    }
    signed_in.post(f"/reflections/{third}/review", data={"reviewed": "yes", "note": "", "seen": ""})
    page = signed_in.get("/reflections?" + query.replace("{1}", days_ago(1).isoformat()))
    assert [made[one] for one in ids(page)] == list(found)
    if not found:
        assert "No shared reflections match" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "theme=nonsense",
        "team=%00",
        "sharing=private",
        "reviewed=maybe",
        "from=yesterday",
        "to=99/99/2026",
        "from=2026-11-22&to=2026-11-01",
        "after=x",
        "before=2026-11-22.zz",
        "theme[]=x",
        "from=" + "9" * 5000,
        "theme=%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_a_bad_filter_gets_a_kind_message_and_a_list(signed_in, share, query):
    reflection = share()
    page = signed_in.get("/reflections?" + query)
    assert page.status_code == 200
    assert reflection in page.text
    assert ("could not be used" in page.text) == ("[]" not in query)
    assert "<script>" not in page.text


def test_pages_go_on_and_back_and_meet_every_reflection_once(signed_in, share):
    made = {share(day=days_ago(n % 3)) for n in range(60)}
    page, seen, way = signed_in.get("/reflections"), [], []
    while True:
        way.append(ids(page))
        seen += ids(page)
        on = re.search(r'rel="next"[^>]*href="([^"]+)"', page.text)
        if not on:
            break
        page = signed_in.get(html.unescape(on[1]))
    assert (len(way), len(seen), set(seen)) == (3, 60, made)
    back = re.search(r'rel="prev" href="([^"]+)"', page.text)
    assert ids(signed_in.get(html.unescape(back[1]))) == way[1]
    # nowhere does the list say how many there are
    assert "60" not in re.sub(r"[0-9a-f]{32}|\?[^\"]*|&#\d+;", "", page.text)


def test_within_a_day_the_order_is_by_random_id(signed_in, share):
    made = [share() for _ in range(12)]
    older = share(day=days_ago(1))
    assert ids(signed_in.get("/reflections")) == [*sorted(made, reverse=True), older]


def test_a_page_past_the_end_is_kind(signed_in, share):
    share()
    page = signed_in.get("/reflections?after=2001-01-01." + "0" * 32)
    assert page.status_code == 200
    assert "There is nothing more here" in page.text


@pytest.mark.parametrize("one", ["0" * 32, "nonsense", "%00", "..%2f..%2fetc", "1' OR '1'='1", "é" * 40])
def test_what_is_not_there_gets_a_kind_page_that_repeats_nothing(signed_in, one):
    page = signed_in.get(f"/reflections/{one}")
    assert page.status_code == 404
    assert "This page is not here" in page.text
    assert one not in page.text


def test_what_is_past_its_last_day_is_gone(signed_in, share):
    reflection = share(expires_on=days_ago(1))
    assert ids(signed_in.get("/reflections")) == []
    assert signed_in.get(f"/reflections/{reflection}").status_code == 404


def test_private_reflections_never_appear(signed_in, database, share):
    share()
    with database.session() as session:
        session.add(PrivateReflection(lookup=b"p" * 16, sealed=b"PRIVATEWORDS", expires_on=days_ago(-9)))
    lookup = (b"p" * 16).hex()
    for path in ("/", "/reflections", "/reflections?sharing=private", "/themes", "/audit", f"/reflections/{lookup}"):
        page = signed_in.get(path).text
        assert "PRIVATEWORDS" not in page
        assert lookup not in page


def test_marking_and_noting(signed_in, share, database):
    reflection = share()
    answer = signed_in.post(f"/reflections/{reflection}/review", data={"reviewed": "yes", "note": "Ask HR.\r\nSoon."})
    assert answer.status_code == 303
    page = signed_in.get(answer.headers["location"]).text
    assert "Saved." in page
    assert "Marked as reviewed by morag" in page
    assert "\nAsk HR.\nSoon.</textarea>" in page
    signed_in.post(f"/reflections/{reflection}/review", data={"note": "Ask HR.\nSoon.", "seen": "Ask HR.\nSoon."})
    with database.session() as session:
        review = session.get(Review, reflection)
        assert (review.reviewed_at, review.reviewed_by, review.note) == (None, None, "Ask HR.\nSoon.")


def test_a_note_that_somebody_else_changed_is_not_lost(signed_in, share, database):
    path = f"/reflections/{share()}/review"
    signed_in.post(path, data={"note": "first"})
    answer = signed_in.post(path, data={"note": "mine", "seen": ""})
    assert answer.status_code == 409
    assert "first" in answer.text
    assert "\nmine</textarea>" in answer.text
    assert signed_in.post(path, data={"note": "first and mine", "seen": "first"}).status_code == 303
    with database.session() as session:
        assert session.scalars(select(Review.note)).one() == "first and mine"


def test_a_mark_alone_keeps_a_note_that_came_meanwhile(signed_in, share, database):
    path = f"/reflections/{share()}/review"
    signed_in.post(path, data={"note": "theirs"})
    assert signed_in.post(path, data={"reviewed": "yes", "note": "", "seen": ""}).status_code == 303
    with database.session() as session:
        assert session.scalars(select(Review.note)).one() == "theirs"


def test_a_note_that_is_too_long_comes_back(signed_in, share):
    answer = signed_in.post(f"/reflections/{share()}/review", data={"note": "word " * 500, "reviewed": "yes"})
    assert answer.status_code == 400
    assert "more than 2,000 characters" in answer.text
    assert "word word" in answer.text
    assert "checked" in answer.text


def test_a_note_written_while_signed_out_is_handed_back(client, share):
    answer = client.post(f"/reflections/{share()}/review", data={"note": "long thought <b>"})
    assert answer.status_code == 401
    assert "long thought &lt;b&gt;</textarea>" in answer.text


def test_reviewing_what_was_taken_back_is_kind(signed_in, share, database):
    reflection = share()
    with database.session() as session:
        session.execute(delete(Reflection))
    assert signed_in.post(f"/reflections/{reflection}/review", data={"note": "x"}).status_code == 404


def test_what_people_wrote_is_never_markup_and_never_in_a_title(signed_in, share):
    reflection = share(strengths=NASTY, opportunities=NASTY, next_step=NASTY)
    answer = signed_in.post(f"/reflections/{reflection}/review", data={"note": NASTY})
    assert answer.status_code == 303
    for path in ("/", "/reflections", f"/reflections/{reflection}"):
        page = signed_in.get(path).text
        assert "<script>" not in page
        assert "<img" not in page
        assert "{{ 7 * 7 }}" in page
        assert "alert" not in re.search(r"<title>(.*?)</title>", page, re.S)[1]
    assert NASTY.replace("\r", "") in html.unescape(signed_in.get(f"/reflections/{reflection}").text)


def test_every_view_and_change_is_recorded_and_none_carries_what_people_wrote(signed_in, share, audited, become):
    secret = "unmistakable words of a reflection"
    reflection = share(strengths=secret)
    signed_in.get("/")
    signed_in.get("/reflections?theme=leadership&reviewed=no&team=unmistakable&from=2026-01-01&show=short")
    signed_in.get("/reflections?show=strengths")
    signed_in.get(f"/reflections/{reflection}")
    signed_in.post(f"/reflections/{reflection}/review", data={"reviewed": "yes", "note": "unmistakable note"})
    signed_in.get("/themes")
    become("records")
    signed_in.get("/audit")
    events = [(event.event, event.actor, event.subject, event.fields) for event in audited()]
    assert events == [
        ("home_viewed", "morag", "", {}),
        ("reflections_listed", "morag", "", {"theme": "leadership", "reviewed": False, "first_day": "2026-01-01"}),
        ("reflections_listed", "morag", "", {"answer": "strengths"}),
        ("reflection_viewed", "morag", reflection, {}),
        ("reflection_viewed", "morag", reflection, {}),
        ("reflection_reviewed", "morag", reflection, {"reviewed": True, "note": "added", "tags": "same"}),
        ("themes_viewed", "morag", "", {}),
        ("audit_viewed", "morag", "", {}),
    ]
    assert "unmistakable" not in repr(events)
    assert "Read a reflection" in signed_in.get("/audit").text


def test_the_activity_page_goes_further_back(signed_in, become):
    for _ in range(55):
        signed_in.get("/themes")
    become("records")
    page = signed_in.get("/audit").text
    assert page.count(">Opened the themes</td>") == 50
    older = re.search(r"/audit\?before=\d+", page)[0]
    assert ">Opened the themes</td>" in signed_in.get(older).text
    for odd in ("/audit?before=x", "/audit?before=99999999999999999999", "/audit?before=0"):
        assert signed_in.get(odd).status_code == 200


def test_error_pages_keep_the_menu_for_those_signed_in(signed_in):
    page = signed_in.get("/nowhere")
    assert page.status_code == 404
    assert "Sign out" in page.text
