"""Who may come in, and by what."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import select

from bot.oidc import Client, NotSignedIn, Registration
from bot.runtime.examined.finding import Mend, reading, serves_people
from bot.store.coordinators import Role
from bot.store.tables import Coordinator
from bot.waymark import Waymark

GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SOON = timedelta(days=30)
SHORTEST_CODE = 12
"""Letters: docs/operating.md."""


def look_at_providers(waymark: Waymark) -> str:
    """Whether the organisation's sign-in service answers, and is the one that is named."""
    settings = waymark.settings
    asked = {"WAYMARK_REVIEW_OIDC_ISSUER": settings.review_oidc_issuer}
    if settings.entry == "sign-in":
        asked["WAYMARK_OIDC_ISSUER"] = settings.oidc_issuer
        if not settings.chat_origin:
            raise Mend(
                "WAYMARK_ENTRY is sign-in, and that needs WAYMARK_CHAT_ORIGIN: the provider sends people back to it."
            )
    for name, issuer in asked.items():
        if not issuer:
            continue
        try:
            asyncio.run(Client(Registration(issuer, "", "", ""), settings.secret, "doctor").meet())
        except NotSignedIn as refused:
            if isinstance(refused.__cause__, httpx.HTTPError):
                raise Mend(
                    f"The provider that {name} names does not answer. Correct the address, or let this machine reach "
                    "it."
                ) from None
            raise Mend(
                f"The provider that {name} names says it is another one, or leaves out what is needed. Write the "
                "issuer letter for letter as it stands in its /.well-known/openid-configuration."
            ) from None
    return (
        "The sign-in of the organisation answers." if any(asked.values()) else "No sign-in of an organisation is set."
    )


def look_at_teams(waymark: Waymark) -> str:
    """The ids that people copy from one page of Azure into another field, and the address that Microsoft must reach."""
    settings = waymark.settings
    if not settings.teams_app_id:
        return "The Teams door is closed: WAYMARK_TEAMS_APP_ID is empty."
    if not GUID.fullmatch(settings.teams_tenant_id):
        raise Mend("WAYMARK_TEAMS_TENANT_ID is no id. Copy the Directory (tenant) ID, not the organisation's name.")
    if settings.teams_tenant_id.lower() == settings.teams_app_id.lower():
        raise Mend(
            "WAYMARK_TEAMS_TENANT_ID is the app's own id. Copy the Directory (tenant) ID, which stands below it."
        )
    tenants = [one.strip() for one in settings.teams_tenants.split(",") if one.strip()]
    if not all(map(GUID.fullmatch, tenants)):
        raise Mend("WAYMARK_TEAMS_TENANTS holds something that is no tenant id. Write ids alone, with commas between.")
    if GUID.fullmatch(settings.teams_app_secret):
        raise Mend(
            "WAYMARK_TEAMS_APP_SECRET looks like the secret's id. Copy its Value, which Azure shows once: make a new "
            "one."
        )
    if not settings.chat_origin.startswith("https://"):
        raise Mend("WAYMARK_CHAT_ORIGIN must be an https address that Microsoft reaches, for Teams (docs/teams.md).")
    return "The ids of the Teams door look right."


def look_at_certificate(waymark: Waymark) -> str:
    """The certificate that Microsoft knows the bot by."""
    path = waymark.settings.teams_certificate
    if not waymark.settings.teams_app_id or path is None:
        return "No certificate is used for Teams."
    try:
        pem = path.read_bytes()
        until = x509.load_pem_x509_certificate(pem).not_valid_after_utc
        load_pem_private_key(pem, None)
    except (OSError, ValueError, TypeError):
        raise Mend(
            "WAYMARK_TEAMS_CERTIFICATE cannot be used: it must be readable, and hold the certificate and its private "
            "key, as PEM and without a password."
        ) from None
    if until < datetime.now(UTC) + SOON:
        raise Mend(
            f"The certificate of the Teams door ends on {until:%-d %B %Y}. Make a new one, add it to the app in Azure, "
            "and put it where WAYMARK_TEAMS_CERTIFICATE says."
        )
    return f"The certificate of the Teams door is good until {until:%-d %B %Y}."


def look_at_second_step(waymark: Waymark) -> str:
    """Whether a stolen password alone opens what people shared."""
    if serves_people(waymark.settings) and not waymark.settings.totp_required:
        raise Mend(
            "Passwords of coordinators need no second step, so a stolen one is enough. Take "
            "WAYMARK_REVIEW_TOTP_REQUIRED away, or set it to true."
        )
    return (
        "Passwords of coordinators need a second step." if waymark.settings.totp_required else "Passwords are enough."
    )


def look_for_administrator(waymark: Waymark) -> str:
    """Whether somebody can add people and look at settings."""
    if not serves_people(waymark.settings):
        return "Whether there is an administrator matters once other people use it."
    by_claims = any(role == Role.ADMINISTRATOR for _, _, role in waymark.settings.review_roles)
    query = select(Coordinator.id).where(Coordinator.role == Role.ADMINISTRATOR, Coordinator.disabled_at.is_(None))
    with reading(waymark, "Whether there is an administrator") as session:
        if not by_claims and session.scalar(query.limit(1)) is None:
            raise Mend(
                "There is no administrator, so nobody can look after people in the review app. Run: uv run waymark "
                "coordinator add NAME --role administrator"
            )
    return "There is an administrator."


def look_at_access_code(waymark: Waymark) -> str:
    """The code that is given to all staff: guessable, or readable by whoever sees the settings."""
    settings = waymark.settings
    if settings.entry != "code":
        return f"Who may chat: {settings.entry}."
    if settings.access_code.startswith("$argon2"):
        return "Who may chat: who has the access code. It is kept as a hash."
    if sum(letter.isalnum() for letter in settings.access_code) < SHORTEST_CODE:
        raise Mend(f"The access code has fewer than {SHORTEST_CODE} letters. Choose three or four plain words.")
    if serves_people(settings):
        raise Mend(
            "WAYMARK_ACCESS_CODE holds the access code itself. Put the hash there that `uv run waymark access-code` "
            "makes."
        )
    return "Who may chat: who has the access code."
