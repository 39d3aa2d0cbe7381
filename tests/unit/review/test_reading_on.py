"""Reading at speed: one after another, by question, many marked at once, and what was done undone."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.review import undoing
from bot.review.matches import mark_matches
from bot.store.reading_tables import Tag
from bot.store.tables import Reflection, Review
from bot.store.tags import names_of
from bot.store.terms import read_terms

TODAY = datetime.now(UTC).date()


@pytest.fixture
def three(share):
    """Three reflections on one theme, the latest first, with another theme's between them."""
    found = [share(strengths=f"Calm day {n}", day=TODAY - timedelta(days=n)) for n in range(3)]
    share(theme="budgets", strengths="No money", day=TODAY - timedelta(days=1))
    return found


def links(page):
    """The addresses of the next reflection and of the one before."""
    found = {rel: re.search(rf'rel="{rel}" href="([^"]*)"', page.text) for rel in ("next", "prev")}
    return tuple(html.unescape(match[1]) if match else None for match in found.values())


def marks_of(database, one):
    with database.session() as session:
        reflection = session.get(Reflection, one)
        return reflection.reviewed, names_of(session, reflection)


def form_of(client, path, action):
    """The hidden fields of a form, as a browser would send them."""
    text = client.get(path).text
    form = next(one for one in re.findall(r"<form.*?</form>", text, re.S) if f'action="{action}"' in one)
    hidden = (tag for tag in re.findall(r"<input[^>]*>", form) if 'type="hidden"' in tag)
    return {re.search('name="(.*?)"', tag)[1]: html.unescape(re.search('value="(.*?)"', tag)[1]) for tag in hidden}


def test_the_next_and_the_one_before_are_those_of_the_list(signed_in, three):
    first, middle, _ = three
    way = [signed_in.get(f"/reflections/{first}?theme=leadership")]
    assert links(way[0]) == (f"/reflections/{middle}?theme=leadership", None)
    way.append(signed_in.get(links(way[0])[0]))
    way.append(signed_in.get(links(way[1])[0]))
    assert links(way[2]) == (None, f"/reflections/{middle}?theme=leadership")
    assert [re.search(r"Number (\d) of the (\d)", page.text).groups() for page in way] == [
        ("1", "3"), ("2", "3"), ("3", "3"),
    ]  # fmt: skip
    assert 'href="/reflections?theme=leadership"' in way[1].text, "the way back leads to the same list"


def test_the_way_goes_on_over_the_pages_of_a_list(signed_in, share):
    rows = [share(strengths="Calm", day=TODAY - timedelta(days=n)) for n in range(27)]
    page = signed_in.get(f"/reflections/{rows[24]}")
    assert "Number 25 of the 25" in page.text
    over = signed_in.get(links(page)[0])
    assert f"/reflections/{rows[25]}?after=" in links(page)[0]
    assert "Number 1 of the 2" in over.text
    back = signed_in.get(links(over)[1])
    assert "Number 25 of the 25" in back.text
    assert f"/reflections/{rows[24]}?" in links(over)[1]


def test_nobody_is_led_out_of_their_area(signed_in, become, three, share):
    become(themes=["leadership"])
    share(theme="budgets", day=TODAY - timedelta(days=3))
    seen, path = [], f"/reflections/{three[0]}"
    while path:
        seen.append(path)
        path = links(signed_in.get(path))[0]
    assert seen == [f"/reflections/{one}" for one in three]


def test_a_search_goes_with_the_reader_and_what_was_found_is_marked(signed_in, three):
    address = signed_in.post("/reflections", data={"words": "calm"}).headers["location"]
    page = signed_in.get(address)
    assert page.text.count("<mark>Calm</mark>") == 3
    assert "You see what has <q>calm</q>." in page.text
    one = signed_in.get(f"/reflections/{three[1]}{address.partition('/reflections')[2]}")
    assert "<mark>Calm</mark> day 1" in one.text
    assert links(one)[0] == f"/reflections/{three[2]}?{address.partition('?')[2]}"


