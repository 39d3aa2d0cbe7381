"""The support services, as channels show them."""

from __future__ import annotations

from typing import Any

from actions.turns import Turn


def support_data(turn: Turn, *, urgent_only: bool = False) -> dict[str, Any]:
    """The support services as structure: all, or those that any adult can reach at any hour."""
    return {
        "kind": "support",
        "services": [
            {
                "name": service.name,
                "phone": service.phone,
                "contact": list(service.contact),
                "hours": service.hours,
                "who_for": service.who_for,
                "checked": f"{service.checked:%-d %B %Y}",
            }
            for service in turn.waymark.content.support
            if service.urgent or not urgent_only
        ],
    }
