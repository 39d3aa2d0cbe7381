"""What people are told about their own organisation, and where they find support."""

from __future__ import annotations

from datetime import timedelta

from bot.days import today_in_scotland
from bot.runtime.examined.finding import Mend, serves_people
from bot.waymark import Waymark

CHECKED_WITHIN = timedelta(days=92)
"""docs/operating.md: a person checks support numbers every three months."""

_SAMPLE = "(Sample text"


def look_at_organisation(waymark: Waymark) -> str:
    """A made-up council's support is no support."""
    organisation = waymark.content.organisation
    if not serves_people(waymark.settings):
        return "The organisation may be a sample while nobody else uses Waymark."
    if organisation.sample:
        raise Mend(
            "The organisation is still the made-up sample. Write your own teams, support and retention into "
            "data/content/organisation.yml, and set sample: false."
        )
    unwritten = [one.name for one in organisation.local_support if _SAMPLE in one.how]
    if unwritten:
        raise Mend(
            f"data/content/organisation.yml still has sample text at: {', '.join(unwritten)}. Write how it is with you."
        )
    return f"The organisation is {organisation.name}."


def look_at_support(waymark: Waymark) -> str:
    """A number that rings nowhere is found on the worst day."""
    services = waymark.content.support
    if not any(one.urgent and one.phone for one in services):
        raise Mend(
            "No service in data/content/support.yml can be telephoned at any hour. Put one back, such as NHS 24 on "
            "111, with urgent: true."
        )
    before = today_in_scotland() - CHECKED_WITHIN
    old = [one.name for one in services if one.checked < before]
    if old and serves_people(waymark.settings):
        raise Mend(
            f"Support numbers that nobody checked for three months: {', '.join(old)}. Look each up on the service's "
            "own page, and write the day into data/content/support.yml."
        )
    return f"{len(services)} support services, the oldest check on {min(one.checked for one in services):%-d %B %Y}."


def look_at_reminders(waymark: Waymark) -> str:
    """Hours in which no reminder can ever come."""
    settings = waymark.settings
    first, last = settings.reminders_from_hour, settings.reminders_to_hour
    if first >= last:
        raise Mend(
            f"Reminders would come from {first}:00 and not after {last}:00: never. Set WAYMARK_REMINDERS_FROM_HOUR "
            "below WAYMARK_REMINDERS_TO_HOUR."
        )
    return f"Reminders come from {first}:00 to {last}:00."