def test_a_search_says_what_it_did_with_a_slip(signed_in, three):
    address = signed_in.post("/reflections", data={"words": "clam or money"}).headers["location"]
    assert "You see what has <q>clam</q> or <q>money</q>." in signed_in.get(address).text
    address = signed_in.post("/reflections", data={"words": "mnoey"}).headers["location"]
    page = signed_in.get(address).text
    assert "Nothing has <q>mnoey</q>, so <q>money</q> was searched for instead." in page
    assert "No <mark>money</mark>" in page


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("listen", "We <mark>listened</mark> & <b>talked</b>"),
        ('"listened & b"', "We listened & <b>talked</b>"),
        ("b", "We listened & <<mark>b</mark>>talked</<mark>b</mark>>"),
        ('"we listened"', "<mark>We listened</mark> & <b>talked</b>"),
        ("we listen", "<mark>We</mark> <mark>listened</mark> & <b>talked</b>"),
        ('listening "we listened"', "<mark>We listened</mark> & <b>talked</b>"),
    ],
)
def test_what_is_marked_is_still_only_text(typed, marked):
    assert str(mark_matches("<i>a</i> listened", read_terms("listen"))).startswith("&lt;i&gt;a&lt;/i&gt; <mark>")
    given = str(mark_matches("We listened & <b>talked</b>", read_terms(typed)))
    assert "<b>" not in given
    assert html.unescape(given) == marked


def test_answers_to_one_question_stand_under_each_other(signed_in, share, audited):
    one = share(strengths="Good coffee", opportunities="More light")
    share(strengths="Kind words", opportunities="")
    page = signed_in.get("/reflections?show=opportunities").text
    assert "More light" in page
    assert "Good coffee" not in page
    assert "Kind words" not in page
    assert [event.subject for event in audited() if event.event == "reflection_viewed"] == [one]


def test_all_words_are_on_the_card_and_each_reading_is_on_record(signed_in, share, audited):
    words = "word " * 100
    one = share(strengths=words + "end", next_step="Ask Ailsa")
    page = signed_in.get("/reflections").text
    assert "word end" in page
    assert "Ask Ailsa" in page
    assert [event.subject for event in audited() if event.event == "reflection_viewed"] == [one]
    assert "word end" not in signed_in.get("/reflections?show=short").text
    assert [event.event for event in audited()].count("reflection_viewed") == 1


def test_many_are_marked_at_once_and_it_is_undone(signed_in, three, database, audited):
    first, _, last = three
    form = form_of(signed_in, "/reflections?theme=leadership", "/reflections/marks")
    chosen = {f"pick-{one}": "0" for one in (first, last)}
    answer = signed_in.post("/reflections/marks", data=form | chosen | {"tag": "Rota", "reviewed": "yes"})
    assert answer.status_code == 303
    assert re.fullmatch(r"/reflections\?theme=leadership&done=[0-9a-f]{32}#results", answer.headers["location"])
    assert [marks_of(database, one) for one in three] == [(True, ["rota"]), (False, []), (True, ["rota"])]
    page = signed_in.get(answer.headers["location"])
    assert "2 are marked as reviewed." in page.text
    assert "2 have the tag <q>rota</q> now." in page.text
    events = [event for event in audited() if event.event == "reflection_reviewed"]
    assert {event.subject for event in events} == {first, last}
    assert all(event.fields == {"reviewed": True, "note": "same", "tags": "changed"} for event in events)
    undone = form_of(signed_in, answer.headers["location"], "/reflections/undo")
    assert signed_in.post("/reflections/undo", data=undone).headers["location"] == "/reflections?theme=leadership"
    assert [marks_of(database, one) for one in three] == [(False, [])] * 3
    with database.session() as session:
        assert session.scalars(select(Tag)).all() == []
    again = signed_in.post("/reflections/undo", data=undone)
    assert again.status_code == 400
    assert "It is too late to undo that here." in again.text


