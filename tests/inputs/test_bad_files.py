"""Files and rows that were changed, cut off, or filled with words that nobody means: what can be read is whole."""

from __future__ import annotations

import csv
import io
import json
import shutil
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.command import known
from bot.content import ContentError, load_content
from bot.documents import Document, Facts, Said, Sheet, Table, to_markdown, to_pdf, to_word, write_csv, write_excel
from bot.documents.calendar import to_calendar
from bot.documents.model import clean
from bot.nlu.phrases import load_command_phrases
from bot.settings import ROOT
from bot.store import conversations
from bot.store.backup import make_backup, restore_backup
from bot.store.database import Database
from bot.store.sealed_file import SealedFileError, SealedWriter, read_sealed
from bot.store.sealing import Seal
from bot.store.tables import Base, Change, ConversationTurn
from tests.inputs.conftest import Hammer
from tests.inputs.hostile import MARK, changed, damaged, texts, values
from tests.inputs.noticing import Noticed, look_at_words

SECRET = b"a-secret-of-the-server-0123456789"
CONTENT = ROOT / "data" / "content"
NOW = datetime.now(UTC)


def test_content_files(strike: Hammer, tmp_path: Path) -> None:
    """An editor's slip anywhere in a file: the content is loaded, or each problem is told in a line."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("safety"))
    good = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.yml")}

    def attempt(case: tuple[str, float, int, str]) -> None:
        name, place, lines, new = case
        kept = good[name].split("\n")
        at = int(place * len(kept))
        written = "\n".join([*kept[:at], *new.split("\n"), *kept[at + lines :]])
        (folder / name).write_bytes(written.encode("utf-8", "surrogatepass"))
        try:
            if name == "commands.yml":
                load_command_phrases(folder / name)
            else:
                load_content(folder)
        except ContentError as error:
            if any(problem.line < 1 or "\n" in str(problem) for problem in error.problems):
                raise Noticed("lost", "a problem without its line") from None
        except ValueError as error:
            if name != "commands.yml" or type(error).__module__ == "builtins":
                raise
        finally:
            (folder / name).write_text(good[name], encoding="utf-8")

    indented = st.builds(
        lambda indent, field, text: " " * indent + field + text, st.integers(0, 12), FIELDS, texts(200)
    )
    names = st.sampled_from(sorted(good))
    strike("content files", st.tuples(names, st.floats(0, 1, exclude_max=True), st.integers(0, 3), indented), attempt)


FIELDS = st.sampled_from(
    ("", "- ", "id: ", "- id: ", "name: ", "- name: ", "url: ", "checked: ", "number: ", "? ", "a: &a ")
)


def test_sealed_rows(strike: Hammer, database_file: Database) -> None:
    """What was sealed opens the same; what was changed does not open, and the conversation goes on without it."""
    seal, token = Seal(b"k" * 32, b"place"), "token-of-a-conversation"
    with database_file.session() as session:
        conversations.open_conversation(session, token, NOW + timedelta(days=1))
        conversations.append_turn(session, token, "first", {"you": None, "messages": [], "offers": {}})

    def attempt(case: tuple[str, Any]) -> None:
        kind, value = case
        if kind == "whole":
            value = json.loads(_whole(json.dumps(value, ensure_ascii=False)))
            again = seal.open(seal.close(value))
            if again != value and "nan" not in repr(value):
                raise Noticed("lost", "a sealed value is another one")
            return
        with database_file.session() as session:
            row = session.scalars(select(ConversationTurn)).one()
            good = row.sealed
            session.execute(update(ConversationTurn).values(sealed=value))
        with database_file.session() as session:
            known = conversations.look_up(session, token, "another")
            list(conversations.read_turns(session, token))
            if not known.broken and value != good:
                raise Noticed("lost", "a changed row is believed")
            session.execute(update(ConversationTurn).values(sealed=good))

    with database_file.session() as session:
        row = session.scalars(select(ConversationTurn)).one()
        bent = damaged(row.sealed)
    whole = values(2000).map(lambda value: ("whole", value))
    strike("sealed rows", st.one_of(*[whole] * 6, bent.map(lambda value: ("row", value))), attempt)


def test_sealed_files(strike: Hammer) -> None:
    """A sealed file gives back its lines; one that was changed gives nothing but a line that says so."""
    made = seal(["{}", "[]", MARK, "x" * 3000])

    def attempt(case: tuple[str, Any]) -> None:
        kind, value = case
        given = seal(value) if kind == "lines" else value
        try:
            read = list(read_sealed(io.BytesIO(given), SECRET))
        except SealedFileError as error:
            look_at_words(str(error), "a sealed file")
            if kind == "lines":
                raise Noticed("lost", "a sealed file does not open") from None
            return
        if read != (value if kind == "lines" else ["{}", "[]", MARK, "x" * 3000]):
            raise Noticed("lost", "a sealed file is another one")

    plain = texts(400).map(lambda text: _whole(text).replace("\n", " "))
    lines = st.lists(plain, max_size=5).map(lambda value: ("lines", value))
    strike("sealed files", st.one_of(lines, damaged(made).map(lambda value: ("bytes", value))), attempt)


def seal(lines: list[str]) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, SECRET)
    for line in lines:
        writer.write(line)
    writer.close()
    return file.getvalue()


def test_restores(strike: Hammer, database_file: Database, tmp_path: Path) -> None:
    """A backup comes back with every word, or one line says why not and the database is as empty as before."""
    with database_file.session() as session:
        session.add(Change(said="It is cold", did="A heater came", written_at=NOW))
    source, target = tmp_path / "good", tmp_path / "bent"
    make_backup(database_file, SECRET, source)
    with source.open("rb") as file:
        head, *rows = [json.loads(line) for line in read_sealed(file, SECRET)]
    empty = tmp_path / "empty.sqlite3"

    def attempt(case: tuple[str, Any, Any]) -> None:
        kind, first, second = case
        lines = [first if kind == "head" else head]
        lines += [[name, {**one, **(second or {})}] for name, one in rows]
        lines += [first] if kind == "more" else []
        target.write_bytes(first if kind == "bytes" else seal([json.dumps(line) for line in lines]))
        empty.unlink(missing_ok=True)
        database = Database(f"sqlite:///{empty}")
        try:
            restore_backup(database, SECRET, target, {}, 30)
            with database.session() as session:
                back = session.scalars(select(Change)).one()
                if kind == "row" and back.said != second.get("said", "It is cold"):
                    raise Noticed("lost", "words of a backup")
        except known() as error:
            look_at_words(str(error).replace(str(target), ""), "a restore")
            _require_empty(database)
        finally:
            database.close()

    words = texts(300).map(_whole)
    bent_rows = st.dictionaries(
        st.sampled_from(("said", "did", "theme", "team", "written_at", "id")), words, max_size=3
    )
    said = st.fixed_dictionaries({"said": words, "did": words})
    kinds = st.one_of(
        st.tuples(st.just("head"), st.one_of(changed(head), values()), st.none()),
        st.tuples(st.just("more"), values(), st.none()),
        st.tuples(st.just("row"), st.none(), st.one_of(said, bent_rows)),
        st.tuples(st.just("bytes"), damaged(source.read_bytes()), st.none()),
    )
    strike("restores", kinds, attempt)


def _require_empty(database: Database) -> None:
    from sqlalchemy import inspect

    with database.engine.connect() as connection:
        there = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
        if any(connection.execute(select(Base.metadata.tables[name])).first() for name in there):
            raise Noticed("lost", "half of a backup stays")


def test_documents(strike: Hammer) -> None:
    """Words in a file to take away are those that were written, in every format."""

    def attempt(case: tuple[str, str, str]) -> None:
        kind, title, words = case
        document = Document(
            "Reflections", (Said(words), Facts(((title, words),)), Table("t", ("a", "b"), ((title, words),)))
        )
        if kind == "docx":
            read = docx.Document(io.BytesIO(to_word(document)))
            shown = "\n".join([*(p.text for p in read.paragraphs), read.tables[0].rows[-1].cells[1].text])
        elif kind == "pdf":
            shown = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_pdf(document))).pages)
        elif kind == "md":
            shown = to_markdown(document).decode()
        else:
            shown = to_calendar(title, words, date(2026, 11, 30), NOW).decode().replace("\r\n ", "")
        if MARK in words and MARK not in shown.replace("\n", ""):
            raise Noticed("lost", f"words in a {kind}")

    kinds = st.sampled_from(["docx", "md", "md", "md", "ics", "ics", "docx", "docx", "pdf"])
    strike("documents", st.tuples(kinds, texts(60), texts(800)), attempt)


def test_lists(strike: Hammer) -> None:
    """A cell of a list holds its text, and is never a formula."""
    sheet = Sheet("Shared", [("Day", 10), ("Words", 40), ("More", 40)])

    def attempt(case: tuple[str, str, str]) -> None:
        kind, one, other = case
        rows = [(date(2026, 11, 30), one, other)]
        if kind == "csv":
            text = b"".join(write_csv(sheet, rows)).decode("utf-8-sig")
            *_, row = csv.reader(io.StringIO(text, newline=""))
            if any(cell.lstrip(" ")[:1] in ("=", "+", "-", "@", "＝") for cell in row[1:] if cell.strip()):
                raise Noticed("leak", "a formula in a list")
            kept = row[1].removeprefix("'")
        else:
            book = openpyxl.load_workbook(io.BytesIO(b"".join(write_excel(sheet, rows))))
            cells = book.active[book.active.max_row]
            if any(cell.data_type == "f" for cell in cells):
                raise Noticed("leak", "a formula in a list")
            kept = cells[1].value or ""
        if MARK in one and MARK not in kept:
            raise Noticed("lost", f"words in a {kind}")
        if kind == "csv" and kept != clean(one).removeprefix("'") and kept != clean(one):
            raise Noticed("lost", "a cell of a csv is another one")

    strike("lists", st.tuples(st.sampled_from(["csv", "csv", "xlsx"]), texts(2000), texts(200)), attempt)


@pytest.fixture
def database_file(migrated_sqlite: Path, tmp_path: Path) -> Any:
    file = tmp_path / f"{uuid.uuid4().hex}.sqlite3"
    shutil.copy(migrated_sqlite, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


def _whole(text: str) -> str:
    """Without halves of signs: what comes to the store was read by a door, which takes them out."""
    return text.encode("utf-8", "ignore").decode()
