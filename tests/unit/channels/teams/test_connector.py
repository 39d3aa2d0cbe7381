"""What we say to Teams: tried again when it should be, once when it went, and our token to nobody else."""

from __future__ import annotations

import asyncio
import base64
import datetime
import time
from contextlib import AsyncExitStack
from email.utils import format_datetime
from pathlib import Path

import aiohttp
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.channels.teams import connector as module
from bot.channels.teams.connector import TRIES, Connector, Credentials, NotSent
from bot.channels.teams.tokens import Trust
from tests.microsoft import APP, SECRET, Microsoft
from tests.teams_people import until


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, without waiting."""
    waited: list[float] = []

    async def note(seconds: float, sleep=asyncio.sleep) -> None:
        waited.append(seconds)
        await sleep(0)

    monkeypatch.setattr(module.asyncio, "sleep", note)
    return waited


@pytest.fixture
def connector(microsoft: Microsoft, trust: Trust, http: aiohttp.ClientSession) -> Connector:
    microsoft.sent.clear()
    microsoft.refused.clear()
    microsoft.answers.clear()
    microsoft.token_forms.clear()
    return Connector(Credentials(APP, microsoft.settings["WAYMARK_TEAMS_TOKEN_URL"], SECRET), trust, lambda: http)


async def send(connector: Connector, microsoft: Microsoft) -> str:
    return await connector.send(microsoft.service_url, "a:conversation", {"type": "message", "text": "hello"})


@pytest.mark.parametrize("status", [408, 412, 429, 500, 502, 503, 504])
async def test_what_may_go_better_is_tried_again_and_sent_once(
    connector: Connector, microsoft: Microsoft, pauses: list[float], status: int
) -> None:
    microsoft.answers += [(status, {}), (status, {})]
    assert await send(connector, microsoft)
    assert (len(microsoft.sent), microsoft.refused) == (1, [status, status])
    assert pauses[0] < pauses[1]


@pytest.mark.parametrize("status", [307, 400, 403, 404, 413])
async def test_what_will_not_go_better_is_not_tried_again(
    connector: Connector, microsoft: Microsoft, pauses: list[float], status: int
) -> None:
    microsoft.answers.append((status, {"Location": f"{microsoft.address}/elsewhere/x"}))
    with pytest.raises(NotSent) as failed:
        await send(connector, microsoft)
    assert failed.value.for_good
    assert (microsoft.sent, microsoft.refused, pauses) == ([], [status], [])


async def test_retry_after_is_honoured_up_to_a_minute(
    connector: Connector, microsoft: Microsoft, pauses: list[float]
) -> None:
    microsoft.answers += [(429, {"Retry-After": "7"}), (429, {"Retry-After": "3600"}), (429, {"Retry-After": "soon"})]
    await send(connector, microsoft)
    assert 7 <= pauses[0] < 8
    assert 60 <= pauses[1] < 61
    assert 2 <= pauses[2] < 3


async def stopped_in(connector: Connector, microsoft: Microsoft, *, once: bool) -> BaseException:
    """What somebody hears whose call is stopped while it waits."""
    call = asyncio.create_task(connector.send(microsoft.service_url, "a:one", {"type": "message"}, once=once))
    await asyncio.sleep(0.3)
    call.cancel()
    (heard,) = await asyncio.gather(call, return_exceptions=True)
    assert isinstance(heard, BaseException)
    return heard


@pytest.mark.parametrize("in_turn", [False, True], ids=["pause", "turn"])
async def test_what_is_stopped_while_it_waits_was_certainly_not_taken(
    connector: Connector, microsoft: Microsoft, in_turn: bool
) -> None:
    async with AsyncExitStack() as busy:
        if in_turn:
            await connector._valid_token()
            await busy.enter_async_context(connector.pace.turn("a:one"))
        microsoft.answers += [(429, {"Retry-After": "60"})] * 2
        heard = await stopped_in(connector, microsoft, once=True)
        assert isinstance(heard, NotSent) and heard.status == 503
        assert isinstance(await stopped_in(connector, microsoft, once=False), asyncio.CancelledError)


async def test_nobody_knows_of_what_is_stopped_on_its_way(connector: Connector, microsoft: Microsoft) -> None:
    microsoft.slow["a:one"] = 1
    assert isinstance(await stopped_in(connector, microsoft, once=True), asyncio.CancelledError)
    microsoft.slow.clear()
    await until(lambda: microsoft.sent)  # Teams took it


async def test_nothing_leaves_a_door_that_is_closed(
    connector: Connector, microsoft: Microsoft, http: aiohttp.ClientSession
) -> None:
    await http.close()
    with pytest.raises(NotSent) as failed:
        await connector.send(microsoft.service_url, "a:one", {"type": "message"}, once=True)
    assert (failed.value.status, connector._fetching) == (503, None)


async def test_a_door_that_closes_while_a_token_is_asked_for_loses_nothing(
    connector: Connector, microsoft: Microsoft, http: aiohttp.ClientSession
) -> None:
    call = asyncio.create_task(connector.send(microsoft.service_url, "a:one", {"type": "message"}, once=True))
    await asyncio.sleep(0)  # what proves us is made in a thread now
    await http.close()
    with pytest.raises(NotSent) as failed:
        await call
    assert failed.value.status == 503


async def test_it_gives_up_when_teams_stays_away(
    connector: Connector, microsoft: Microsoft, pauses: list[float]
) -> None:
    microsoft.answers += [(503, {})] * TRIES
    with pytest.raises(NotSent) as failed:
        await send(connector, microsoft)
    assert not failed.value.for_good
    assert len(pauses) == TRIES - 1


async def test_one_token_serves_many_calls(connector: Connector, microsoft: Microsoft) -> None:
    await asyncio.gather(*(send(connector, microsoft) for _ in range(10)))
    assert len(microsoft.sent) == 10
    assert len(microsoft.token_forms) == 1


async def test_a_token_is_renewed_ahead_without_waiting(
    connector: Connector, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    await send(connector, microsoft)
    monkeypatch.setattr(module, "AHEAD", 2 * 3600)
    await send(connector, microsoft)
    assert connector._fetching is not None
    await connector._fetching
    assert len(microsoft.token_forms) == 2


async def test_a_token_that_was_taken_back_is_fetched_anew_once(connector: Connector, microsoft: Microsoft) -> None:
    await send(connector, microsoft)
    microsoft.answers.append((401, {}))
    await send(connector, microsoft)
    assert len(microsoft.token_forms) == 2


@pytest.mark.parametrize("before", [[502], [401], [401, 503, 401], []])
async def test_a_token_that_is_not_believed_yet_loses_nothing(
    connector: Connector, microsoft: Microsoft, pauses: list[float], before: list[int]
) -> None:
    microsoft.answers += [(status, {}) for status in [*before, 401]]
    assert await send(connector, microsoft)
    assert (len(microsoft.sent), microsoft.answers) == (1, [])
    assert len(microsoft.token_forms) == 2


@pytest.mark.parametrize("body", ["OK", "", "[1]", '{"id": 7', '{"id": null}'])
async def test_what_teams_took_is_not_sent_again_whatever_it_answers(
    connector: Connector, microsoft: Microsoft, pauses: list[float], body: str
) -> None:
    microsoft.taken_with = body
    assert await send(connector, microsoft) == ""
    assert (len(microsoft.sent), pauses) == (1, [])
    microsoft.taken_with = None


async def test_retry_after_may_be_a_date(connector: Connector, microsoft: Microsoft, pauses: list[float]) -> None:
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=40)
    microsoft.answers += [
        (429, {"Retry-After": format_datetime(at, usegmt=True)}),
        (429, {"Retry-After": "Mon, 99 Foo"}),
    ]
    await send(connector, microsoft)
    assert 20 < pauses[0] < 42
    assert pauses[1] < 2


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "http://localhost:1/", "https://smba.trafficmanager.net.evil/", ""]
)
async def test_nothing_is_sent_to_an_address_that_is_not_listed(
    connector: Connector, microsoft: Microsoft, url: str
) -> None:
    with pytest.raises(NotSent):
        await connector.send(url, "a:conversation", {"type": "message"})
    assert microsoft.token_forms == []  # no token was even fetched


async def test_a_conversation_id_cannot_lead_elsewhere(connector: Connector, microsoft: Microsoft) -> None:
    await connector.send(microsoft.service_url, "../../elsewhere/x?y=#z", {"type": "message"})
    ((_, path, _),) = microsoft.sent
    assert path.startswith("/teams/v3/conversations/")


def test_a_certificate_proves_us_without_a_secret(tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "waymark")])
    today = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today)
        .not_valid_after(today + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = tmp_path / "app.pem"
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    url = "https://login.microsoftonline.com/tenant/oauth2/v2.0/token"
    form = Credentials(APP, url, certificate=pem).form()
    assert "client_secret" not in form
    claims = jwt.decode(form["client_assertion"], key.public_key(), algorithms=["PS256"], audience=url, issuer=APP)
    assert claims["exp"] <= time.time() + 300
    header = jwt.get_unverified_header(form["client_assertion"])
    fingerprint = certificate.fingerprint(hashes.SHA256())
    assert header["x5t#S256"] == base64.urlsafe_b64encode(fingerprint).rstrip(b"=").decode()
