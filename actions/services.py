"""The support services, as channels show them."""

from __future__ import annotations

from typing import Any

from actions.turns import Turn
from bot.content import SupportService


def support_data(turn: Turn, *, urgent_only: bool = False) -> dict[str, Any]:
    """The support services as structure: all, or those that any adult can reach at any hour."""
    services = turn.waymark.content.support
    return {"kind": "support", "services": [service_data(one) for one in services if one.urgent or not urgent_only]}


def service_data(service: SupportService) -> dict[str, Any]:
    """One service as structure: how to reach it, for whom it is, and when that was checked."""
    return {
        "name": service.name,
        "phone": service.phone,
        "contact": list(service.contact),
        "hours": service.hours,
        "who_for": service.who_for,
        "checked": f"{service.checked:%-d %B %Y}",
    }
