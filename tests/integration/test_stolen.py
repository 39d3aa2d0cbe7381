"""Stolen everything: the whole WAYMARK_HOME of a running bot, with database, log, backup, figures and its own lines.

The thief tries to read it all: as it lies, taken apart (base64, zlib, UTF-16), and with every key that the server's
secret gives. Without a tab's token or a return code there is no unsaved and no private word in it.
"""

from __future__ import annotations

import base64
import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import httpx
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.settings import ROOT
from bot.store.database import Database
from bot.store.holds import place_hold
from bot.store.sealed_file import MAGIC, read_sealed
from bot.store.sealing import conversation_key, conversation_seal, derive
from tests.bot_process import BotProcess
from tests.doors import Chat
from tests.integration.test_commands import waymark

UNSAVED, PRIVATE, SHARED, HELD, TYPED = "quernstane", "peatsmoor", "lapwinglaw", "skerryvore", "birlinnbrae"
"""Words that are nowhere else; the last was typed before any theme was chosen."""

NONCE = 12


def reflect(bot: BotProcess, mark: str, *labels: str) -> Chat:
    """A conversation in which this word was typed, to the end that the labels lead to."""
    chat = Chat(bot.address).start()
    chat.say("our managers never listen")
    chat.say(f"Our lead asks how we are after the {mark}")
    for label in labels:
        chat.press(label)
    return chat


def code_of(chat: Chat) -> str:
    return str(next(message["code"] for message in chat.messages if message["kind"] == "receipt"))


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, str]:
    """What a thief carries off, the server's secret, and the token of one conversation that he does not have."""
    home, loot = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("thief") / "loot"
    with BotProcess(home) as bot:
        unsaved = reflect(bot, UNSAVED)
        opening = Chat(bot.address).start()
        opening.say(f"what do you know of the {TYPED}?")
        reflect(bot, PRIVATE, "Finish", "Save it", "Keep it private")
        reflect(bot, SHARED, "Finish", "Save it", "Share without a name")
        database = Database(f"sqlite:///{home / 'waymark.sqlite3'}")
        with database.session() as session:
            place_hold(session, by="isla", reason="A tribunal asked.", until=datetime.now(UTC).date() + timedelta(9))
        held = reflect(bot, HELD, "Finish", "Save it", "Share without a name")
        env = {"WAYMARK_HOME": str(home)}
        assert "legal hold" in waymark("erase", stdin=code_of(held) + "\n", **env).stdout
        assert waymark("backup", str(home / "monday"), **env).returncode == 0
        (home / "figures").write_bytes(httpx.get(f"{bot.address}/metrics").content)
        database.close()
        shutil.copytree(home, loot)  # while the bot is at work, so that the write-ahead log is in it
    secret = (loot / "secret-key").read_text().strip().encode()
    (loot / "secret-key").unlink()
    return loot, secret, unsaved.token


def rows(loot: Path) -> Iterator[list[bytes]]:
    """The values of every row of every table, as bytes."""
    with closing(sqlite3.connect(f"file:{loot / 'waymark.sqlite3'}?mode=ro", uri=True)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            with suppress(sqlite3.OperationalError):  # SQLite's own, for searching words
                for row in connection.execute(f'SELECT * FROM "{name}"'):
                    yield [one if isinstance(one, bytes) else str(one).encode() for one in row if one is not None]


def disguises(word: str) -> list[bytes]:
    """How a word may lie in bytes without being readable at once: UTF-16, hexadecimal, base64 at any place."""
    plain = word.encode()
    shifted = [base64.b64encode(b"." * shift + plain).rstrip(b"=")[4 if shift else 0 : -2] for shift in range(3)]
    return [plain, word.encode("utf-16-le"), plain.hex().encode(), *shifted]


def has(word: str, *everything: bytes) -> bool:
    return any(disguise.lower() in one.lower() for disguise in disguises(word) for one in everything)


def taken_apart(loot: Path) -> list[bytes]:
    """All that lies there: each file, and each value of each row, unpacked where it is packed."""
    found = [path.read_bytes() for path in sorted(loot.rglob("*")) if path.is_file()]
    for value in (one for row in rows(loot) for one in row):
        found.append(value)
        with suppress(ValueError):
            found.append(base64.b64decode(value, validate=True))
        for wbits in (15, 31, -15):
            with suppress(zlib.error):
                found.append(zlib.decompress(value, wbits))
    return found


def opened_with(secret: bytes, loot: Path) -> list[bytes]:
    """All that the secret opens: the backup, and each value under each key that Waymark's code could make of it.

    The purposes of keys, and the places they are tied to, are texts in the code or values of the same row.
    """
    found = []
    with (loot / "monday").open("rb") as file:
        found.append("\n".join(read_sealed(file, secret)).encode())
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    purposes = sorted(set(re.findall(r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"', code)))
    assert {"held-reflection", "conversation", "return-code"} <= set(purposes)
    keys = [AESGCM(derive(secret, purpose)) for purpose in purposes]
    for row in rows(loot):
        places = [*row, b""]
        for value in (one for one in row if len(one) > NONCE + 16):
            for key, place in product(keys, [one for one in places if one != value]):
                with suppress(InvalidTag):
                    found.append(key.decrypt(value[:NONCE], value[NONCE:], place))
            for kept, place in product(row, places):  # were a conversation's key made from what is kept beside it
                with suppress(InvalidTag):
                    key = AESGCM(derive(kept, "conversation"))
                    found.append(key.decrypt(value[:NONCE], value[NONCE:], place))
    return found


def test_what_was_stolen_is_what_there_is(stolen: tuple[Path, bytes, str]) -> None:
    loot, _, token = stolen
    names = {path.name for path in loot.iterdir()}
    assert {"waymark.sqlite3", "waymark.sqlite3-wal", "bot.log", "monday", "figures"} <= names
    assert (loot / "monday").read_bytes().startswith(MAGIC) and b"waymark" in (loot / "figures").read_bytes()
    everything = taken_apart(loot)
    assert has(SHARED, *everything), "the thief can read, and shared words are there to be read"
    assert has(conversation_key(token), *everything), "and so is the conversation"


@pytest.mark.parametrize("mark", [UNSAVED, TYPED, PRIVATE, HELD])
def test_without_the_secret_no_unsaved_private_or_held_word_is_readable(
    mark: str, stolen: tuple[Path, bytes, str]
) -> None:
    loot, secret, token = stolen
    everything = taken_apart(loot)
    assert not has(mark, *everything)
    assert not has(token, *everything) and not has(secret.decode(), *everything)


def test_with_the_secret_still_no_unsaved_or_private_word(stolen: tuple[Path, bytes, str]) -> None:
    loot, secret, _ = stolen
    opened = opened_with(secret, loot)
    assert has(HELD, *opened), "the thief tries the right keys: copies under a hold are sealed with the secret alone"
    assert has(SHARED, *opened), "and opens the backup"
    assert [mark for mark in (UNSAVED, TYPED, PRIVATE) if has(mark, *opened)] == []


def test_the_token_would_have_opened_it(stolen: tuple[Path, bytes, str]) -> None:
    loot, _, token = stolen
    seal = conversation_seal(token)
    mine = [row for row in rows(loot) if conversation_key(token).encode() in row]
    opened = []
    for value in (one for row in mine for one in row if len(one) > NONCE + 16):
        with suppress(InvalidTag):
            opened.append(AESGCM(seal.key).decrypt(value[:NONCE], value[NONCE:], seal.context))
    assert has(UNSAVED, *opened), "or the searches above look for what was never there"
