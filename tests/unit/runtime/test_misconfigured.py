"""What is likely to be set wrongly: the doctor says of each how to mend it, and says nothing once it is mended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from oidc_provider_mock import run_server_in_thread

from bot.content import Content
from bot.runtime.doctor import examine
from bot.runtime.errors import CannotStart
from bot.runtime.examined import LOOKS, addresses, care, keeping, refuse_unsafe, sign_in
from bot.settings import SettingsError
from bot.store.coordinators import Role, add_coordinator
from bot.waymark import Waymark
from tests.places import APP, CHAT, PUBLIC, TEAMS, TENANT, Look, Machine, amiss


@dataclass
class Wrong:
    """A mistake in the settings, what is said of it, and the settings that mend it."""

    look: Look
    wrong: dict[str, Any]
    said: str
    right: dict[str, Any] = field(default_factory=lambda: PUBLIC)


SETTINGS = {
    "local, for other people": Wrong(
        addresses.look_at_environment, PUBLIC | {"environment": "local"}, "Set WAYMARK_ENVIRONMENT=production."
    ),
    "no address of the chat": Wrong(
        addresses.look_at_addresses, PUBLIC | {"chat_origin": ""}, "WAYMARK_CHAT_ORIGIN is not"
    ),
    "no address of the review app": Wrong(
        addresses.look_at_addresses, PUBLIC | {"review_origin": ""}, "WAYMARK_REVIEW_ORIGIN is not set"
    ),
    "this machine as the public address": Wrong(
        addresses.look_at_addresses, PUBLIC | {"chat_origin": "https://localhost"}, "this machine's own address"
    ),
    "one address for two doors": Wrong(
        addresses.look_at_addresses, PUBLIC | {"review_origin": CHAT}, "are the same address"
    ),
    "chat over http": Wrong(
        addresses.look_for_plain_http, PUBLIC | {"chat_origin": "http://a.scot"}, "WAYMARK_CHAT_ORIGIN"
    ),
    "embedded over http": Wrong(
        addresses.look_for_plain_http,
        PUBLIC | {"embed_origins": "https://a.scot,http://b.scot"},
        "WAYMARK_EMBED_ORIGINS",
    ),
    "provider over http": Wrong(
        addresses.look_for_plain_http,
        {
            "entry": "sign-in",
            "oidc_issuer": "http://login.example.scot",
            "oidc_client_id": "waymark",
            "oidc_client_secret": "s",
        },
        "WAYMARK_OIDC_ISSUER",
    ),
    "open to the network": Wrong(
        addresses.look_at_listening, {"host": "0.0.0.0"}, "without HTTPS", PUBLIC | {"host": "::"}
    ),
    "a proxy nobody counts": Wrong(addresses.look_at_proxies, PUBLIC | {"proxies": 0}, "WAYMARK_PROXIES is 0"),
    "a proxy that is none": Wrong(addresses.look_at_proxies, {"proxies": 2}, "there is no public address"),
    "sign-in without an address": Wrong(
        sign_in.look_at_providers,
        {"entry": "sign-in", "oidc_issuer": "https://x", "oidc_client_id": "a", "oidc_client_secret": "b"},
        "needs WAYMARK_CHAT_ORIGIN",
    ),
    "the app for a tenant": Wrong(
        sign_in.look_at_teams, TEAMS | {"teams_tenant_id": APP}, "is the app's own id", TEAMS
    ),
    "a secret's id": Wrong(sign_in.look_at_teams, TEAMS | {"teams_app_secret": TENANT}, "Copy its Value", TEAMS),
    "Teams without an address": Wrong(sign_in.look_at_teams, TEAMS | {"chat_origin": ""}, "Microsoft reaches", TEAMS),
    "no second step": Wrong(
        sign_in.look_at_second_step, PUBLIC | {"review_totp_required": False}, "WAYMARK_REVIEW_TOTP_REQUIRED"
    ),
    "an access code that is short": Wrong(
        sign_in.look_at_access_code, {"entry": "code", "access_code": "loch"}, "fewer than 12", {"entry": "open"}
    ),
    "an access code to be read": Wrong(
        sign_in.look_at_access_code,
        PUBLIC | {"entry": "code", "access_code": "heron loch birch"},
        "Put the hash there",
        PUBLIC | {"entry": "code", "access_code": "$argon2id$v=19$m=65536"},
    ),
    "reminders never": Wrong(
        care.look_at_reminders,
        {"reminders_from_hour": 16, "reminders_to_hour": 10},
        "never. Set WAYMARK_REMINDERS_FROM_HOUR",
    ),
    "a key that was typed": Wrong(keeping.look_at_key, {"secret_key": "abab" * 10}, "can be guessed"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_is_wrong_and_then_mended(name: str, machine_: Machine) -> None:
    case = SETTINGS[name]
    assert case.said in amiss(case.look, machine_.set(**case.wrong))
    case.look(machine_.set(**case.right))


def test_a_setting_with_a_slip_in_its_name(machine_: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses.look_for_unknown_settings(machine_.set())
    monkeypatch.setenv("WAYMARK_CHATORIGIN", CHAT)
    said = amiss(addresses.look_for_unknown_settings, machine_.set())
    assert "WAYMARK_CHATORIGIN" in said and "Do you mean WAYMARK_CHAT_ORIGIN?" in said and CHAT not in said


def test_a_provider_that_is_away_or_another_one(machine_: Machine) -> None:
    def review(issuer: str) -> Waymark:
        names = {"review_oidc_client_id": "w", "review_oidc_client_secret": "s", "review_oidc_roles": "a=b:coordinator"}
        return machine_.set(review_oidc_issuer=issuer, **names)

    with run_server_in_thread() as server:
        issuer = f"http://localhost:{server.server_port}"
        assert "answers" in sign_in.look_at_providers(review(issuer))
        assert "says it is another one" in amiss(sign_in.look_at_providers, review(issuer + "/"))
        gone = amiss(sign_in.look_at_providers, review("http://localhost:1"))
        assert "WAYMARK_REVIEW_OIDC_ISSUER names does not answer" in gone


def certificate(file: Path, until: datetime, *, with_key: bool = True) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "waymark")])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), until - timedelta(99), until
    )
    pem = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(pem + (secret if with_key else b""))
    return file


def test_a_certificate_that_ends_or_lacks_its_key(machine_: Machine, tmp_path: Path) -> None:
    file, now = tmp_path / "teams.pem", datetime.now(UTC)
    waymark = machine_.set(
        **TEAMS | {"teams_app_secret": "", "teams_certificate": certificate(file, now + timedelta(90))}
    )
    assert "is good until" in sign_in.look_at_certificate(waymark)
    certificate(file, now + timedelta(20))
    assert "Make a new one" in amiss(sign_in.look_at_certificate, waymark)
    certificate(file, now + timedelta(90), with_key=False)
    assert "its private key" in amiss(sign_in.look_at_certificate, waymark)


def test_nobody_looks_after_people(machine_: Machine) -> None:
    waymark = machine_.set(**PUBLIC)
    with machine_.database.session() as session:
        add_coordinator(session, "morag", "three quiet herons")
    assert "--role administrator" in amiss(sign_in.look_for_administrator, waymark)
    with machine_.database.session() as session:
        add_coordinator(session, "isla", "three quiet otters", Role.ADMINISTRATOR)
    sign_in.look_for_administrator(waymark)


def test_the_sample_organisation_in_use(machine_: Machine, content: Content) -> None:
    care.look_at_organisation(machine_.set())
    assert "still the made-up sample" in amiss(care.look_at_organisation, machine_.set(**PUBLIC))
    own = content.organisation.model_copy(update={"sample": False})
    half = machine_.set(replace(content, organisation=own), **PUBLIC)
    assert "sample text at: Occupational health" in amiss(care.look_at_organisation, half)
    local = tuple(one.model_copy(update={"how": "Telephone us."}) for one in own.local_support)
    whole = replace(content, organisation=own.model_copy(update={"local_support": local}))
    care.look_at_organisation(machine_.set(whole, **PUBLIC))


def test_support_that_is_missing_or_old(machine_: Machine, content: Content) -> None:
    none = tuple(one.model_copy(update={"urgent": False}) for one in content.support)
    assert "at any hour" in amiss(care.look_at_support, machine_.set(replace(content, support=none)))
    old = tuple(one.model_copy(update={"checked": date(2020, 1, 1)}) for one in content.support)
    aged = replace(content, support=old)
    assert content.support[0].name in amiss(care.look_at_support, machine_.set(aged, **PUBLIC))
    today = datetime.now(UTC).date()
    fresh = tuple(one.model_copy(update={"checked": today}) for one in content.support)
    care.look_at_support(machine_.set(replace(content, support=fresh), **PUBLIC))


def test_every_look_is_in_the_doctor_and_has_a_line_for_an_empty_database(machine_: Machine) -> None:
    machine_.database.migrate("base")
    said = [finding.what for finding in examine(machine_.set(**PUBLIC))]
    assert len(said) >= len(LOOKS) + 14
    assert [line for line in said if "OperationalError" in line] == []
    assert "Whether there is a backup cannot be told before the database answers" in " ".join(said)


def test_production_refuses_what_is_unsafe_in_a_line_each(machine_: Machine, content: Content) -> None:
    unsafe = {"environment": "production", "chat_origin": "http://a.scot", "host": "0.0.0.0", "secret_key": "k" * 40}
    with pytest.raises(CannotStart) as refused:
        refuse_unsafe(machine_.set(**unsafe))
    lines = str(refused.value).splitlines()
    assert len(lines) == 4
    for line, word in zip(lines, ("http://", "0.0.0.0", "made-up sample", "can be guessed"), strict=True):
        assert word in line
    refuse_unsafe(machine_.set(**unsafe | {"environment": "local"}))
    with pytest.raises(SettingsError):
        refuse_unsafe(machine_.set(environment="production", secret_key=""))
