"""A sealed file opens whole, under its own secret alone, or not at all."""

from __future__ import annotations

import io
import random

import pytest

from bot.secret import Secret
from bot.store.sealed_file import PIECE, SealedFileError, SealedWriter, read_sealed
from bot.store.sealing import secret_id

SECRET = b"a-secret-of-the-server-0123456789"
LINES = ["our huddle is kind 🙂", "", "x" * 1000, "ceilidh\u2028still one line"]


def seal(lines: list[str], secret: bytes = SECRET) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, secret)
    for line in lines:
        writer.write(line)
    writer.close()
    return file.getvalue()


def unseal(sealed: bytes, secret: bytes = SECRET) -> list[str]:
    return list(read_sealed(io.BytesIO(sealed), secret))


def long_lines() -> list[str]:
    """What does not compress away: several pieces."""
    return [random.Random(number).randbytes(900).hex() for number in range(400)]


@pytest.mark.parametrize("lines", [LINES, [], ["one"], long_lines()], ids=["some", "none", "one", "many"])
def test_what_is_written_is_read(lines: list[str]) -> None:
    assert unseal(seal(lines)) == lines


def test_many_pieces_are_many() -> None:
    assert len(seal(long_lines())) > 4 * PIECE


def test_no_word_is_in_it() -> None:
    assert b"huddle" not in seal(["our huddle is kind"])


def test_it_opens_after_a_rotation() -> None:
    assert unseal(seal(LINES), Secret(b"n" * 40, [b"o" * 40, SECRET])) == LINES


def test_another_secret_is_told_by_its_name() -> None:
    with pytest.raises(SealedFileError, match=secret_id(SECRET)):
        unseal(seal(LINES), b"n" * 40)


@pytest.mark.parametrize("cut", [1, 20, PIECE, PIECE * 2 + 7])
def test_a_file_that_was_cut_does_not_open(cut: int) -> None:
    with pytest.raises(SealedFileError, match="damaged"):
        unseal(seal(long_lines())[:-cut])


@pytest.mark.parametrize("place", [len(b"WAYMARK-SEALED-1\n") + 9, 60, 70_000, -3])
def test_a_file_that_was_changed_does_not_open(place: int) -> None:
    sealed = bytearray(seal(long_lines()))
    sealed[place] ^= 1
    with pytest.raises(SealedFileError):
        unseal(bytes(sealed))


def test_pieces_cannot_be_left_out_or_swapped() -> None:
    sealed, head = seal(long_lines()), len(b"WAYMARK-SEALED-1\n") + 8 + 16
    size = 1 + 4 + PIECE + 16
    first, second, rest = sealed[head : head + size], sealed[head + size : head + 2 * size], sealed[head + 2 * size :]
    for changed in (second + first + rest, second + rest, first + rest):
        with pytest.raises(SealedFileError, match="damaged"):
            unseal(sealed[:head] + changed)


@pytest.mark.parametrize("other", [b"", b"SQLite format 3\0" + b"x" * 100, b"WAYMARK-SEALED-1\n"])
def test_what_is_no_backup_is_told(other: bytes) -> None:
    with pytest.raises(SealedFileError, match="no backup"):
        unseal(other)


def test_something_after_the_end_is_noticed() -> None:
    with pytest.raises(SealedFileError, match="after its end"):
        unseal(seal(LINES) + b"x")


def test_what_is_sealed_and_no_compressed_lines_is_damaged() -> None:
    file = io.BytesIO()
    writer = SealedWriter(file, SECRET)
    writer._seal(b"not compressed at all", last=True)
    with pytest.raises(SealedFileError, match="damaged"):
        unseal(file.getvalue())
