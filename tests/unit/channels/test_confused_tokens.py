"""Tokens that try to be checked in another way than ours: another algorithm, the public key as a secret, a key that
the token brings along; and providers that lead elsewhere. For OpenID Connect; Teams has its own in teams/."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.channels.web.oidc import Provider
from bot.oidc import NotSignedIn
from bot.settings import Settings
from tests.forged import FORGERIES, forge
from tests.unit.channels.test_oidc import ISSUER, OTHER, RSA, Scripted


@pytest.mark.parametrize("kind", FORGERIES)
async def test_a_token_decides_nothing_about_how_it_is_checked(kind: str) -> None:
    provider = Scripted()
    ask = provider._ask

    async def answer(method: str, address: str, **more: Any) -> Any:
        said = await ask(method, address, **more)
        if "id_token" in said:
            mine = OTHER.as_pem(private=True)
            said["id_token"] = forge(kind, said["id_token"], RSA.as_pem(private=False), mine)
        return said

    provider._ask = answer  # type: ignore[method-assign]
    with pytest.raises(NotSignedIn) as refused:
        await provider.go()
    assert refused.value.why == "did_not_work"


class _Site(BaseHTTPRequestHandler):
    """Answers from `server.pages`: a body, or an address to be sent on to."""

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        page = self.server.pages.get(self.path, {})  # type: ignore[attr-defined]
        self.send_response(302 if isinstance(page, str) else 200)
        if isinstance(page, str):
            self.send_header("Location", page)
        self.end_headers()
        self.wfile.write(b"" if isinstance(page, str) else json.dumps(page).encode())

    do_POST = do_GET  # noqa: N815


@contextmanager
def site() -> Iterator[Any]:
    """A web server on loopback: `address`, the `pages` it has, and what was `asked` of it."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    server.pages, server.asked = {}, []
    server.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def provider_at(address: str) -> Provider:
    chosen = {"oidc_issuer": address, "oidc_client_id": "waymark", "oidc_client_secret": "s" * 40}
    return Provider(Settings(entry="sign-in", secret_key="x" * 40, **chosen))


def about(address: str, **more: str) -> dict[str, str]:
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    return {"issuer": address} | {name: f"{address}/{name}" for name in names} | more


async def test_a_provider_that_sends_us_on_is_not_followed() -> None:
    with site() as theirs, site() as inside:
        inside.pages["/secret"] = about(theirs.address)
        theirs.pages["/.well-known/openid-configuration"] = f"{inside.address}/secret"
        with pytest.raises(NotSignedIn):
            await provider_at(theirs.address).begin("c" * 43)
        assert (theirs.asked, inside.asked) == (["/.well-known/openid-configuration"], [])
        theirs.pages["/.well-known/openid-configuration"] = about(theirs.address)
        assert (await provider_at(theirs.address).begin("c" * 43)).startswith(theirs.address), "it was only that"


INSIDE = ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "https://127.0.0.1:9/", "gopher://127.0.0.1/",
          "http://169.254.169.254/latest", "file:///etc/passwd", "https:///x", "//elsewhere.example"]  # fmt: skip


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", INSIDE)
async def test_a_provider_elsewhere_leads_to_nothing_on_this_machine(name: str, address: str) -> None:
    """Or it could have the code and our secret sent to what listens on loopback, or read what that says."""
    provider = Scripted()
    provider.about = about(ISSUER, **{name: address})
    with pytest.raises(NotSignedIn):
        await provider.go()


async def test_a_provider_is_not_asked_over_plain_http() -> None:
    plain = "http://login.example.scot"
    provider = Scripted(oidc_issuer=plain)
    provider.about = about("https://login.example.scot", issuer=plain)
    with pytest.raises(NotSignedIn):
        await provider.begin("c" * 43)
