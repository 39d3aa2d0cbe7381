"""Words come out of Word, PDF and Markdown as they went in, never as markup, and the files are accessible."""

from __future__ import annotations

import io
import re

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader

from bot.documents import Document, Facts, Heading, Line, Links, Said, pdf, to_markdown, to_pdf, to_word
from bot.documents.model import clean

NOTE = "Some signs could not be shown here."
TRICKY = [
    "*bold* _slanted_ `code` ~~gone~~ **x** __y__",
    "# heading\n- one\n+ two\n1. three\n2) four\n> quoted\n    code\n---\n===\n***\n: term",
    "#let x = 1; #read(\"/etc/passwd\") $x^2$ @ref <label> // no comment /* nor this */ \\ ~ -- --- ...",
    "<b>bold</b> <script>alert(1)</script> &amp; &#65; <!-- x --> <https://example.com>",
    "[text](https://example.com) ![picture](x.png) [one]: https://example.com\n| a | b |\n|---|---|\n| 1 | 2 |",
    "https://example.com www.example.com someone@example.com mailto:x@example.com :smile: ^up^ =mark= {a}",
    "“It’s fine,” she said… it isn’t; 50% off & 3 < 4 > 2. Wee bit o’ Gàidhlig: tapadh leibh",
    "Привет, мир. Ελληνικά. łódź İstanbul",
    "one\r\ntwo\rthree\n\n\nfour\tfive  six ",
    "```\nfence\n```\n~~~\nfence\n~~~\n\\*not\\* \\\\ two",
]  # fmt: skip


def document(text: str) -> Document:
    return Document(
        "My reflections",
        (
            Line("Ours."),
            Heading("Leadership", 1),
            Facts((("Saved on", "3 November 2026"), ("Shared", "Private"))),
            Heading("What is going well", 2),
            Said(text),
            Links((("A page (old)", "https://example.org/a_b?c=d&e=(f)"),)),
        ),
        unprintable=NOTE,
    )


def word_text(made: bytes) -> str:
    quotes = [one for one in docx.Document(io.BytesIO(made)).paragraphs if one.style.name == "Quote"]
    return "\n".join(one.text for one in quotes)


def pdf_text(made: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
MARKUP = st.text(st.sampled_from("abz 019\n\t\\`*_[]<>#&|~$^={}!-+.:;@/()'\",%?"), max_size=120)
SIGNS = "abcxyz ABC àèìòùÀłéöß’“”–…£€0123456789.,;:!?()'\"#$*_<>@/\\~-=[]{}`^&|%+"
LATIN = st.text(st.sampled_from(SIGNS), max_size=200)


@settings(max_examples=150, deadline=None)
@given(ANY | MARKUP)
def test_word_gives_back_every_sign(text: str) -> None:
    assert word_text(to_word(document(text))) == clean(text)


@pytest.mark.parametrize("text", TRICKY)
def test_tricky_words_come_back_from_each_format(text: str) -> None:
    assert word_text(to_word(document(text))) == clean(text)
    assert squeeze(text) in squeeze(pdf_text(to_pdf(document(text))))
    assert squeeze(markdown_text(text)) == squeeze(clean(text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LATIN)
def test_pdf_gives_back_what_its_fonts_can_show(text: str) -> None:
    assert squeeze(text) in squeeze(pdf_text(to_pdf(document(text))))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
def test_no_text_keeps_a_pdf_from_being_made(text: str) -> None:
    assert len(PdfReader(io.BytesIO(to_pdf(document(text)))).pages) >= 1


def test_a_pdf_writes_out_what_its_fonts_do_not_have_and_says_so() -> None:
    text = squeeze(pdf_text(to_pdf(document("It grows 🌱 well 👩🏽‍🚒 中"))))
    assert "Itgrows[seedling]well[woman][fireengine]\u25a1" in text
    assert squeeze(NOTE) in text
    assert squeeze(NOTE) not in squeeze(pdf_text(to_pdf(document("It grows."))))


def markdown_text(text: str) -> str:
    """What a reader of Markdown sees of somebody's words; any markup read into them is an error."""
    source = to_markdown(document(text)).decode()
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    inside, seen = 0, []
    for token in tokens:
        inside += token.nesting if token.type.startswith("blockquote") else 0
        if not inside or token.type.startswith("blockquote"):
            continue
        assert token.type in ("paragraph_open", "paragraph_close", "inline"), token.type
        for child in token.children or ():
            assert child.type in ("text", "text_special", "hardbreak", "softbreak"), (child.type, source)
            seen.append(child.content or "\n")
    return "".join(seen)


@settings(max_examples=200, deadline=None)
@given(MARKUP | ANY)
def test_markdown_reads_as_the_same_words(text: str) -> None:
    assert squeeze(markdown_text(text)) == squeeze(clean(text))


def test_a_pdf_is_tagged_titled_and_in_its_language() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(document("Kind."))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "My reflections"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    kinds = set(structure(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P", "/BlockQuote", "/L", "/LI", "/Link"} <= kinds
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata.creation_date is None
    assert reader.metadata.author is None


def structure(node: object) -> list[str]:
    if isinstance(node, list):
        return [kind for one in node for kind in structure(one)]
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    below = node.get("/K", [])
    return own + structure(below if isinstance(below, list) else [below])


def test_a_word_file_is_titled_in_its_language_with_real_headings() -> None:
    file = docx.Document(io.BytesIO(to_word(document("Kind."))))
    assert (file.core_properties.title, file.core_properties.language) == ("My reflections", "en-GB")
    assert file.core_properties.author == ""
    assert [one.style.name for one in file.paragraphs if one.style.name.startswith(("Title", "Heading"))] == [
        "Title", "Heading 1", "Heading 2",
    ]  # fmt: skip
    assert 'w:lang w:val="en-GB"' in file.styles.element.xml
    links = [rel.target_ref for rel in file.part.rels.values() if rel.is_external]
    assert links == ["https://example.org/a_b?c=d&e=(f)"]


def test_a_file_says_no_moment() -> None:
    file = docx.Document(io.BytesIO(to_word(document("Kind."))))
    assert file.core_properties.created.year == 2000
    assert b"xmp:CreateDate" not in to_pdf(document("Kind."))


def test_the_same_document_is_the_same_file() -> None:
    assert to_pdf(document("Kind.")) == to_pdf(document("Kind."))
    assert to_markdown(document("Kind.")) == to_markdown(document("Kind."))


def test_thousands_of_signs_that_no_font_has_cost_no_more_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each was tried by itself: 3,900 of them took 15 seconds, and nobody else had a file meanwhile."""
    tried: list[object] = []
    run = pdf._run
    monkeypatch.setattr(pdf, "_run", lambda data: (tried.append(data), run(data))[1])
    text = "".join(chr(0x4E00 + number) for number in range(3_900))
    made = pdf_text(to_pdf(document(f"Words before {text} and after")))
    assert "Words before" in made and "and after" in made and squeeze(NOTE) in squeeze(made)
    assert len(tried) <= 110
