"""What coordinators write by hand is like nobody's words that they may read; the sentence is shown, and they reword."""

from __future__ import annotations

import html

import pytest
from sqlalchemy import select

from bot.review.quoting import find_quoted
from bot.store.areas import EVERYWHERE, Area
from bot.store.keeping_tables import Action
from bot.store.tables import Change

SAID = "Nobody ever asks us how the night shift went. The rota changes on a Friday evening, and we find out by text."


def quoted(database, written, area=EVERYWHERE):
    with database.session() as session:
        found = find_quoted(session, area, written)
        return found and found.sentence


@pytest.mark.parametrize(
    "written",
    [
        "Nobody ever asks us how the night shift went.",
        "People said: nobody ever asks how night shifts went, and that hurts.",
        "The rota is changed on Friday evenings and you find out by text.",
        "the ROTA changes on a friday evening and we’d find out by a text",
        "How the night shift went. The rota changes on other days.",
    ],
)
def test_what_is_taken_over_or_hardly_changed_is_found(database, share, written):
    share(strengths="We have tea.", opportunities=SAID)
    assert quoted(database, written) in SAID


@pytest.mark.parametrize(
    "written",
    [
        "People on nights would like to be asked about their work.",
        "Changes to working hours came late. They are now told a week before.",
        "The rota changes.",
        "On a Friday evening.",
        "",
        "☕",
    ],
)
def test_what_is_said_in_other_words_is_let_be(database, share, written):
    share(opportunities=SAID)
    assert quoted(database, written) is None


def test_only_what_the_writer_may_read_is_looked_at(database, share):
    share(theme="budgets", opportunities=SAID)
    assert quoted(database, SAID, Area(frozenset({"leadership"}))) is None
    assert quoted(database, SAID, Area(frozenset({"budgets"})))


def test_a_change_written_by_hand_shows_whose_words_it_has_and_keeps_what_was_typed(
    signed_in, share, database, audited
):
    one = share(opportunities=SAID)
    typed = {"said": "Nobody ever asks us how the night shift went!", "did": "We ask now.", "do": "publish"}
    page = signed_in.post("/changes", data=typed)
    assert page.status_code == 400
    text = html.unescape(page.text)
    assert "Somebody wrote:" in text
    assert "Nobody ever asks us how the night shift went." in text
    assert typed["said"] in text
    assert [event.subject for event in audited() if event.event == "reflection_viewed"] == [one]
    signed_in.post("/changes", data=typed | {"said": "Nights felt forgotten."})
    with database.session() as session:
        address = f"/changes/{session.scalars(select(Change)).one().id}"
    signed_in.post(address, data={"do": "withdraw"})
    assert signed_in.post(address, data=typed).status_code == 400, "written anew, too"


def test_an_action_written_by_hand_is_held_to_it_too(signed_in, share, database):
    share(opportunities=SAID)
    plan = {"what": "The rota changes on Friday evening and we find out by text", "owner": "Rotas", "due": "2030-01-01"}
    page = signed_in.post("/actions", data=plan)
    assert page.status_code == 400
    assert "The rota changes on a Friday evening" in page.text
    with database.session() as session:
        assert session.scalars(select(Action)).all() == []
