"""Speaks to a door byte by byte, as no browser would."""

from __future__ import annotations

import asyncio

HEAD = b"POST /echo HTTP/1.1\r\nHost: here\r\n"
SECOND = b"GET /hidden HTTP/1.1\r\nHost: here\r\n\r\n"
"""A request to hide in another one; 36 bytes long."""


async def ask(port: int, *parts: bytes, pause: float = 0.0, patience: float = 1.0) -> bytes:
    """All that comes back for some bytes, until the door closes or nothing more comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = b""
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        while more := await asyncio.wait_for(reader.read(65536), patience):
            answer += more
    except (TimeoutError, ConnectionError):
        pass
    finally:
        writer.close()
    return answer
