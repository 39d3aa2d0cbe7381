"""Rasa is exactly the release, and its replaced parts exactly the sources, that bot/runtime/ was written against.

When one of these fails, somebody has to read what changed, decide whether our part still keeps its meaning, write
that into docs/rasa-runtime.md, and only then record the new hash in recorded.py. Sources are read as files: whether
our patches were applied makes no difference.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import re
from pathlib import Path

import pytest

from bot.runtime import compat, patches
from tests.unit.runtime.recorded import LEANED_ON, OVERLAID, PATCHED, Recorded

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "rasa-runtime.md"


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
    assert module in OVERLAID, f"Record the source that {module} has, in recorded.py."
    assert hash_source(OVERLAID[module]) == OVERLAID[module].sha256


@pytest.mark.parametrize("function", patches.PATCHED)
def test_a_patched_function_is_as_it_was(function: str) -> None:
    assert function in PATCHED, f"Record the source that {function} has, in recorded.py."
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
