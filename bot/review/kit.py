"""What tells people about Waymark: a poster, a mail, a post for Teams and a card for a meeting, as Word and PDF.

The words are in templates/kit_words.html. Nothing in them comes from anything that was shared.
"""

from __future__ import annotations

import io

import segno
from fastapi import APIRouter
from fastapi.responses import Response

from bot.documents import FORMATS, Block, Document, Heading, Line, Links, Picture
from bot.review.auth import PersonDep
from bot.review.door import Door, DoorDep, as_file
from bot.review.pages import FormDep
from bot.store import audit

router = APIRouter()

PIECES = ("poster", "mail", "teams", "meeting")

WIDTHS = {"poster": 260, "meeting": 190}
"""Pixels across the QR code, on what is printed. A mail and a post have a link instead."""


@router.get("/kit")
def show_kit(door: DoorDep, person: PersonDep) -> Response:
    with door.database.session() as session:
        audit.record(session, "kit_viewed", person.name)
    return door.render(
        "kit.html", person=person, here="kit", address=address_of(door), reached=bool(door.settings.chat_origin)
    )


@router.post("/kit")
def take_kit(door: DoorDep, person: PersonDep, form: FormDep) -> Response:
    """One piece as a file. It is asked for by a form, as a link would be fetched beforehand by some browsers."""
    piece, _, kind = form.get("do", "").partition(".")
    if piece not in PIECES or kind not in FORMATS:
        return door.redirect("/kit")
    with door.database.session() as session:
        audit.record(session, "kit_taken_away", person.name, piece=piece, format=kind)
    return as_file(write_piece(door, piece), f"waymark-{piece}", kind)


def address_of(door: Door) -> str:
    """Where people find the chat."""
    return f"{door.settings.chat_address}/"


def write_piece(door: Door, piece: str) -> Document:
    """One piece of the kit. Raises KeyError for a piece that there is not."""
    blocks = {"poster": _poster, "mail": _letter, "teams": _letter, "meeting": _meeting}[piece](door, piece)
    title = door.say(f"kit_{piece}_title", door.content.organisation.name)
    return Document(title, tuple(blocks), door.say("unprintable"), poster=piece == "poster")


def _poster(door: Door, piece: str) -> list[Block]:
    return [*(Line(line) for line in _lines(door, piece)), *_way_in(door, piece)]


def _letter(door: Door, piece: str) -> list[Block]:
    address = address_of(door)
    return [*(Line(line) for line in _lines(door, piece)), Links(((address, address),)), *_entry(door)]


def _meeting(door: Door, piece: str) -> list[Block]:
    said, asked = _lines(door, piece), _lines(door, "questions")
    return [
        Heading(door.say("kit_meeting_say"), 1),
        *(Line(line) for line in said),
        Heading(door.say("kit_meeting_ask"), 1),
        *(Line(line) for line in asked),
        Heading(door.say("kit_meeting_begin"), 1),
        *_way_in(door, piece),
    ]


def _way_in(door: Door, piece: str) -> list[Block]:
    """The QR code, and the address for whoever has no camera."""
    address = address_of(door)
    picture = Picture(draw_code(address), door.say("kit_picture", address), WIDTHS[piece])
    return [picture, Line(door.say("kit_address", address)), *_entry(door)]


def _entry(door: Door) -> list[Block]:
    """What else people need to begin. The entry code itself is in no file: anybody may find a poster."""
    said = {"code": "kit_code", "sign-in": "kit_sign_in"}.get(door.settings.entry)
    return [Line(door.say(said))] if said else []


def _lines(door: Door, piece: str) -> list[str]:
    """The paragraphs of a piece: the macro kit_<piece>, with a "|" between two."""
    return [line.strip() for line in door.say(f"kit_{piece}", door.content.organisation.name).split("|")]


def draw_code(address: str) -> bytes:
    """An address as a QR code: a PNG with the quiet border that a camera needs."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=12, border=4)
    return out.getvalue()
