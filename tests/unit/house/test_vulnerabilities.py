"""The audit is green only when every package was looked up."""

import pytest

from tools.audit import judge

SKIPPED = "ERROR:pip_audit._cli:aio-pika: Dependency not found on PyPI and could not be audited: aio-pika (10.2.1)"
UNREACHED = "requests.exceptions.ConnectionError: Max retries exceeded"
FOUND = "Found 1 known vulnerability in 1 package\nName Version ID\naiohttp 3.9.0 CVE-2026-22815"


@pytest.mark.parametrize(
    ("returncode", "said", "code"),
    [(0, "No known vulnerabilities found", 0), (1, FOUND, 1), (1, SKIPPED, 2), (1, UNREACHED, 2), (3, "", 2)],
)
def test_the_verdict(returncode: int, said: str, code: int) -> None:
    got, line = judge(returncode, said)
    assert got == code
    assert ("not run" in line) == (code == 2)
