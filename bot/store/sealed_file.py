"""Files that only the server's secret opens: compressed, sealed piece by piece, never in memory whole.

AES-256-GCM under a key of the file's own (HKDF of the secret and a random salt). Each piece is sealed with its number
and with whether it is the last, so that pieces cannot be changed, moved or cut off unseen.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.secret import Secret
from bot.store.sealing import derive, secret_id

MAGIC = b"WAYMARK-SEALED-1\n"
PIECE = 64 * 1024
"""Bytes of a piece before it is sealed."""

_ID, _SALT, _TAG, _LENGTH = 8, 16, 16, 4


class SealedFileError(Exception):
    """A sealed file cannot be opened. The message is one line: what, and how to mend it."""


class SealedWriter:
    """Writes lines into a sealed file. Call `close` at the end: without it, the file does not open."""

    def __init__(self, file: BinaryIO, secret: bytes) -> None:
        """`secret`: the newest is used."""
        newest, salt = bytes(secret), os.urandom(_SALT)
        self._header = MAGIC + secret_id(newest).encode() + salt
        self._cipher = _cipher(newest, salt)
        self._compress = zlib.compressobj()
        self._file, self._waiting, self._number = file, bytearray(), 0
        file.write(self._header)

    def write(self, line: str) -> None:
        """Add a line. It may hold no line break."""
        self._waiting += self._compress.compress(line.encode() + b"\n")
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Seal what is left as the last piece. The file itself stays open."""
        self._waiting += self._compress.flush()
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), piece, self._header)
        self._file.write(bytes([last]) + len(sealed).to_bytes(_LENGTH) + sealed)
        self._number += 1


def read_sealed(file: BinaryIO, secret: bytes) -> Iterator[str]:
    """The lines of a sealed file, under the newest secret or one before it. Raises SealedFileError."""
    header = file.read(len(MAGIC) + _ID + _SALT)
    if not header.startswith(MAGIC) or len(header) < len(MAGIC) + _ID + _SALT:
        raise SealedFileError("This is no backup that Waymark made.")
    name, salt = header[len(MAGIC) : -_SALT].decode("ascii", "replace"), header[-_SALT:]
    known = {secret_id(one): one for one in (secret.all if isinstance(secret, Secret) else (secret,))}
    if name not in known:
        raise SealedFileError(
            f"This backup is sealed with the secret {name}, which is not here. Add it to WAYMARK_SECRET_KEYS_BEFORE."
        )
    decompress, rest = zlib.decompressobj(), b""
    for piece in _open_pieces(file, _cipher(known[name], salt), header):
        try:
            *lines, rest = (rest + decompress.decompress(piece)).split(b"\n")
        except zlib.error:
            raise SealedFileError("This backup is damaged. Nothing of it was taken. Use another one.") from None
        yield from (line.decode() for line in lines)


def _open_pieces(file: BinaryIO, cipher: AESGCM, header: bytes) -> Iterator[bytes]:
    number, last = 0, False
    while not last:
        last = file.read(1) == b"\1"
        length = int.from_bytes(file.read(_LENGTH))
        try:
            yield cipher.decrypt(_nonce(number, last), file.read(min(length, PIECE + _TAG)), header)
        except (InvalidTag, ValueError):
            raise SealedFileError(
                "This backup is damaged or cut off. Nothing of it was taken. Use another one."
            ) from None
        number += 1
    if file.read(1):
        raise SealedFileError("This backup has something after its end. Nothing of it was taken. Use another one.")


def _cipher(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(derive(secret, f"sealed-file:{salt.hex()}"))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
