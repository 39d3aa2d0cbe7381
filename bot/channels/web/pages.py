"""The two plain pages of the web door: the host page around the widget, and the support page without script.

They are rendered from the content, so that a phone number has one home, and they hold no word anybody typed. Links in
them are relative: the door may hang under any path of a proxy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.days import as_day

if TYPE_CHECKING:
    from bot.content import Content, SupportService

HERE = Path(__file__).parent
STATIC_DIR = HERE / "static"
"""Served as `/static/`, each file under its own name."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types waymark; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The policy of our pages; the browser tests serve it. Nothing inline, and no text ever becomes script or HTML."""


_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["day"] = as_day
_templates.globals["base"] = ""


def render_host_page(content: Content, address: str = "", bsl: str = "") -> str:
    """The page at `/`: what Waymark is and is not, who sees what, the widget, and the support services.

    address: the public one, where it is set. With a path in it, `…/waymark` without a slash is this page too, and there
    nothing that is relative to the page would be found. So links begin with that path. bsl: where videos in BSL are.
    Returns a whole HTML document. Raises nothing on content that `load_content` accepted.
    """
    path = urlsplit(address).path.rstrip("/")
    return _templates.get_template("host.html").render(
        organisation=content.organisation, services=_by_order(content), bsl=bsl, base=f"{path}/" if path else ""
    )


def render_support_page(content: Content) -> str:
    """The page at `/support`: every service and local route, in plain HTML that needs no script.

    Returns a whole HTML document.
    """
    services = _by_order(content)
    return _templates.get_template("support.html").render(
        organisation=content.organisation,
        always_open=[service for service in services if service.urgent],
        others=[service for service in services if not service.urgent],
    )


def render_signed_in(content: Content, words: Mapping[str, str], given: str = "", origins: Sequence[str] = ()) -> str:
    """The page at the end of a sign-in: the pass that was `given`, or what went wrong.

    In: `title` and `text` of `words`, and with a pass `label` and `note`; the listed origins, which may be handed it.
    """
    return _templates.get_template("signed_in.html").render(
        organisation=content.organisation, words=words, given=given, origins=" ".join(origins)
    )


def render(template: str, **values: object) -> str:
    """Another page of the door, whose words are in the content: a whole HTML document."""
    return _templates.get_template(template).render(**values)


def _by_order(content: Content) -> list[SupportService]:
    return sorted(content.support, key=lambda service: service.order)
