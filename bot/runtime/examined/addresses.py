"""Where people reach Waymark, and through what."""

from __future__ import annotations

import difflib
import os

from bot.runtime.examined.finding import LOOPBACK, Mend, is_here, serves_people
from bot.settings import Settings
from bot.waymark import Waymark


def look_for_unknown_settings(_: Waymark) -> str:
    """A setting with a slip in its name is ignored, and nobody notices."""
    known = {f"WAYMARK_{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.upper().startswith("WAYMARK_") and name.upper() not in known)
    if not unknown:
        return "Every WAYMARK_ variable is a setting that there is."
    near = difflib.get_close_matches(unknown[0].upper(), known, n=1)
    meant = f" Do you mean {near[0]}?" if near else " docs/operating.md lists every setting."
    raise Mend(f"{', '.join(unknown)}: there is no such setting, so it does nothing.{meant}")


def look_at_environment(waymark: Waymark) -> str:
    """An address for other people while the safe defaults of production are off."""
    settings = waymark.settings
    if settings.environment == "local" and serves_people(settings):
        raise Mend(
            "WAYMARK_ENVIRONMENT is local, and a public address is set: cookies do not ask for HTTPS, and passwords "
            "need no second step. Set WAYMARK_ENVIRONMENT=production."
        )
    return f"WAYMARK_ENVIRONMENT is {settings.environment}."


def look_at_addresses(waymark: Waymark) -> str:
    """The public addresses: pages, cookies, sign-ins and Teams are built on them."""
    settings = waymark.settings
    if not serves_people(settings):
        return "Waymark is for this machine alone: no public address is set."
    for name, address in (("CHAT", settings.chat_origin), ("REVIEW", settings.review_origin)):
        if not address:
            raise Mend(
                f"WAYMARK_{name}_ORIGIN is not set. Set it to the address that people type, such as "
                "https://waymark.example.scot: without it, requests through a proxy may be refused."
            )
        if settings.environment == "production" and is_here(address):
            raise Mend(f"WAYMARK_{name}_ORIGIN is this machine's own address. Set it to the one that people type.")
    if settings.chat_address == settings.review_address.lower():
        raise Mend(
            "WAYMARK_CHAT_ORIGIN and WAYMARK_REVIEW_ORIGIN are the same address, and a proxy can lead it to one door "
            "alone. Give the review door a host name or a path of its own."
        )
    return f"People reach {settings.chat_address} and {settings.review_address}."


def look_for_plain_http(waymark: Waymark) -> str:
    """Words, passwords and tokens would travel readable."""
    settings = waymark.settings
    named = {
        "WAYMARK_CHAT_ORIGIN": [settings.chat_origin],
        "WAYMARK_REVIEW_ORIGIN": [settings.review_origin],
        "WAYMARK_EMBED_ORIGINS": list(settings.embedding),
        "WAYMARK_OIDC_ISSUER": [settings.oidc_issuer],
        "WAYMARK_REVIEW_OIDC_ISSUER": [settings.review_oidc_issuer],
        "WAYMARK_TEAMS_TOKEN_URL": [settings.teams_token_url],
        "WAYMARK_TEAMS_KEYS_URL": [settings.teams_keys_url],
    }
    for name, addresses in named.items():
        if any(one.lower().startswith("http://") and not is_here(one) for one in addresses):
            raise Mend(
                f"{name} has an address that begins with http://, which anybody on the way can read. Use https://."
            )
    return "No address of another machine is without HTTPS."


def look_at_listening(waymark: Waymark) -> str:
    """Doors that the network reaches past the proxy: without HTTPS, and with headers that anybody may write."""
    settings = waymark.settings
    if settings.host in LOOPBACK:
        return f"Both doors listen on {settings.host} alone."
    if not (settings.chat_origin.startswith("https://") and settings.review_origin.startswith("https://")):
        raise Mend(
            f"Both doors listen on {settings.host}, so that the network reaches them without HTTPS. Leave WAYMARK_HOST "
            "at 127.0.0.1, with a proxy before it. In a container, set WAYMARK_CHAT_ORIGIN and WAYMARK_REVIEW_ORIGIN."
        )
    return f"Both doors listen on {settings.host}. Let nothing but your proxy reach them there."


def look_at_proxies(waymark: Waymark) -> str:
    """How many proxies add X-Forwarded-For: too few, and everybody is one; too many, and anybody is whom they like."""
    settings = waymark.settings
    behind = bool(settings.chat_origin) and not is_here(settings.chat_origin)
    if behind and not settings.proxies:
        raise Mend(
            "WAYMARK_PROXIES is 0, and people come through a proxy: all of them count as one address. Set it to how "
            "many proxies add X-Forwarded-For, mostly 1."
        )
    if settings.proxies and not behind:
        raise Mend(
            f"WAYMARK_PROXIES is {settings.proxies}, and there is no public address: without a proxy anybody may write "
            "any address into X-Forwarded-For. Set WAYMARK_PROXIES=0, or WAYMARK_CHAT_ORIGIN."
        )
    return f"{settings.proxies} proxies are counted on."
