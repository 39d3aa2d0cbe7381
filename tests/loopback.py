"""A whole journey with nothing but loopback: `python -m tests.loopback HOME`, inside a network namespace of its own.

Starts both doors, reflects as far as Save, shares, signs in as a coordinator and reads it there. Ends with 0 when all
of that happened, with UNFIT when loopback cannot be had, and with a traceback when something did not work.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

import httpx

from tests.doors import Chat, Doors, open_doors

UNFIT = 77
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
"""Linux: ask for and set the flags of a network interface (netdevice(7))."""

OUTSIDE = ("1.1.1.1", 443), ("2606:4700:4700::1111", 443)
WORDS = "Our lead asks how we are"
NAME, PASSWORD = "morag", "three quiet herons"


def raise_loopback() -> None:
    """In a new namespace even loopback is down. Raises OSError where that may not be changed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(probe, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))


def require_alone() -> None:
    """Raises AssertionError when there is a way to anywhere else."""
    for address in OUTSIDE:
        with suppress(OSError):
            socket.create_connection(address, timeout=2).close()
            raise AssertionError("this is no network namespace of its own: it reaches other machines")


def reflect(doors: Doors) -> None:
    """As a member of staff: the page, a conversation, and Save."""
    page = httpx.get(f"{doors.chat}/")
    assert page.status_code == 200 and "widget.js" in page.text
    assert httpx.get(f"{doors.chat}/widget.js").status_code == 200
    chat = Chat(doors.chat).start()
    for said in ("our managers never listen", WORDS):
        chat.say(said)
    for label in ("Finish", "Save it", "Share without a name"):
        chat.press(label)
    assert [message["kind"] for message in chat.messages].count("receipt") == 1


def review(doors: Doors) -> None:
    """As a coordinator: sign in, and read it."""
    doors.add_coordinator(NAME, PASSWORD)
    headers = {"Origin": doors.review, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=doors.review, headers=headers, timeout=30) as browser:
        assert browser.get("/reflections").headers["Location"].startswith("/login")
        signed_in = browser.post("/login", data={"name": NAME, "password": PASSWORD})
        assert signed_in.status_code == 303, signed_in.status_code
        assert WORDS in browser.get("/reflections", follow_redirects=True).text


def main(home: Path) -> int:
    """Take the journey. Out: 0, or UNFIT."""
    try:
        raise_loopback()
    except OSError as refused:
        print(f"loopback cannot be raised here ({refused.strerror})")
        return UNFIT
    require_alone()
    with open_doors(home) as doors:
        reflect(doors)
        review(doors)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
