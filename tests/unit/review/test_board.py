"""The page for the board: a page or two, nobody's words, and topics of many alone."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from bot.days import today_in_scotland
from bot.documents import to_pdf
from bot.review.board import LONGEST, Topic, write_board
from bot.review.door import Door
from bot.store.actions import Plan, Status, plan_action, set_status
from bot.store.areas import EVERYWHERE
from bot.store.changes import publish, write_change
from bot.store.reading_tables import Tag, Tagging
from bot.store.saved import SAMPLE

TODAY = today_in_scotland()
LEAST = 10


@pytest.fixture
def tag(database, share):
    """Put a tag on new reflections; gives its id."""

    def put(name: str, many: int, **fields: object) -> str:
        ids = [share(**fields) for _ in range(many)]
        with database.session() as session:
            one = session.scalars(select(Tag).where(Tag.name == name)).first() or Tag(name=name)
            session.add(one)
            session.flush()
            session.add_all(Tagging(tag_id=one.id, reflection_id=each, day=TODAY) for each in ids)
            return one.id

    return put


@pytest.fixture
def done(database):
    """More than fits: changes, finished actions and planned ones, each as long as it may be."""
    with database.session() as session:
        for n in range(5):
            change = write_change(
                session, None, theme=None, team=None, said=f"Said {n}. " + "cold " * 58, did="warm " * 60
            )
            publish(change, TODAY - timedelta(days=n))
            finished = plan_action(session, Plan(f"Finished {n} " + "room " * 55, "Estates " * 10, TODAY), "morag")
            set_status(session, finished, Status.DONE, "It is used. " * 25, "morag")
        for n in range(9):
            plan_action(
                session, Plan(f"Planned {n} " + "plan " * 55, "Estates " * 10, TODAY + timedelta(days=n)), "morag"
            )
        hers = plan_action(session, Plan("A budget thing", "Finance", TODAY, "budgets"), "morag")
        assert hers


def text_of(answer) -> str:
    if answer.content[:4] == b"%PDF":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    body = docx.Document(io.BytesIO(answer.content)).element.body
    return " ".join(" ".join(part.text for part in body.iter() if part.tag.endswith("}t") and part.text).split())


def test_it_has_what_a_board_asks_for_and_nobodys_words(signed_in, tag, done, audited):
    rota = tag("rotas", LEAST, opportunities="The rota changes at night without a word")
    sent = {"topic-1": rota, "line-1": "People want to know their shifts sooner.", "kind": "docx"}
    word, pdf = signed_in.post("/board", data=sent), signed_in.post("/board", data=sent | {"kind": "pdf"})
    assert 'filename="waymark-board.docx"' in word.headers["content-disposition"]
    for text in (text_of(word), text_of(pdf)):
        for said in (
            "rotas: People want to know their shifts sooner.",
            "Said 0.",
            "Finished 4",
            "Planned 0",
            "There are no quotations",
        ):
            assert said in text
        for unsaid in ("at night without a word", "Our team lead asks", "Said 4.", "Planned 8"):
            assert unsaid not in text
    assert [one.fields for one in audited() if one.event == "board_taken_away"] == [
        {"format": "docx"},
        {"format": "pdf"},
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_longest_there_is_has_two_pages(settings, database, content, done, monkeypatch):
    from bot.disclosure.publish import Figure, Figures
    from bot.review import board

    door = Door(settings, database, content)
    figures = Figures(tuple(Figure(theme, 40) for theme in door.themes))
    picture = [
        board.draw_picture(door, "Shared reflections, July to September 2026", figures, door.themes, board.WIDTH)
    ]
    monkeypatch.setattr(board, "_picture", lambda *_: picture)
    with database.session() as session:
        topics = [Topic("word " * 8, "topic " * (LONGEST // 6))] * 3
        made = to_pdf(write_board(door, session, EVERYWHERE, topics))
    assert len(PdfReader(io.BytesIO(made)).pages) <= 2


def test_a_topic_of_few_is_not_offered_nor_taken(signed_in, tag, become):
    few, many = tag("one lift", LEAST - 1), tag("rotas", LEAST)
    old = tag("over", LEAST, expires_on=TODAY - timedelta(days=1))
    page = signed_in.get("/board").text
    assert "rotas" in page
    assert "one lift" not in page
    for other in (few, old, "0" * 32):
        answer = signed_in.post("/board", data={"topic-2": other, "kind": "docx"})
        assert answer.status_code == 400
        assert "Choose one of these topics" in answer.text
    become(themes=["budgets"])
    assert "There are no topics to choose from yet." in signed_in.get("/board").text
    assert signed_in.post("/board", data={"topic-1": many, "kind": "docx"}).status_code == 400


def test_samples_do_not_make_a_topic_of_few_one_of_many(signed_in, tag):
    few = tag("one lift", LEAST - 1)
    assert tag("one lift", LEAST, secret_id=SAMPLE) == few
    assert "one lift" not in signed_in.get("/board").text
    assert signed_in.post("/board", data={"topic-1": few, "kind": "docx"}).status_code == 400
    tag("one lift", 1)
    assert "one lift" in signed_in.get("/board").text


def test_what_somebody_wrote_is_no_line_and_what_was_typed_stays(signed_in, tag, audited):
    rota = tag("rotas", LEAST, strengths="We always make time for a cuppa after a hard call")
    sent = {"topic-1": rota, "line-1": "They make time for a cuppa after a hard call.", "kind": "pdf"}
    answer = signed_in.post("/board", data=sent)
    assert answer.status_code == 400
    assert "too like what somebody wrote" in answer.text
    assert "They make time for a cuppa" in answer.text
    assert "board_taken_away" not in {event.event for event in audited()}
    assert "reflection_viewed" in {event.event for event in audited()}, "a sentence of it was shown"


def test_a_topic_whose_name_is_what_somebody_wrote_is_refused(signed_in, tag, share, audited):
    said = share(strengths="No one is in on a late so we go home.")
    one = tag("no one is in on a late", LEAST)
    answer = signed_in.post("/board", data={"topic-1": one, "line-1": "Evenings are thin.", "kind": "docx"})
    assert answer.status_code == 400
    assert answer.text.count("The name of this topic is too like what somebody wrote.") == 2, "in both places"
    assert "No one is in on a late so we go home." in answer.text
    assert "Evenings are thin." in answer.text
    assert [(event.event, event.subject) for event in audited()] == [("reflection_viewed", said)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"line-1": "Without a topic.", "kind": "pdf"}, "Choose the topic that your line is about."),
        ({"kind": "exe"}, "Choose Word or PDF."),
        ({}, "Choose Word or PDF."),
        ({"line-3": "x" * (LONGEST + 1), "kind": "pdf"}, f"Write at most {LONGEST} letters."),
    ],
)
def test_what_cannot_be_made_is_said(signed_in, typed, said):
    answer = signed_in.post("/board", data=typed)
    assert answer.status_code == 400
    assert said in answer.text


def test_with_nothing_yet_it_says_so_and_is_still_made(signed_in):
    text = text_of(signed_in.post("/board", data={"kind": "docx"}))
    for said in (
        "There are no numbers yet.",
        "No topics were chosen",
        "Nothing is finished yet.",
        "Nothing more is planned yet.",
    ):
        assert said in text


def test_only_ones_own_area_is_in_it(signed_in, done, become):
    become(themes=["leadership"])
    text = text_of(signed_in.post("/board", data={"kind": "docx"}))
    assert "A budget thing" not in text
    assert "It is about the themes of one area alone: Leadership." in text


@pytest.fixture
def noted(database):
    """Finish an action with a note that nothing was compared with, as notes were written before."""

    def finish(note: str, theme: str | None = "leadership") -> None:
        with database.session() as session:
            action = plan_action(session, Plan("A quiet room", "Estates", TODAY, theme), "morag")
            set_status(session, action, Status.DONE, note, "morag")

    return finish


def test_an_old_note_that_quotes_is_not_on_the_page(signed_in, share, noted):
    share(strengths="We always make time for a cuppa after a hard call")
    noted("They make time for a cuppa after a hard call.")
    noted("The room is open.")
    text = text_of(signed_in.post("/board", data={"kind": "docx"}))
    assert "cuppa" not in text
    assert "A quiet room Not written down" in text
    assert "The room is open." in text


@pytest.mark.parametrize("limit", [{"themes": ["leadership"]}, {"teams": ["housing"]}])
def test_a_note_about_all_themes_is_in_no_file_of_a_limited_person(signed_in, noted, become, limit):
    noted("Open to everybody.", None)
    noted("Open on Mondays.", "leadership")
    assert "Open to everybody." in text_of(signed_in.post("/board", data={"kind": "docx"}))
    become(**limit)
    text = text_of(signed_in.post("/board", data={"kind": "docx"}))
    assert "Open to everybody." not in text
    assert "Open on Mondays." in text


def test_who_comes_when_others_wait_keeps_what_they_typed(signed_in, tag, monkeypatch):
    from bot.review import exports

    rota = tag("rotas", LEAST)
    monkeypatch.setattr(exports, "PATIENCE", 0)
    with exports.report_turn() as one, exports.report_turn() as two:
        assert one
        assert two
        answer = signed_in.post("/board", data={"topic-1": rota, "line-1": "Shifts come late.", "kind": "pdf"})
    assert answer.status_code == 429
    assert "Shifts come late." in answer.text
