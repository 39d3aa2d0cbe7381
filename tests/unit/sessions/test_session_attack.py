"""After the close, somebody has everything that is left, and the database as it was before. No answer joins a person.

They know who the members are, and every secret that the server still has. With the secret of the session kept, in a
file, in a column or under the server's secret, the same attack joins every answer to its author.
"""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing as closes
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.secret import Secret
from bot.sessions import keys as session_keys
from bot.sessions.answers import Answers, Use
from bot.sessions.closing import Closing
from bot.sessions.keys import Keys, answer_key, answer_seal
from bot.sessions.summary import MINIMUM
from bot.sessions.taking_part import TakingPart
from bot.store.backup import make_backup
from bot.store.database import Database
from bot.store.sealed_file import read_sealed
from bot.store.sealing import CannotOpen, ServerSeal
from bot.store.session_tables import SessionAnswer, TeamSession
from bot.store.tables import Base
from bot.store.teams_sessions import open_invitation, put_invitation, put_place
from tests.unit.sessions.conftest import SESSION, given

SERVER = Secret(b"the-servers-own-secret-0123456789abcdef", [b"an-older-one-of-the-server-0123456789ab"])
PEOPLE = [f"teams\0tenant|person-{number}" for number in range(MINIMUM + 1)]
PURPOSES = ("session-secret", "session", "team-session", "session-answers", "session_secret")


def rows(database: Database) -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    with database.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }


