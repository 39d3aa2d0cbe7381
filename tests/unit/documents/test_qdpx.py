"""A project for programs of analysis keeps to REFI-QDA, goes out part by part, and holds what it was given."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from bot.documents import Project, Source, write_qdpx
from bot.documents.qdpx import FILE, SPACE

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("project.xsd")))
PROJECT = Project("What people <said>", "Waymark", {"a" * 32: "rota & time"}, ["Day", "Team"])
ODD = 'A "quoted" <b>word</b> & more\r\nنص 🙂 \x0b end'


def read(project, sources):
    with zipfile.ZipFile(io.BytesIO(b"".join(write_qdpx(project, sources)))) as archive:
        assert archive.namelist() == [FILE]
        assert archive.testzip() is None
        return etree.fromstring(archive.read(FILE))


def find(tree, path):
    return tree.xpath(path, namespaces={"q": SPACE})


@pytest.mark.parametrize(
    ("project", "sources"),
    [
        (PROJECT, [Source("b" * 32, "One", ODD, ["a" * 32], {"Day": "2026-10-01", "Team": ""})]),
        (PROJECT, [Source(f"{n:032x}", f"{n}", "words " * n) for n in range(300)]),
        (Project("Nothing", "Waymark", {}, []), []),
        (PROJECT, [Source("b" * 32, "", "", ["a" * 32])]),
    ],
)
def test_it_keeps_to_the_schema(project, sources):
    tree = read(project, sources)
    SCHEMA.assertValid(tree)
    assert len(find(tree, "//q:TextSource")) == len(sources)


def test_the_schema_refuses_what_is_out_of_order():
    tree = read(PROJECT, [Source("b" * 32, "One", "words")])
    tree.append(tree[0])
    assert not SCHEMA.validate(tree)


def test_words_codes_and_values_come_back():
    tree = read(PROJECT, [Source("b" * 32, "One", ODD, ["a" * 32, "c" * 32], {"Day": "2026-10-01", "Other": "x"})])
    [text] = find(tree, "//q:PlainTextContent/text()")
    assert text == 'A "quoted" <b>word</b> & more\nنص 🙂 \n end'
    [selection] = find(tree, "//q:PlainTextSelection")
    assert (selection.get("startPosition"), selection.get("endPosition")) == ("0", str(len(text)))
    [code] = find(tree, "//q:Code")
    assert code.get("name") == "rota & time"
    assert find(tree, "//q:CodeRef/@targetGUID") == [code.get("guid")], "a code that nobody knows is left out"
    assert find(tree, "//q:TextValue/text()") == ["2026-10-01"]
    assert find(tree, "//q:VariableRef/@targetGUID") == find(tree, "//q:Variable[@name='Day']/@guid")


def test_the_same_project_is_the_same_file():
    sources = [Source("b" * 32, "One", "words")]
    assert b"".join(write_qdpx(PROJECT, sources)) == b"".join(write_qdpx(PROJECT, sources))


def test_it_goes_out_while_it_is_read():
    read_so_far = []

    def sources():
        for n in range(2000):
            read_so_far.append(n)
            yield Source(f"{n:032x}", f"{n}", random.Random(n).randbytes(200).hex())

    parts = write_qdpx(PROJECT, sources())
    next(parts)
    assert len(read_so_far) < 2000
