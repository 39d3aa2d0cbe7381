"""Rasa is exactly the release, and its replaced parts exactly the sources, that bot/runtime/ was written against.

When one of these fails, somebody has to read what changed, decide whether our part still keeps its meaning, write
that into docs/rasa-runtime.md, and only then record the new hash here. Sources are read as files: whether our patches
were applied makes no difference.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.runtime import compat, patches

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "rasa-runtime.md"


class Recorded(NamedTuple):
    """Where a replaced source stands, and the SHA-256 of its text."""

    distribution: str
    file: str
    place: str
    """A class, a function or `Class.function` in the file; empty for the whole file."""
    sha256: str


OVERLAID = {
    "rasa.core.channels": Recorded(
        "rasa", "rasa/core/channels/__init__.py", "", "33637c7f3972a4b5528f5ad29268ec17c483b5e468e685cc312a8545a8d23746"
    ),
    "rasa.engine.recipes.default_components": Recorded(
        "rasa",
        "rasa/engine/recipes/default_components.py",
        "",
        "b58a9dc0d456472a60aea5e113bd4ae0358fec14bf6c333e81872f96dbc63bc3",
    ),
    "rasa.nlu.classifiers.diet_classifier": Recorded(
        "rasa",
        "rasa/nlu/classifiers/diet_classifier.py",
        "",
        "ca5e35c7a0305dc8720ce252f6eb1599173493c26f549a3e8de673a7b4ff5556",
    ),
    "rasa.nlu.selectors.response_selector": Recorded(
        "rasa",
        "rasa/nlu/selectors/response_selector.py",
        "",
        "590eaebc094689022eef45d68a43886e0c02089a7cfb460a8fa0f7ece9ba1f59",
    ),
    "rasa.core.policies.ted_policy": Recorded(
        "rasa",
        "rasa/core/policies/ted_policy.py",
        "",
        "fcb8b8dcd4be88253245f32dc3c39a2bd95110fd1876897ee7da539aee886396",
    ),
    "rasa.utils.tensorflow.callback": Recorded(
        "rasa",
        "rasa/utils/tensorflow/callback.py",
        "",
        "745cf6fe393d9fcb354869eb639e2bf7e34a178b7e3301c1a3e036540b6ada7e",
    ),
    "rasa.utils.tensorflow.data_generator": Recorded(
        "rasa",
        "rasa/utils/tensorflow/data_generator.py",
        "",
        "9d766a17c1ef507e8223a9f8436bd7ff6d2517055d5e66f59f92f76448268fd5",
    ),
}

PATCHED = {
    "rasa.shared.core.events:Event.resolve_by_type": Recorded(
        "rasa",
        "rasa/shared/core/events.py",
        "Event.resolve_by_type",
        "83e4b34b3e1a87e55ec457f9de7370b7ec578f5dade414d6d7efe662e27c2f96",
    ),
    "rasa.core.actions.action:RemoteAction._validate_action_result": Recorded(
        "rasa",
        "rasa/core/actions/action.py",
        "RemoteAction._validate_action_result",
        "7714afb4250b7f8b24364418885b412b04d958f1bad3532a5207cdb41aa52d56",
    ),
    "rasa.engine.runner.dask:DaskGraphRunner.run": Recorded(
        "rasa",
        "rasa/engine/runner/dask.py",
        "DaskGraphRunner.run",
        "339dab5dfe1aeb08ea888b46613711b828ef155ae5df526a81816afe92eceb09",
    ),
    "rasa.utils.endpoints:EndpointConfig.from_dict": Recorded(
        "rasa",
        "rasa/utils/endpoints.py",
        "EndpointConfig.from_dict",
        "ecfc0564bd85833d4da637b30d1956e06f074671519112446e19830ea3e44712",
    ),
    "rasa.validator:Validator._gather_utterance_actions": Recorded(
        "rasa",
        "rasa/validator.py",
        "Validator._gather_utterance_actions",
        "0dc9e14f8bcf73b36121ff333c0d672f85a03b1635f348f60fe8ea3ee51e090f",
    ),
    "sanic:Sanic.run": Recorded(
        "sanic",
        "sanic/mixins/startup.py",
        "StartupMixin.run",
        "c79ce2d1130a370adce679b2fef9c210f90ce37caddf3df7412d381898064720",
    ),
}

LEANED_ON = {
    "rasa.core.tracker_store:FailSafeTrackerStore": Recorded(
        "rasa",
        "rasa/core/tracker_store.py",
        "FailSafeTrackerStore",
        "0813a7d1b95e3763bcc6896dd4ac7933122366a1dba6cc9d75c7bceb0991521c",
    ),
    "rasa.core.agent:load_agent": Recorded(
        "rasa", "rasa/core/agent.py", "load_agent", "f4f12a1775e8902c9bb5cad38f5ae0156c2d0a674360e2c6bd1b24c6587cdb1b"
    ),
    "rasa.core.actions.action:RemoteAction.run": Recorded(
        "rasa",
        "rasa/core/actions/action.py",
        "RemoteAction.run",
        "3ba8c67f78cdce96dfee63899a427cbabb4e4c79b38d3c2d4aca5118cc108050",
    ),
    "rasa.core.actions.action:RemoteAction.action_response_format_spec": Recorded(
        "rasa",
        "rasa/core/actions/action.py",
        "RemoteAction.action_response_format_spec",
        "eb462ff683e7aeabf59a2b20093c104e44561daa194466f7494fa37068a0edf3",
    ),
    "rasa.core.channels.channel:register": Recorded(
        "rasa",
        "rasa/core/channels/channel.py",
        "register",
        "2c5ba237af1c588648cc28ba6b3e55a6b314c40d5909e851b03be7d864de342f",
    ),
    "rasa.core.run:create_http_input_channels": Recorded(
        "rasa",
        "rasa/core/run.py",
        "create_http_input_channels",
        "45c49eed15e124b623aeaebbb75e17a9593b052ed69110bf6983e7774cb89b12",
    ),
    "rasa.core.processor:MessageProcessor._parse_message_with_graph": Recorded(
        "rasa",
        "rasa/core/processor.py",
        "MessageProcessor._parse_message_with_graph",
        "bfe0e7959d5ee87fd5b847b14226d92e12664133f4f074e91bd3d058fcec68cc",
    ),
    "rasa.core.processor:MessageProcessor.parse_message": Recorded(
        "rasa",
        "rasa/core/processor.py",
        "MessageProcessor.parse_message",
        "16e3c3e89efe43c8f58fd00bb1163b68666266ff2e071bf2e08d80065b81be3f",
    ),
    "rasa.shared.core.trackers:DialogueStateTracker.applied_events": Recorded(
        "rasa",
        "rasa/shared/core/trackers.py",
        "DialogueStateTracker.applied_events",
        "16374cc8f80220419b3ce08d4502b48f13fb07efce4c395380b26cc0c2465adb",
    ),
    "rasa_sdk.executor:ActionExecutor.run": Recorded(
        "rasa-sdk",
        "rasa_sdk/executor.py",
        "ActionExecutor.run",
        "d1adb0cbecbf957164d939b220bee25cf1425d40520cc47073bc776af27760a2",
    ),
}
"""Not replaced; but what we put around it rests on how it works inside."""


def read_source(recorded: Recorded) -> str:
    """The text of the file, or of the class or function in it, decorators and all."""
    path = Path(str(importlib.metadata.distribution(recorded.distribution).locate_file(recorded.file)))
    text = path.read_text(encoding="utf-8")
    if not recorded.place:
        return text
    tree: ast.AST = ast.parse(text)
    for name in recorded.place.split("."):
        tree = next(node for node in ast.iter_child_nodes(tree) if getattr(node, "name", None) == name)
    assert isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    first = min([tree.lineno, *(decorator.lineno for decorator in tree.decorator_list)])
    return "\n".join(text.splitlines()[first - 1 : tree.end_lineno])


def hash_source(recorded: Recorded) -> str:
    return hashlib.sha256(read_source(recorded).encode()).hexdigest()


def test_rasa_is_exactly_the_release_the_runtime_was_made_for() -> None:
    assert compat.RASA_VERSION == "3.6.21"
    assert importlib.metadata.version("rasa") == "3.6.21"


@pytest.mark.parametrize("module", compat.OVERLAY)
def test_a_replaced_module_is_as_it_was(module: str) -> None:
    assert module in OVERLAID, f"Record the source that {module} has, here."
    assert hash_source(OVERLAID[module]) == OVERLAID[module].sha256


@pytest.mark.parametrize("function", patches.PATCHED)
def test_a_patched_function_is_as_it_was(function: str) -> None:
    assert function in PATCHED, f"Record the source that {function} has, here."
    assert hash_source(PATCHED[function]) == PATCHED[function].sha256


@pytest.mark.parametrize("function", LEANED_ON)
def test_what_we_lean_on_is_as_it_was(function: str) -> None:
    assert hash_source(LEANED_ON[function]) == LEANED_ON[function].sha256


def test_nothing_is_recorded_that_is_no_longer_replaced() -> None:
    assert set(OVERLAID) == set(compat.OVERLAY)
    assert set(PATCHED) == set(patches.PATCHED)


def test_every_patch_is_applied_and_named() -> None:
    """As many functions that replace something as names in PATCHED, and apply() calls them all."""
    tree = ast.parse(Path(patches.__file__).read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    replacing = {name for name, function in functions.items() if any(map(_replaces, ast.walk(function)))}
    called = {
        node.func.id
        for node in ast.walk(functions["apply"])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert len(replacing) == len(patches.PATCHED)
    assert replacing <= called


def _replaces(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute)


@pytest.mark.parametrize("package", compat.ABSENT)
def test_a_stand_in_is_still_needed_by_rasa(package: str) -> None:
    """Rasa imports the package, or one in it, and we do not install it."""
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version(package.partition(".")[0])
    top = re.escape(package.partition(".")[0])
    whole = re.escape(package)
    sources = "\n".join(path.read_text(encoding="utf-8") for path in _rasa_files())
    assert re.search(rf"^\s*(?:import|from) {top}\b", sources, re.MULTILINE)
    for name in compat.ABSENT[package]:
        used = rf"from {whole} import [^\n]*\b{name}\b|\b{whole}\.{name}\b"
        assert re.search(used, sources), f"Rasa no longer uses {package}.{name}: take the stand-in out."


def _rasa_files() -> list[Path]:
    return [
        Path(str(file.locate()))
        for file in importlib.metadata.files("rasa") or []
        if file.suffix == ".py" and "channels" not in file.parts
    ]


@pytest.mark.parametrize(
    "name",
    [*compat.OVERLAY, *compat.ABSENT, *patches.PATCHED, *LEANED_ON, "LegacyVersion", "VisibleDeprecationWarning"],
)
def test_the_page_names_every_part(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8"), f"docs/rasa-runtime.md does not explain `{name}`."
