"""A coordinator takes everything away, in a real Chromium: Excel, CSV, Word and PDF, each read by another program."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from playwright.sync_api import Browser

from tests.browser.test_review import WIDE, Door, check, door, sign_in

__all__ = ["door"]

READERS = {
    "A list for Excel": lambda file: [
        row[4] for row in openpyxl.load_workbook(file).active.iter_rows(values_only=True)
    ],
    "A list as CSV, for other programs": lambda file: [
        row[4] for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    ],
    "A report for Word": lambda file: [paragraph.text for paragraph in docx.Document(str(file)).paragraphs],
    "A report as PDF": lambda file: [page.extract_text() for page in pypdf.PdfReader(file).pages],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_is_taken_away_and_the_pages_pass_axe(
    browser: Browser, door: Door, scheme: str, tmp_path: Path
) -> None:
    door.share(strengths="The kettle is always warm")
    context = browser.new_context(viewport=WIDE, base_url=door.address, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    sign_in(page)
    page.goto("/reports")
    check(page, "take away")
    page.get_by_role("button", name="Make it").click()
    check(page, "nothing chosen")
    for kind, read in READERS.items():
        page.goto("/reports")
        page.get_by_label(kind).check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Make it").click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        assert ("The kettle is always warm" in read(file)) == kind.startswith("A list")
    context.close()
