"""veraPDF finds nothing amiss in PDFs of ours, and does find what is amiss in another."""

from __future__ import annotations

from pathlib import Path

import typst
import vl_convert

from bot.documents import Document, Heading, Picture, Table, to_pdf
from tests.pdf_ua import check_pdf_ua
from tests.unit.documents.test_documents import TRICKY, document


def test_pdfs_with_every_kind_of_block_keep_pdf_ua(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.pdf" for number in range(len(TRICKY))]
    for file, text in zip(files, TRICKY, strict=True):
        file.write_bytes(to_pdf(document(text)))
    png = vl_convert.svg_to_png('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect/></svg>')
    figures = Table("Shared", ("Theme", "About how many"), (("Leadership", "30"), ("Budgets", "Hidden")))
    words = Table("Planned", ("What", "Who"), (("Ten minutes to talk 🌱", "The rota group"),), in_words=True)
    blocks = (Heading("In numbers", 1), Picture(png, "A dark field.", 40), figures, words)
    files.append(tmp_path / "figures.pdf")
    files[-1].write_bytes(to_pdf(Document("A report", blocks, unprintable="Some signs are written out.")))
    checked = check_pdf_ua(*files)
    assert checked.returncode == 0, checked.stdout


def test_a_pdf_without_title_and_identification_is_found_out(tmp_path: Path) -> None:
    source, file = tmp_path / "plain.typ", tmp_path / "plain.pdf"
    source.write_text("= Nobody named this")
    file.write_bytes(typst.compile(str(source)))
    checked = check_pdf_ua(file)
    assert checked.returncode == 1
    assert "not PDF/UA-1" in checked.stdout
    assert "dc:title" in checked.stdout