def test_a_tag_that_somebody_put_back_by_hand_is_not_taken_off_by_undoing(signed_in, three, database):
    first, second, _ = three
    answer = signed_in.post(
        "/reflections/marks", data={f"pick-{one}": "0" for one in (first, second)} | {"tag": "rota"}
    )
    for typed in ("", "rota"):
        signed_in.post(f"/reflections/{first}/review", data={"tags": typed})
    signed_in.post("/reflections/undo", data=form_of(signed_in, answer.headers["location"], "/reflections/undo"))
    assert [marks_of(database, one)[1] for one in (first, second)] == [["rota"], []]


def test_a_tag_put_on_while_reading_on_is_undone_unless_somebody_put_it_back(signed_in, three, database):
    first, second, _ = three
    signed_in.post(f"/reflections/{first}/review", data={"tags": "rota"})
    with database.session() as session:
        do = f"tag:{session.scalars(select(Tag.id)).one()}"
    for put_back, left in ((False, []), (True, ["rota"])):
        form = form_of(signed_in, f"/reflections/{second}", f"/reflections/{second}/review")
        answer = signed_in.post(f"/reflections/{second}/review", data=form | {"tags": "", "do": do})
        assert marks_of(database, second)[1] == ["rota"]
        for typed in ("", "rota") if put_back else ():
            signed_in.post(f"/reflections/{second}/review", data={"tags": typed})
        signed_in.post("/reflections/undo", data=form_of(signed_in, answer.headers["location"], "/reflections/undo"))
        assert marks_of(database, second)[1] == left


def test_all_on_the_page_needs_no_ticks_and_undoing_leaves_what_was_so_before(signed_in, three, database):
    signed_in.post(f"/reflections/{three[0]}/review", data={"reviewed": "yes", "tags": "rota", "note": "Mine"})
    signed_in.post(f"/reflections/{three[1]}/review", data={"reviewed": "yes"})
    form = form_of(signed_in, "/reflections?theme=leadership", "/reflections/marks")
    sent = form | {"all": "yes", "tag": "rota", "reviewed": "yes"}
    answer = signed_in.post("/reflections/marks", data=sent)
    assert [marks_of(database, one) for one in three] == [(True, ["rota"])] * 3
    signed_in.post("/reflections/undo", data=form_of(signed_in, answer.headers["location"], "/reflections/undo"))
    assert [marks_of(database, one) for one in three] == [(True, ["rota"]), (True, []), (False, [])]
    with database.session() as session:
        assert session.get(Review, three[0]).note == "Mine"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reviewed": "yes"}, "Choose at least one reflection"),
        ({"all": "yes"}, "Write a tag, or tick"),
        ({"all": "yes", "tag": "x" * 41}, "Write one tag of up to 40 letters"),
        ({"all": "yes", "tag": "one, two"}, "Write one tag of up to 40 letters"),
    ],
)
def test_a_form_that_says_too_little_changes_nothing_and_is_kept(signed_in, three, database, typed, said):
    form = form_of(signed_in, "/reflections?theme=leadership", "/reflections/marks")
    page = signed_in.post("/reflections/marks", data=form | typed)
    assert page.status_code == 400
    assert said in page.text
    assert f'value="{typed.get("tag", "")}"' in page.text
    assert "No money" not in page.text, "it is the list that somebody was on"
    assert [marks_of(database, one) for one in three] == [(False, [])] * 3


def test_what_its_author_changed_meanwhile_is_left_alone_and_said(signed_in, three, database):
    form = form_of(signed_in, "/reflections", "/reflections/marks")
    with database.session() as session:
        session.get(Reflection, three[0]).edits = 1
    answer = signed_in.post("/reflections/marks", data=form | {"all": "yes", "reviewed": "yes"})
    assert marks_of(database, three[0]) == (False, [])
    assert marks_of(database, three[1]) == (True, [])
    assert "One was left as before" in signed_in.get(answer.headers["location"]).text


