"""Settings of the Teams door with which nobody would be let in are refused at the start, in a line that says why."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.channels.teams.channel import read_trust
from bot.settings import Settings
from tests.microsoft import APP, SECRET, TENANT

OWN = {"teams_app_id": APP, "teams_tenant_id": TENANT, "teams_app_secret": SECRET}
OTHER = "0a1b2c3d-0000-4000-8000-00000000000f"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("teams_app_id", OTHER.upper()),
        ("teams_app_id", "waymark"),
        ("teams_tenant_id", TENANT.upper()),
        ("teams_tenant_id", "council.onmicrosoft.com"),
        ("teams_tenant_id", f"{{{TENANT}}}"),
        ("teams_tenants", "council.gov.scot"),
        ("teams_tenants", f"{OTHER}, {TENANT.upper()}"),
        ("teams_tenants", f"{OTHER};{TENANT}"),
        ("teams_service_hosts", "https://smba.trafficmanager.net/"),
        ("teams_service_hosts", "SMBA.trafficmanager.net"),
        ("teams_service_hosts", ""),
    ],
)
def test_what_would_refuse_everybody_is_refused(setting: str, value: str) -> None:
    with pytest.raises(ValidationError, match=f"WAYMARK_{setting.upper()} must be"):
        Settings(**(OWN | {setting: value}))


def test_what_is_right_is_taken() -> None:
    trust = read_trust(Settings(**OWN, teams_tenants=f"{TENANT}, {OTHER}"))
    assert trust.tenants == {TENANT, OTHER}
    assert trust.hosts == {
        "smba.trafficmanager.net",
        "smba.onyx.prod.teams.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
    }
    assert Settings(**OWN, teams_service_hosts="localhost,127.0.0.1")
