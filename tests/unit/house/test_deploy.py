"""What stands in deploy/ is in form, asks for no more rights than it needs, and names things that there are.

None of it can be run here: there is no container engine. So each file is held to its own schema, and to ours.
"""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from house import ROOT
from prometheus_client import REGISTRY
from ruamel.yaml import YAML

from bot.settings import Settings

DEPLOY = ROOT / "deploy"
SCHEMAS = Path(__file__).with_name("schemas")
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
EXPORTERS = ("bot.channels.order", "bot.channels.teams.channel", "bot.channels.timing", "bot.channels.web.channel")


def read(path: Path) -> list[dict[str, Any]]:
    text = re.sub(r"\$\{[^}]*\}", "filled in", path.read_text(encoding="utf-8"))  # Rasa would look for them here
    return [dict(one) for one in YAML(typ="safe", pure=True).load_all(text)]


def objects(kind: str = "") -> list[dict[str, Any]]:
    return [one for path in MANIFESTS for one in read(path) if not kind or one["kind"] == kind]


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifest_is_what_kubernetes_knows(path: Path) -> None:
    known = json.loads((SCHEMAS / "kubernetes-1.37.json").read_text())
    for one in read(path):
        kind = known["kinds"][f"{one['apiVersion']}/{one['kind']}"]
        schema = {"$ref": f"#/definitions/{kind}", "definitions": known["definitions"]}
        jsonschema.Draft7Validator(schema).validate(one)


def test_the_schema_notices_what_is_misspelt() -> None:
    known = json.loads((SCHEMAS / "kubernetes-1.37.json").read_text())
    schema = {"$ref": "#/definitions/io.k8s.api.apps.v1.Deployment", "definitions": known["definitions"]}
    wrong = objects("Deployment")[0] | {"spek": {}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(wrong)


def test_compose_is_in_form() -> None:
    jsonschema.validate(compose(), json.loads((SCHEMAS / "compose.json").read_text()))


def compose() -> dict[str, Any]:
    return read(DEPLOY / "container" / "compose.yaml")[0]


def test_pods_have_no_rights_that_they_do_not_need() -> None:
    for one in objects("Deployment"):
        pod = one["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] and pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            rights = container["securityContext"]
            assert rights["readOnlyRootFilesystem"] and rights["allowPrivilegeEscalation"] is False
            assert rights["capabilities"] == {"drop": ["ALL"]}
            assert set(container["resources"]) == {"requests", "limits"}
            assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container)


def test_containers_have_no_rights_that_they_do_not_need() -> None:
    services = compose()["services"]
    assert set(services) == {"database", "chat", "review", "proxy"}
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"] and "no-new-privileges:true" in service["security_opt"], name
        assert "ports" not in service or name == "proxy", "the proxy alone is reached from outside"
        assert name == "database" or service["read_only"], name
    lines = (DEPLOY / "container" / "Containerfile").read_text().splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("FROM"))
    assert any(re.fullmatch(r"USER [1-9]\d*:[1-9]\d*", line) for line in lines[last:])
    assert any(line.startswith("HEALTHCHECK") for line in lines[last:])
    assert any("scot.waymark.sbom" in line for line in lines[last:])


def test_what_is_asked_of_a_pod_leaves_time_to_stop() -> None:
    drain = int(objects("ConfigMap")[0]["data"]["WAYMARK_DRAIN_SECONDS"])
    chat = next(one for one in objects("Deployment") if one["metadata"]["name"] == "chat")
    probe = chat["spec"]["template"]["spec"]["containers"][0]["readinessProbe"]
    assert drain > probe["periodSeconds"] * probe["failureThreshold"], "else requests come to a pod that is gone"
    assert chat["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > drain + 20


def test_every_setting_that_is_named_there_is() -> None:
    known = {f"WAYMARK_{name.upper()}" for name in Settings.model_fields}
    for path in (path for path in DEPLOY.rglob("*") if path.is_file()):
        named = set(re.findall(r"WAYMARK_[A-Z_]+", path.read_text(encoding="utf-8"))) - {"WAYMARK_IMAGE"}
        assert named <= known, path.name


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_is_what_systemd_knows(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "User=waymark"):
        assert line in text.splitlines()
    if not (verify := shutil.which("systemd-analyze")):
        pytest.skip("systemd-analyze is not here")
    here = tmp_path / path.name  # what is started must be there, so something else is
    here.write_text(text.replace("/opt/waymark/.venv/bin/waymark", "/bin/true"), encoding="utf-8")
    done = subprocess.run([verify, "verify", "--man=no", str(here)], capture_output=True, text=True)
    said = [line for line in (done.stdout + done.stderr).splitlines() if path.name in line]
    assert not said, said


def exported() -> set[str]:
    """What the chat door exports, by the names that Prometheus knows."""
    for module in EXPORTERS:
        importlib.import_module(module)
    for module in ("bot.runtime.serve", "bot.runtime.watching"):
        importlib.import_module(module)
    return {
        family.name + ("_total" if family.type == "counter" else "")
        for family in REGISTRY.collect()
        if family.name.startswith("waymark_")
    }


def test_the_dashboard_shows_every_number_and_no_other() -> None:
    board = json.loads((DEPLOY / "watching" / "grafana.json").read_text(encoding="utf-8"))
    shown = {name for panel in board["panels"] for one in panel["targets"] for name in names(one["expr"])}
    assert shown == exported()
    assert all(panel["title"] and panel["description"] for panel in board["panels"])


def test_alarms_and_the_autoscaler_ask_for_numbers_that_there_are() -> None:
    rules = read(DEPLOY / "watching" / "alerts.yaml")[0]["groups"][0]["rules"]
    asked = {name for rule in rules for name in names(rule["expr"])}
    metrics = [one for scaler in objects("HorizontalPodAutoscaler") for one in scaler["spec"]["metrics"]]
    asked |= {one["pods"]["metric"]["name"] for one in metrics if one["type"] == "Pods"}
    assert asked and asked <= exported()


def names(query: str) -> set[str]:
    return {name.removesuffix("_bucket") for name in re.findall(r"waymark_[a-z_]+", query)}


def test_docker_leaves_out_what_podman_leaves_out() -> None:
    """Docker reads one file and podman the other: what neither may take into an image stands in both."""
    assert (ROOT / ".dockerignore").read_text() == (ROOT / ".containerignore").read_text()