def test_nothing_outside_the_area_is_marked(signed_in, become, three, share, database):
    other = share(theme="budgets")
    become(themes=["leadership"])
    signed_in.post("/reflections/marks", data={f"pick-{other}": "0", "reviewed": "yes", "tag": "mine"})
    assert marks_of(database, other) == (False, [])


def test_nobody_undoes_what_somebody_else_did(signed_in, three, database):
    answer = signed_in.post("/reflections/marks", data={f"pick-{three[0]}": "0", "reviewed": "yes"})
    key = re.search(r"done=([0-9a-f]{32})", answer.headers["location"])[1]
    kept = undoing.Undos()
    mine = kept.keep("a", undoing.Done(reviewed=("1",)))
    assert kept.look("b", mine) is None
    assert kept.look("a", mine).reviewed == ("1",)
    assert signed_in.post("/reflections/undo", data={"done": "0" * 32}).status_code == 400
    assert marks_of(database, three[0]) == (True, [])
    assert signed_in.post("/reflections/undo", data={"done": key}).status_code == 303
    assert marks_of(database, three[0]) == (False, [])


def test_undoing_ends_after_half_an_hour_and_is_bounded(monkeypatch):
    kept = undoing.Undos()
    key = kept.keep("a", undoing.Done())
    now = undoing.time.monotonic()
    monkeypatch.setattr(undoing.time, "monotonic", lambda: now + undoing.FOR + 1)
    assert kept.look("a", key) is None
    monkeypatch.setattr(undoing, "MOST", 2)
    keys = [kept.keep("a", undoing.Done()) for _ in range(3)]
    assert [kept.look("a", one) is not None for one in keys] == [False, True, True]


def test_one_press_marks_and_goes_on(signed_in, three, database):
    signed_in.post(f"/reflections/{three[2]}/review", data={"tags": "rota"})
    with database.session() as session:
        tag = session.scalars(select(Tag.id)).one()
    here = f"/reflections/{three[0]}"
    form = form_of(signed_in, f"{here}?theme=leadership&reviewed=no", f"{here}/review")
    answer = signed_in.post(f"{here}/review", data=form | {"note": "", "tags": "", "do": f"tag:{tag}"})
    assert re.match(
        rf"/reflections/{three[1]}\?theme=leadership&reviewed=no&done=[0-9a-f]{{32}}$", answer.headers["location"]
    ), "though it is not in that list any more"
    assert marks_of(database, three[0]) == (True, ["rota"])
    page = signed_in.get(answer.headers["location"])
    assert "It is marked as reviewed." in page.text
    undone = form_of(signed_in, answer.headers["location"], "/reflections/undo")
    assert (
        signed_in.post("/reflections/undo", data=undone).headers["location"] == f"{here}?theme=leadership&reviewed=no"
    )
    assert marks_of(database, three[0]) == (False, [])


def test_the_last_one_leads_back_to_the_list(signed_in, three):
    here = f"/reflections/{three[2]}"
    form = form_of(signed_in, f"{here}?theme=leadership", f"{here}/review")
    answer = signed_in.post(f"{here}/review", data=form | {"note": "", "tags": "", "do": "reviewed"})
    assert re.match(r"/reflections\?theme=leadership&done=", answer.headers["location"])


def test_a_list_that_is_made_up_leads_nowhere_else(signed_in, three):
    here = f"/reflections/{three[0]}"
    sent = {"list": "?theme=budgets&x=//evil.example", "do": "reviewed", "edits": "0"}
    answer = signed_in.post(f"{here}/review", data=sent)
    assert answer.headers["location"].startswith("/reflections/")
    assert "evil" not in answer.headers["location"]
