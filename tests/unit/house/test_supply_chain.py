"""What Waymark stands on is licensed, listed, looked at each week, and never taken on its first days."""

from __future__ import annotations

import re
import tomllib

import pytest
from house import ROOT
from ruamel.yaml import YAML  # as "base": Rasa teaches the others to fill in variables

from tools import licences, sbom
from tools.audit import forgive

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_every_package_has_a_licence_that_is_allowed() -> None:
    found = licences.installed()
    assert set(licences.run_time_packages()) <= set(found)
    assert licences.judge(found) == []
    assert licences.EXCEPTIONS.keys() <= found.keys(), "an exception for a package that is not here"
    assert licences.READ.keys() <= found.keys()


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("MPL-2.0 AND MIT", True),
        ("GPL-3.0-only OR Apache-2.0", True),
        ("GPL-3.0-only AND Apache-2.0", False),
        ("AGPL-3.0-or-later", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("BSD", False),
        ("Public Domain", False),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_which_licences_are_allowed(licence: str, allowed: bool) -> None:
    assert licences.is_allowed(licence) == allowed


def test_a_licence_that_is_not_on_the_list_is_named_and_so_is_an_exception_nobody_needs() -> None:
    [refused] = licences.judge({"kind": "MIT", "strange": "AGPL-3.0-only"}, exceptions=())
    assert refused.startswith("strange is under 'AGPL-3.0-only'")
    assert licences.judge({"strange": "AGPL-3.0-only"}, exceptions=("strange",)) == []
    [stale] = licences.judge({"kind": "MIT"}, exceptions=("kind",))
    assert "needs no exception any more" in stale


def made(**versions: str) -> dict[str, object]:
    components = [{"type": "library", "name": name, "version": version} for name, version in versions.items()]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}


def test_a_list_that_is_not_the_lock_is_refused() -> None:
    locked = {"ruamel-yaml": "1", "click": "8"}
    assert sbom.find_wrong(made(**{"ruamel.yaml": "1", "click": "8"}), locked) == []
    assert sbom.find_wrong(made(click="7", more="1"), locked) == [
        "ruamel-yaml 1 is not in it.",
        "more is in it and not locked.",
        "click is 7, and 8 is locked.",
    ]


def test_a_list_that_is_not_cyclonedx_is_refused() -> None:
    wrong = made(click="8") | {"spoken": "no such field"}
    assert "not CycloneDX 1.6" in sbom.find_wrong(wrong, {"click": "8"})[0]


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 1), (2, 0)])
def test_an_audit_stops_make_check_where_it_found_something_and_not_where_nobody_answered(code: int, ends: int) -> None:
    assert forgive(code, ("--where-it-answers",)) == ends
    assert forgive(code, ()) == code


def test_no_release_is_taken_on_its_first_days() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["options"]
    assert (settings["exclude-newer"], lock["exclude-newer-span"]) == ("7 days", "P7D")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_are_pinned_and_may_do_little(path: object) -> None:
    text = path.read_text(encoding="utf-8")
    read = YAML(typ="base").load(text)
    assert read["permissions"] == {"contents": "read"}
    used = re.findall(r"uses: (\S+)", text)
    assert used and [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)] == []


def test_somebody_looks_for_vulnerabilities_each_week() -> None:
    weekly = YAML(typ="base").load((ROOT / ".github" / "workflows" / "weekly.yml").read_text(encoding="utf-8"))
    assert weekly["on"]["schedule"]
    runs = {name: [step.get("run", "") for step in job["steps"]] for name, job in weekly["jobs"].items()}
    assert any(run.startswith("make audit") for run in runs["audit"])
    assert any(run.startswith("make update") for run in runs["update"])
