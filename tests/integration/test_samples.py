"""`waymark demo` and `waymark report`: a store with something in it, and what is told of it."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.integration.test_commands import assert_one_line, waymark
from tests.pdf_ua import check_pdf_ua


def test_samples_fill_an_empty_store_once_and_a_report_tells_of_them(tmp_path: Path) -> None:
    settings = {"WAYMARK_HOME": str(tmp_path / "home"), "WAYMARK_SECRET_KEY": "s" * 40}
    done = waymark("demo", **settings)
    assert "Each begins with the word Sample." in done.stdout
    again = waymark("demo", **settings)
    assert again.returncode == 1
    assert_one_line(again, "Samples are for an empty one")

    made = waymark("report", str(tmp_path / "report.docx"), "--theme", "leadership", **settings)
    assert made.returncode == 0, made.stderr
    report = docx.Document(str(tmp_path / "report.docx"))
    said = [paragraph.text for paragraph in report.paragraphs]
    assert said[0] == "What people shared on Leadership"
    assert not [line for line in said if "Sample." in line], "nobody's words are in a report"
    figures = [cell.text for table in report.tables for row in table.rows[1:] for cell in row.cells[1:]]
    assert [figure for figure in figures if figure.isdecimal() and int(figure) >= 30]
    assert {int(figure) % 5 for figure in figures if figure.isdecimal()} == {0}
    assert report.inline_shapes, "there is a chart"

    pdfs = [tmp_path / "whole.pdf", tmp_path / "theme.pdf"]
    for file, options in zip(pdfs, ([], ["--theme", "leadership"]), strict=True):
        assert waymark("report", str(file), *options, **settings).returncode == 0
    checked = check_pdf_ua(*pdfs)
    assert checked.returncode == 0, checked.stdout

    for wrong, says in (("x.txt", "a .docx or a .pdf"), ("x.pdf --theme nowhere", "There is no theme of that id")):
        refused = waymark("report", *wrong.split(), **settings)
        assert refused.returncode == 1
        assert_one_line(refused, says)
    assert "The samples are gone." in waymark("demo", "--remove", **settings).stdout
    assert "There were no samples." in waymark("demo", "--remove", **settings).stdout


def test_no_samples_in_production(tmp_path: Path) -> None:
    home = {"WAYMARK_HOME": str(tmp_path), "WAYMARK_SECRET_KEY": "s" * 40, "WAYMARK_ENVIRONMENT": "production"}
    refused = waymark("demo", **home)
    assert refused.returncode == 1
    assert_one_line(refused, "nothing was added")
