"""Words are found alike on both databases, by their stems, and are gone from the index with what they stood in."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text

from bot.store import search, shared, tags
from bot.store.areas import EVERYWHERE, Area
from bot.store.reading_tables import Tag
from bot.store.tables import Reflection

TODAY = datetime.now(UTC).date()


def values(**fields):
    return {
        "id": secrets.token_hex(16),
        "sharing": "team" if fields.get("team") else "anonymous",
        "theme": "leadership",
        "day": TODAY,
        "expires_on": TODAY + timedelta(days=30),
        "lookup": secrets.token_bytes(16),
        "strengths": "",
    } | fields


def add(database, **fields):
    with database.session() as session:
        row = Reflection(**values(**fields))
        session.add(row)
    return row.id


def find(database, words, area=EVERYWHERE, **filters):
    with database.session() as session:
        page = shared.list_shared(session, area, shared.Filters(words=words, **filters))
        return {row.id for row in page.reflections}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("listening", True),
        ("LISTENS lead", True),
        ("lis", True),
        ("trauma informed", True),
        ("trauma-informed", True),
        ("cafe", True),
        ("24/7", True),
        ("listen nowhere", False),
        ("the of", False),
        ("' OR 1=1 --", False),
        ("listen:* | !x & <->", False),
        ("%", False),
        ("_", False),
        ("🙂", False),
    ],
)
def test_words_are_found_by_their_stems_in_every_answer(database, words, found):
    row = add(database, strengths="Our lead listened.", opportunities="A trauma-informed café", next_step="open 24/7")
    add(database, strengths="Something else")
    assert find(database, words) == ({row} if found else set())


def test_a_search_keeps_to_filters_days_and_area(database):
    one = add(database, theme="budgets", strengths="huddle", day=TODAY - timedelta(days=3))
    other = add(database, theme="leadership", strengths="huddles", team="housing")
    assert find(database, "huddle") == {one, other}
    assert find(database, "huddle", theme="budgets") == {one}
    assert find(database, "huddle", first_day=TODAY) == {other}
    assert find(database, "huddle", Area(themes=frozenset({"budgets"}))) == {one}
    assert find(database, "huddle", Area(teams=frozenset())) == {one}


@pytest.mark.parametrize("near", [1, 1000])
def test_a_search_keeps_to_a_tag(database, monkeypatch, near):
    monkeypatch.setattr(shared, "NEAR", near)
    rows = [add(database, strengths="a kind huddle", day=TODAY - timedelta(days=40 * n)) for n in range(4)]
    with database.session() as session:
        for row in rows[1:]:
            tags.set_tags(session, session.get(Reflection, row), ["rotas"])
        tag = session.scalars(select(Tag.id)).one()
    assert find(database, "kind", tag=tag) == set(rows[1:])
    assert find(database, "kind missing", tag=tag) == set()


def test_a_word_of_one_or_two_letters_is_taken_whole(database):
    short = add(database, strengths="Our HR team, an A4 page")
    add(database, strengths="hrafn")
    assert find(database, "hr a4") == {short}


def test_a_rare_word_far_down_a_long_list_is_found_by_the_index(database, monkeypatch):
    monkeypatch.setattr(shared, "NEAR", 3)
    wanted = {add(database, strengths="rare", day=TODAY - timedelta(days=9)) for _ in range(2)}
    for _ in range(8):
        add(database, strengths="common")
    assert find(database, "rare") == wanted
    with database.session() as session:
        first = shared.list_shared(session, EVERYWHERE, shared.Filters(words="common"), limit=5)
        second = shared.list_shared(session, EVERYWHERE, shared.Filters(words="common"), first.older, limit=5)
    assert (len(first.reflections), len(second.reflections), second.older) == (5, 3, None)


def test_changed_words_are_found_and_the_old_ones_are_not(database):
    row = add(database, strengths="before")
    with database.session() as session:
        session.get(Reflection, row).strengths = "afterwards"
    assert find(database, "before") == set()
    assert find(database, "afterwards") == {row}


def test_rows_that_came_in_bulk_are_written_when_asked(database):
    with database.session() as session:
        session.execute(insert(Reflection), [values(strengths="bulk") for _ in range(7)])
        search.fill(session, at_once=3)
    assert len(find(database, "bulk")) == 7


def test_no_stem_outlives_its_reflection(database):
    add(database, strengths="qvanishing")
    with database.session() as session:
        session.execute(delete(Reflection))
    with database.engine.connect() as connection:
        for table in connection.scalars(_tables(database)).all():
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            assert "qvanish" not in str(rows), table


def _tables(database):
    if database.engine.dialect.name == "postgresql":
        return text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return text("SELECT name FROM sqlite_master WHERE type = 'table'")


def test_a_rating_is_looked_at_only_with_a_teams_name(database):
    add(database, rating="not-yet")
    named = add(database, rating="not-yet", team="housing")
    with database.session() as session:
        page = shared.list_shared(session, EVERYWHERE, shared.Filters(rating="not-yet"))
        assert [row.id for row in page.reflections] == [named]
        assert f"_{TODAY:%Y%m}" in session.scalar(select(Reflection.words).where(Reflection.id == named))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("rota or shift", {"rota", "shift", "both"}),
        ("rota OR shift night", {"both"}),
        ("rota | shift", {"both"}),
        ("or rota", {"rota", "both"}),
        ("rota or", {"rota", "both"}),
        ("or", set()),
        ('"time to talk"', {"talk"}),
        ("“time to talk” or rota", {"talk", "rota", "both"}),
        ('"talk to time"', set()),
        ('"we don\'t"', {"shift"}),
        ('"tal"', {"talk"}),
        ('"ime to talk"', set()),
        ('"time to tal"', set()),
        ('""', set()),
        ('"% _"', set()),
        ("rota) | (shift & !x", set()),
    ],
)
def test_alternatives_and_phrases(database, words, found):
    texts = {
        "rota": "The rotas changed",
        "shift": "A late shift, and we don’t stop",
        "both": "Rota of the night shift",
        "talk": "No time\nto talk.",
    }
    rows = {add(database, opportunities=text): name for name, text in texts.items()}
    assert {rows[row] for row in find(database, words)} == found


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("listning", "listening"),
        ("mangaer", "manager"),
        ("supervison", "supervision"),
        ("caef", "café"),
        ("kidn words", "kind"),
        ("bak", None),
        ("elephant", None),
    ],
)
def test_a_slip_of_the_keys_is_mended_where_nothing_is_found(database, typed, there):
    row = add(database, strengths="My manager is listening: kind words, at supervision, in the café, with a bag.")
    add(database, theme="budgets", strengths="Elephants")
    with database.session() as session:
        page = shared.list_shared(session, Area(themes=frozenset({"leadership"})), shared.Filters(words=typed))
        mended = [(term.typed, term.said) for group in page.terms for term in group if term.typed]
    assert [one.id for one in page.reflections] == ([row] if there else [])
    plain = there.replace("é", "e") if there else ""
    assert mended == ([(typed.split()[0], plain)] if there else [])


def test_a_word_that_is_there_is_never_taken_for_a_slip(database):
    rare = add(database, strengths="A mentor came.")
    for _ in range(3):
        add(database, strengths="The mentors came.")
    add(database, strengths="We went to the centre.")
    assert len(find(database, "mentor")) == 4
    assert find(database, "mentor centre") == set(), "all words are there, and not together"
    assert rare


def test_the_end_of_a_list_is_not_taken_for_nothing(database):
    rows = [add(database, strengths="calm", day=TODAY - timedelta(days=n)) for n in range(3)]
    add(database, strengths="call")
    with database.session() as session:
        last = shared.Place(TODAY - timedelta(days=2), rows[2])
        page = shared.list_shared(session, EVERYWHERE, shared.Filters(words="calm"), last)
    assert (page.reflections, [term.typed for group in page.terms for term in group]) == ((), [""])


def test_a_list_of_answers_to_one_question(database):
    one = add(database, strengths="", opportunities="More light")
    add(database, strengths="Kind words")
    assert find(database, None, answer="opportunities") == {one}
