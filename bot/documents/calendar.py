"""A day in one's own calendar, as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from bot.documents.model import clean


def to_calendar(summary: str, words: str, day: date, now: datetime) -> bytes:
    """The file. In: the event's title, what it says, its day, and the moment of writing, with its time zone.

    It lasts the whole day, leaves it free, and asks the calendar to show it to nobody else (`CLASS:PRIVATE`): calendars
    at work are often open to colleagues. Its id is random, so that nothing leads from it to what is stored.
    """
    event = Event()
    event.add("uid", str(uuid.uuid4()))
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", clean(words))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Waymark//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
