"""Files that coordinators take away hold what the pages show, harmlessly, and nothing else."""

from __future__ import annotations

import csv
import io
import re
import secrets
import tempfile
import threading
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from lxml import etree

from bot.documents import write_csv, write_excel
from bot.review import exports
from bot.review.listing import describe_sheet, read_rows
from bot.store.actions import Plan, Status, plan_action, set_status
from bot.store.areas import EVERYWHERE
from bot.store.shared import Filters
from bot.store.tables import Reflection
from bot.store.walking import FIRST, STEP, walk_shared

KINDS = ("xlsx", "csv", "docx", "pdf")
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "documents" / "project.xsd"))


def make(browser, about="all", kind="xlsx") -> bytes:
    """Ask for a file, and take it."""
    answer = browser.post("/reports", data={"about": about, "kind": kind})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(f'.{kind}"')
    return answer.content


def excel(data: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def comma(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_list_opens_in_excel_and_holds_what_the_pages_show(signed_in, share):
    share(strengths="We share a cuppa\nafter hard calls", day=date(2026, 10, 1), rating="sometimes")
    share(team="housing", strengths="A named team’s words", day=date(2026, 10, 2), rating="sometimes")
    head, second, first = excel(make(signed_in))
    assert head[:2] == ("Day", "Theme")
    assert second[3] == "Housing and homelessness"
    assert first[0].date() == date(2026, 10, 1)
    assert first[4] == "We share a cuppa\nafter hard calls"
    assert first[7] is None, "an anonymous reflection has no rating (ADR 21)"


FORMULAS = ["=1+1", "+44 is what I said", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1+1"]


@pytest.mark.parametrize("words", FORMULAS)
def test_what_people_wrote_is_never_a_formula(signed_in, share, words):
    share(strengths=words, opportunities="https://example.org", next_step="{=1}")
    book = openpyxl.load_workbook(io.BytesIO(make(signed_in)))
    assert {cell.data_type for row in book.active.iter_rows(min_row=2, min_col=2) for cell in row} <= {"s", "n"}
    assert book.active.cell(2, 5).value == words
    assert comma(make(signed_in, kind="csv"))[1][4] == f"'{words}"


def test_an_area_and_a_subject_bound_the_list(signed_in, share, become):
    share(theme="leadership", strengths="on leadership")
    share(theme="workforce-care", strengths="on wellbeing")
    share(theme="leadership", team="housing", strengths="of housing")
    share(theme="leadership", team="schools", strengths="of schools")
    assert {row[4] for row in comma(make(signed_in, "theme:workforce-care", "csv"))[1:]} == {"on wellbeing"}
    assert {row[4] for row in comma(make(signed_in, "team:schools", "csv"))[1:]} == {"of schools"}
    become(themes=["leadership"], teams=["housing"])
    assert {row[4] for row in comma(make(signed_in, kind="csv"))[1:]} == {"on leadership", "of housing"}
    for not_mine in ("theme:workforce-care", "team:schools", "team:nobody", "elsewhere", ""):
        answer = signed_in.post("/reports", data={"about": not_mine, "kind": "csv"})
        assert answer.status_code == 400
        assert "Choose what it is about." in answer.text


def test_what_is_missing_is_said_kindly(signed_in):
    answer = signed_in.post("/reports", data={"about": "all"})
    assert answer.status_code == 400
    assert "Choose what to take away." in answer.text


@pytest.mark.parametrize("about", ["all", "theme:leadership", "team:housing"])
def test_a_report_has_no_words_and_no_number_before_a_release(signed_in, share, about):
    for _ in range(37):  # a number that is in no date
        share(strengths="Our umbrella stand", rating="sometimes")
    words = docx.Document(io.BytesIO(make(signed_in, about, "docx")))
    text = "\n".join(paragraph.text for paragraph in words.paragraphs)
    assert "umbrella" not in text
    assert "37" not in text
    assert words.paragraphs[0].style.name == "Title"
    pdf = pypdf.PdfReader(io.BytesIO(make(signed_in, about, "pdf")))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "umbrella" not in "".join(page.extract_text() for page in pdf.pages)


def test_a_report_says_what_is_planned_in_the_area_and_not_what_is_over(signed_in, database):
    with database.session() as session:
        for what, theme in (
            ("A quiet room", None),
            ("Ten minutes to talk", "leadership"),
            ("New badges", "leadership"),
        ):
            action = plan_action(session, Plan(what, "The rota group", date(2026, 12, 1), theme), "morag")
        set_status(session, action, Status.DONE, "", "morag")
    for about, expected in (
        ("all", {"Ten minutes to talk", "A quiet room"}),
        ("theme:leadership", {"Ten minutes to talk"}),
        ("theme:budgets", set()),
        ("team:housing", {"Ten minutes to talk", "A quiet room"}),
    ):
        document = docx.Document(io.BytesIO(make(signed_in, about, "docx")))
        rows = {row.cells[0].text for table in document.tables for row in table.rows} - {"What"}
        assert rows == expected
        said = "Nothing more is planned yet." in [paragraph.text for paragraph in document.paragraphs]
        assert said == (not expected)


def test_each_file_is_put_on_record_without_words(signed_in, audited):
    for kind in KINDS:
        make(signed_in, "theme:leadership", kind)
    events = [(one.event, one.fields) for one in audited() if one.event == "taken_away"]
    assert events == [("taken_away", {"format": kind, "theme": "leadership"}) for kind in KINDS]


def test_a_file_that_fails_says_so_and_logs_no_words(signed_in, log, monkeypatch):
    def fail(*_):
        raise ValueError("Our umbrella stand")

    monkeypatch.setitem(exports.FORMATS, "pdf", (fail, "application/pdf"))
    page = signed_in.post("/reports", data={"about": "all", "kind": "pdf"})
    assert page.status_code == 500
    assert "umbrella" not in page.text + log.getvalue()
    assert "ValueError" in log.getvalue()


def test_few_reports_are_made_at_once(signed_in, monkeypatch):
    monkeypatch.setattr(exports, "PATIENCE", 0.01)
    monkeypatch.setattr(exports, "_AT_ONCE", threading.BoundedSemaphore(1))
    with exports.report_turn():
        page = signed_in.post("/reports", data={"about": "all", "kind": "pdf"})
    assert (page.status_code, "Please try again in a minute" in page.text) == (429, True)
    assert signed_in.post("/reports", data={"about": "all", "kind": "pdf"}).status_code == 200


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
def test_no_file_lies_on_a_disk_meanwhile(signed_in, share, kind, monkeypatch):
    share(strengths="Our umbrella stand")

    def fail(*_, **__):
        raise AssertionError("a file")

    for name in ("mkstemp", "TemporaryFile", "NamedTemporaryFile", "mkdtemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, fail)
    make(signed_in, kind=kind)


@pytest.mark.parametrize("write", [write_excel, write_csv])
def test_what_is_taken_back_while_a_list_goes_out_is_not_in_it(client, database, share, write):
    door = client.app.state.door
    late = share(strengths="Our umbrella stand", day=date(2026, 1, 1))
    for number in range(FIRST + 1):
        share(strengths=f"{number} {secrets.token_hex(4000)}", day=date(2026, 2, 1))
    parts = write(describe_sheet(door), read_rows(door, EVERYWHERE, Filters()))
    data = next(parts)
    with database.session() as session:
        session.delete(session.get(Reflection, late))
    data += b"".join(parts)
    rows = excel(data) if write is write_excel else comma(data)
    assert len(rows) == FIRST + 2
    assert "Our umbrella stand" not in {row[4] for row in rows}


def test_odd_words_come_back_from_excel_as_they_were(signed_in, share):
    words = '_x0041_ <b>&amp;</b> "quoted"  two  spaces \n and a line, é ☕ 🌱 _x12_ \t.'
    share(strengths=words, opportunities="long " * 20_000)
    rows = excel(make(signed_in))
    assert openpyxl.utils.escape.unescape(rows[1][4]) == words
    assert "".join(row[5] or "" for row in rows[1:]) == "long " * 20_000
    book = openpyxl.load_workbook(io.BytesIO(make(signed_in)))
    assert book.active.auto_filter.ref == "A1:N5"
    assert book.active.freeze_panes == "A2"


def test_a_long_list_is_walked_whole_and_in_order(database, share):
    ids = {share(day=date(2026, 1, 1 + number % 28)) for number in range(2 * STEP + 3)}
    found = [one for some in walk_shared(database, EVERYWHERE, Filters()) for one in some]
    assert {one.id for one in found} == ids
    assert len(found) == len(ids)
    assert [one.day for one in found] == sorted((one.day for one in found), reverse=True)


def test_a_list_has_the_number_and_the_tags_of_each_reflection(signed_in, share):
    one = share()
    signed_in.post(f"/reflections/{one}/review", data={"tags": "rotas, heating"})
    head, row = excel(make(signed_in))
    assert head[12:] == ("Tags", "Number of the reflection")
    assert row[12:] == ("heating, rotas", one)


def test_just_the_list_that_is_shown_can_be_taken(signed_in, share, audited):
    wanted = share(strengths="Our umbrella stand is dry.", team="housing")
    share(strengths="Our umbrella stand is wet.", theme="budgets")
    share(strengths="We share a cuppa.")
    address = signed_in.post("/reflections", data={"words": "umbrella", "theme": "leadership"}).headers["location"]
    form = re.search(r'<form class="take.*?</form>', signed_in.get(address).text, re.S)[0]
    hidden = dict(re.findall(r'type="hidden" name="(.*?)" value="(.*?)"', form))
    rows = comma(signed_in.post("/reports", data=hidden | {"kind": "csv"}).content)
    assert [row[-1] for row in rows[1:]] == [wanted]
    (event,) = (one.fields for one in audited() if one.event == "taken_away")
    assert event == {"format": "csv", "theme": "leadership", "search": True}
    over = signed_in.post("/reports", data=hidden | {"kind": "csv", "search": "0" * 32})
    assert (over.status_code, "That list is over" in over.text) == (400, True)


def analysis(browser, kind, **sent) -> bytes:
    answer = browser.post("/reports", data={"about": "list", "kind": kind} | sent)
    assert answer.status_code == 200, answer.text
    return answer.content


def test_one_row_an_answer_of_just_that_list(signed_in, share, audited):
    one = share(strengths="Kind words", opportunities="=1+1", rating="some-of-the-time")
    share(theme="budgets", strengths="Not this one")
    signed_in.post(f"/reflections/{one}/review", data={"reviewed": "yes", "tags": "rota"})
    head, *rows = comma(analysis(signed_in, "csv-answers", theme="leadership"))
    assert [row[head.index("Answer")] for row in rows] == ["Kind words", "'=1+1"]
    assert [row[head.index("Question")] for row in rows] == ["What is going well", "What could be better"]
    assert {tuple(row[-3:]) for row in rows} == {("rota", "Yes", one)}
    assert "Where they see it now" not in head, "an anonymous reflection has no rating (ADR 21)"
    [head, row] = excel(analysis(signed_in, "xlsx-answers", theme="leadership", show="opportunities"))
    assert row[head.index("Answer")] == "=1+1"
    formats = [event.fields["format"] for event in audited() if event.event == "taken_away"]
    assert formats == ["csv-answers", "xlsx-answers"]


def test_a_project_has_just_that_list_with_its_tags_as_codes(signed_in, share, become):
    one = share(strengths="Kind <words>", next_step="Ask", team="housing", rating="some-of-the-time")
    share(strengths="Anonymous", rating="some-of-the-time")
    other = share(theme="budgets", strengths="Not this one")
    for reflection, tag in ((one, "rota"), (other, "money")):
        signed_in.post(f"/reflections/{reflection}/review", data={"reviewed": "yes", "tags": tag})
    become(themes=["leadership"])
    with zipfile.ZipFile(io.BytesIO(analysis(signed_in, "qdpx"))) as archive:
        tree = etree.fromstring(archive.read("project.qde"))
    SCHEMA.assertValid(tree)
    names = {"q": "urn:QDA-XML:project:1.0"}
    assert tree.xpath("//q:Code/@name", namespaces=names) == ["rota"]
    texts = {text.getparent().get("guid").replace("-", ""): text.text for text in tree.iter("{*}PlainTextContent")}
    assert texts[one] == "What is going well\nKind <words>\n\nOne small next step\nAsk"
    assert len(texts) == 2
    values = tree.xpath("//q:TextValue/text()", namespaces=names)
    assert values.count("Some of the time") == 1, "an anonymous reflection has no rating (ADR 21)"


def test_a_report_about_a_team_is_no_empty_page(signed_in, share, become):
    words = docx.Document(io.BytesIO(make(signed_in, "team:housing", "docx")))
    said = [paragraph.text for paragraph in words.paragraphs]
    assert any("These are of all who shared at" in line for line in said)
    assert "What we plan" in said
    become(themes=["leadership"])
    words = docx.Document(io.BytesIO(make(signed_in, "all", "docx")))
    assert "It is about the themes of one area alone: Leadership." in [paragraph.text for paragraph in words.paragraphs]


def test_files_that_nobody_fetches_keep_nobody_waiting(client, signed_in, share):
    """A list is made while it is fetched: three that were begun and left are in nobody's way."""
    share()
    door = client.app.state.door
    left = [write_excel(describe_sheet(door), read_rows(door, EVERYWHERE, Filters())) for _ in range(3)]
    for one in left:
        next(one)
    for kind in KINDS:
        make(signed_in, kind=kind)
