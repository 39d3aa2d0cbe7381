"""Text as it was meant: one sign for the end of a line, the marks that were typed, and nothing that no person types.

Every door and every file reads text through here, so that the same words are the same everywhere.
"""

from __future__ import annotations

import re
from typing import Final

_ENDS_LINE = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line in one system or another, as `str.splitlines` has it. Taken out, it would run two words together."""

_UNUSED: Final = frozenset({0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D})
"""U+0085 ends a line; the others mean nothing in Windows-1252 either (Unicode's CP1252.TXT)."""

_FROM_WINDOWS: Final = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in _UNUSED}
"""Quotes, dashes and the like of Windows-1252, where text was read as Latin-1: they arrive as control characters."""

_UNTYPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of signs."""


def as_meant(text: str) -> str:
    """Take any text; give it with \\n at each line's end, its quotes and dashes, and no control character but tab."""
    return _UNTYPED.sub("", _ENDS_LINE.sub("\n", text).translate(_FROM_WINDOWS))