def bytes_on_disk(folder: Path) -> bytes:
    """Every file under a folder: the database, its log, secrets, whatever is there."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def candidates(seen: list[dict[str, list[dict[str, object]]]], folder: Path, more: bytes) -> Iterator[bytes]:
    """Everything that could be the session's secret: the server's own, files that are left, values of columns, and
    what the server's secrets open of those; 32 bytes in a row, or as many in hexadecimal, wherever they stand."""
    found: set[bytes] = set(SERVER.all)
    for path in folder.rglob("*"):
        if path.is_file() and "sqlite" not in path.name:
            found.add(path.read_bytes())
    for tables in seen:
        for table in tables.values():
            for row in table:
                for value in row.values():
                    if isinstance(value, bytes):
                        found.add(value)
                    elif isinstance(value, str):
                        found.add(value.encode())
    for sealed in list(found):
        for purpose in PURPOSES:
            for context in (SESSION, "", purpose):
                try:
                    opened = ServerSeal(SERVER, purpose, context).open(sealed)
                except (CannotOpen, ValueError):
                    continue
                found.add(opened.encode() if isinstance(opened, str) else json.dumps(opened).encode())
    for text in [more, *found]:
        found |= {bytes.fromhex(one.decode()) for one in re.findall(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", text)}
    yield from found


def invited(seen: list[dict[str, list[dict[str, object]]]], folder: Path, more: bytes) -> list[dict[str, str]]:
    """Who pressed "Take part" in Teams, as far as the attacker finds out."""
    rows = [row["sealed"] for tables in seen for row in tables["session_invitations"]]
    found = [
        open_invitation(secret, SESSION, sealed)
        for secret in candidates(seen, folder, more)
        for sealed in rows
        if isinstance(sealed, bytes)
    ]
    return [one for one in found if one]


def attack(seen: list[dict[str, list[dict[str, object]]]], folder: Path, more: bytes) -> dict[str, Answers]:
    """Who answered what, as far as the attacker finds out."""
    answers = {row["answer_key"]: row["sealed"] for tables in seen for row in tables["session_answers"]}
    joined: dict[str, Answers] = {}
    for secret in candidates(seen, folder, more):
        for person in PEOPLE:
            sealed = answers.get(answer_key(secret, person))
            if isinstance(sealed, bytes):
                joined[person] = Answers.from_json(answer_seal(secret, SESSION).open(sealed))
    return joined


Held = Callable[[], dict[str, Answers]]


@pytest.fixture
def attacked(
    database: Database,
    opened: TeamSession,
    part: TakingPart,
    closing: Closing,
    tmp_path: Path,
    log: io.StringIO,
) -> Held:
    """A whole session, then the attack on all that is left of it."""

    found: list[dict[str, str]] = []

    def run() -> dict[str, Answers]:
        for number, person in enumerate(PEOPLE):
            use = Use.TOPIC if number % 2 else Use.QUOTE
            part.answer(opened.id, person, given(f"Whisper {number} of mine", use=use, rating="not-yet"))
        add_rows_of_teams(database, part)
        before, disk = rows(database), bytes_on_disk(tmp_path)
        make_backup(database, SERVER, tmp_path / "before.backup")
        assert closing.close(opened.id, "morag")
        make_backup(database, SERVER, tmp_path / "after.backup")
        backups = "".join(
            line
            for name in ("before", "after")
            for line in read_sealed((tmp_path / f"{name}.backup").open("rb"), SERVER)
        )
        after, disk_after = rows(database), bytes_on_disk(tmp_path)
        # what was not to be quoted is nowhere, and of no answer is its key left, in the log of the database either
        for number in range(1, len(PEOPLE), 2):
            whisper = f"Whisper {number} of mine".encode()
            assert whisper not in disk
            assert whisper not in disk_after
        assert "Whisper 0 of mine" not in log.getvalue()
        for row in before["session_answers"]:
            assert isinstance(row["answer_key"], bytes)
            assert row["answer_key"] not in disk_after
            assert row["answer_key"].hex() not in log.getvalue() + backups
        for row in before["session_invitations"]:
            assert isinstance(row["key"], bytes)
            assert row["key"] not in disk_after
            assert row["key"].hex() not in log.getvalue() + backups
        assert after["session_answers"] == after["session_invitations"] == []
        found.extend(invited([before, after], tmp_path, log.getvalue().encode() + backups.encode()))
        return attack([before, after], tmp_path, log.getvalue().encode() + backups.encode())

    run.invited = found  # type: ignore[attr-defined]
    return run


def add_rows_of_teams(database: Database, part: TakingPart) -> None:
    """What Teams adds while a session is open: its place, a facilitator's account, and who is to be written to."""
    secret = part.keys.read(SESSION)
    assert secret
    where = {"service_url": "https://teams", "conversation": "19:channel", "bot": "28:bot", "tenant": "tenant"}
    with database.session() as session:
        put_place(session, SERVER, SESSION, where)
        for number, person in enumerate(PEOPLE):
            put_invitation(session, secret, SESSION, person, {"account": f"29:person-{number}", "bot": "28:bot"})


def test_no_answer_joins_a_person(attacked: Held) -> None:
    assert attacked() == {}
    assert attacked.invited == [], "nor is it known whom Teams was to write to"  # type: ignore[attr-defined]


def test_a_secret_that_is_kept_joins_every_answer(attacked: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above is known to be able to fail."""
    monkeypatch.setattr(Keys, "destroy", lambda *_: None)
    joined = attacked()
    assert set(joined) == set(PEOPLE)
    assert joined[PEOPLE[1]].themes["culture"].texts["strengths"].words == "Whisper 1 of mine"
    assert len(attacked.invited) == len(PEOPLE)  # type: ignore[attr-defined]


def test_a_secret_that_is_made_of_the_servers_joins_every_answer(
    attacked: Held, keys: Keys, opened: TeamSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor would it help to make it from the server's secret and destroy nothing."""
    monkeypatch.setattr(Keys, "read", lambda *_: bytes(SERVER))
    assert set(attacked()) == set(PEOPLE)


def test_answers_have_one_length_and_no_order(
    database: Database, opened: TeamSession, part: TakingPart, keys: Keys
) -> None:
    """Somebody who watched the database grow learns from no row what is in it, nor which came first."""
    for number, words in enumerate(["", "short", "ü" * 1000, '"\\\n' * 333]):
        part.answer(opened.id, PEOPLE[number], given(words, opportunities=words, next_step=words))
    with database.session() as session:
        sealed = list(session.scalars(select(SessionAnswer.sealed)))
    assert len({len(one) for one in sealed}) == 1
    assert set(SessionAnswer.__table__.c.keys()) == {"session_id", "answer_key", "sealed"}


def test_the_longest_answer_still_fits(part: TakingPart, opened: TeamSession, database: Database) -> None:
    longest = given("\U0001f9e1" * 1000, opportunities="\U0001f9e1" * 1000, next_step="\U0001f9e1" * 1000)
    part.answer(opened.id, PEOPLE[0], longest)
    part.answer(opened.id, PEOPLE[1], given("short"))
    with database.session() as session:
        assert len({len(one) for one in session.scalars(select(SessionAnswer.sealed))}) == 1
    assert part.read(opened.id, PEOPLE[0]) == longest


def test_a_secret_is_written_over_and_shut_to_others(keys: Keys, tmp_path: Path) -> None:
    secret = keys.make(SESSION)
    path = tmp_path / "sessions" / SESSION
    other = tmp_path / "the same file"
    os.link(path, other)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    keys.destroy(SESSION)
    assert not path.exists()
    assert secret not in other.read_bytes()
    keys.destroy(SESSION)
    assert len(secret) == session_keys.LENGTH


def test_a_thief_of_the_open_database_reads_nothing(
    database: Database, opened: TeamSession, part: TakingPart, tmp_path: Path
) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("the file is looked at")
    part.answer(opened.id, PEOPLE[0], given("Whisper of mine"))
    with closes(sqlite3.connect(tmp_path / "waymark.sqlite3")) as thief:
        assert "Whisper" not in "\n".join(thief.iterdump())
