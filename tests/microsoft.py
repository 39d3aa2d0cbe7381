"""Microsoft's side of Teams, on loopback, with keys of our own: the key server, the token server, the Bot Connector.

Everything the bot says to it is kept in `sent`, in order. `answers` holds what the next calls get instead of a success.
"""

from __future__ import annotations

import asyncio
import functools
import json
import threading
import time
import uuid
from typing import Any
from urllib.parse import unquote

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://api.botframework.com"
APP = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
PERSON = "0b0b0b0b-0000-0000-0000-000000000001"
SECRET = "a-client-secret-for-tests"


@functools.cache
def make_key(name: str) -> rsa.RSAPrivateKey:
    """A key of this process by its name: each takes up to half a second to make, and no test changes one."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Microsoft:
    """Runs in a thread of its own until `close`."""

    def __init__(self) -> None:
        self.key, self.other_key = make_key("ours"), make_key("another")
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self.shown: dict[str, dict[str, Any]] = {}
        """The cards as everybody sees them now, by their ids, oldest first."""
        self.places: dict[str, str] = {}
        """In which conversation each of them is."""
        self.times: list[tuple[str, float]] = []
        """Every call, refused ones too: its conversation, and when it came."""
        self.missing: set[str] = set()
        """Ids of messages that are gone: replacing one is answered with 404."""
        self.closed: dict[str, int] = {}
        """Conversations that take nothing any more, and with which status."""
        self.lost: set[str] = set()
        """Conversations that take what is sent, and whose answers get lost on the way."""
        self.slow: dict[str, float] = {}
        """Conversations that answer late, and after how many seconds."""
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.taken_with: str | None = None
        """What a call that is taken is answered with, in place of the JSON it should be."""
        self.one_to_one: int = 201
        """The status for opening a chat with one person."""
        self.refused: list[int] = []
        self.token_forms: list[dict[str, str]] = []
        self.keys_wait = 0.0
        """Seconds that the key server takes."""
        self.key_requests = 0
        self._port = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._run, daemon=True).start()
        assert self._ready.wait(10)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def service_url(self) -> str:
        return f"{self.address}/teams/"

    @property
    def settings(self) -> dict[str, str]:
        """The settings of a bot that believes in this Microsoft."""
        return {
            "WAYMARK_TEAMS_APP_ID": APP,
            "WAYMARK_TEAMS_TENANT_ID": TENANT,
            "WAYMARK_TEAMS_APP_SECRET": SECRET,
            "WAYMARK_TEAMS_SERVICE_HOSTS": "127.0.0.1",
            "WAYMARK_TEAMS_TOKEN_URL": f"{self.address}/{TENANT}/oauth2/v2.0/token",
            "WAYMARK_TEAMS_KEYS_URL": f"{self.address}/v1/.well-known/openidconfiguration",
        }

    def sign(self, key: Any = None, kid: str | None = "k1", algorithm: str = "RS256", **claims: Any) -> str:
        """A token as the Bot Connector makes it. A claim of None is left out."""
        now = int(time.time())
        body = {"iss": ISSUER, "aud": APP, "nbf": now, "exp": now + 3600, "serviceurl": self.service_url} | claims
        body = {name: value for name, value in body.items() if value is not None}
        return jwt.encode(body, key or self.key, algorithm=algorithm, headers={"kid": kid} if kid else {})

    def activity(self, text: str = "hello", **fields: Any) -> dict[str, Any]:
        """A message of a person in a one-to-one chat, as Teams sends it."""
        return {
            "type": "message",
            "id": str(uuid.uuid4()),
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": "29:someone", "name": "Ailsa Testperson", "aadObjectId": PERSON},
            "conversation": {"id": "a:conversation-1", "conversationType": "personal", "tenantId": TENANT},
            "recipient": {"id": f"28:{APP}", "name": "Waymark"},
            "text": text,
            "textFormat": "plain",
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
        } | fields

    def cards(self) -> list[dict[str, Any]]:
        """The cards that were sent (not those that replaced another), in order."""
        return [
            body["attachments"][0]["content"]
            for method, _, body in self.sent
            if method == "POST" and body.get("attachments")
        ]

    def placed(self) -> list[tuple[str, str, dict[str, Any]]]:
        """The cards as everybody sees them now: id, conversation and card, oldest first."""
        return [(sent, self.places[sent], card) for sent, card in self.shown.items()]

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        app.router.add_get("/v1/.well-known/keys", self._keys)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_route("*", "/teams/v3/{path:.*}", self._connector)
        app.router.add_route("*", "/elsewhere/{path:.*}", self._connector)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._port = runner.addresses[0][1]

    async def _metadata(self, _: web.Request) -> web.Response:
        self.key_requests += 1
        await asyncio.sleep(self.keys_wait)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.address}/v1/.well-known/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        def public(kid: str, key: Any, endorsements: list[str]) -> dict[str, Any]:
            listed: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
            return listed | {"kid": kid, "use": "sig", "endorsements": endorsements}

        keys = [public("k1", self.key, ["msteams"]), public("k2", self.other_key, ["webchat"])]
        return web.json_response({"keys": keys})

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.token_forms.append({name: str(value) for name, value in form.items()})
        if form.get("client_secret", SECRET) != SECRET:
            return web.json_response({"error": "invalid_client"}, status=401)
        claims = {"aud": ISSUER, "appid": APP, "exp": int(time.time()) + 3600}
        token = jwt.encode(claims, self.other_key, algorithm="RS256")
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    async def _connector(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else {}
        where = unquote(request.path.partition("/conversations/")[2].split("/activities")[0])
        self.times.append((where, time.monotonic()))
        if where in self.slow:
            await asyncio.sleep(self.slow[where])
        gone = 404 if request.method == "PUT" and body.get("id") in self.missing else self.closed.get(where)
        if gone:
            self.refused.append(gone)
            return web.json_response({}, status=gone)
        if self.answers:
            status, headers = self.answers.pop(0)
            self.refused.append(status)
            return web.json_response({}, status=status, headers=headers)
        token = (request.headers.get("Authorization") or "").removeprefix("Bearer ")
        jwt.decode(token, self.other_key.public_key(), algorithms=["RS256"], audience=ISSUER)
        self.sent.append((request.method, request.path, body))
        if self.taken_with is not None:
            return web.Response(text=self.taken_with, status=201, content_type="text/plain")
        if request.path.endswith("/v3/conversations"):
            (member,) = body["members"]
            return web.json_response({"id": f"a:{member['id']}"}, status=self.one_to_one)
        sent = body["id"] if request.method == "PUT" else f"sent-{len(self.sent)}"
        if body.get("attachments"):
            self.shown[sent] = body["attachments"][0]["content"]
            self.places[sent] = where
        if where in self.lost:
            return web.json_response({}, status=502)
        return web.json_response({"id": sent}, status=201)
