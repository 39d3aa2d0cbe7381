"""Nothing secret is compared with "==": how long that takes tells how much was right. No time is measured."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from house import PRODUCT, ROOT, read_python, short

SECRET = re.compile(r"(?:^|_)(?:token|secret|password|digest|mac|sign|signature|mark|hash|otp|signed|theirs)$")

NO_SECRET = {
    "bot/runtime/training.py": "the hash of a model file, which is no secret",
}
"""Files in which such a name is compared and is none, with the reason."""

CHECKED = {
    "bot/review/devices.py": "read_device",
    "bot/review/single_sign_on.py": "finish",
    "bot/channels/web/access_code.py": "is_code",
    "bot/store/second_step.py": "find_step",
    "bot/store/audit_chain.py": "verify",
}
"""Where something secret is checked, and the function that does it in constant time."""

BY_HASH = {
    "bot/review/auth.py": "find_person",
    "bot/store/second_step.py": "take_recovery_code",
    "bot/store/passes.py": "begin_with_pass",
}
"""Where something secret with many bits is looked up by its hash: the time tells of the hash, which nobody chooses."""


def name_of(node: ast.expr) -> str:
    """The last name in an expression: of a variable, an attribute, a call, or a key."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("encode", "decode", "hexdigest", "digest"):
            return name_of(node.func.value) if node.func.attr in ("encode", "decode") else "digest"
        return "" if isinstance(node.func, ast.Name) and node.func.id == "len" else name_of(node.func)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return ""


def compared(tree: ast.Module) -> list[int]:
    """The lines that compare something secret with == or !=. With a literal is fine: it is no secret."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and all(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops)
        and not any(isinstance(side, ast.Constant) for side in (node.left, *node.comparators))
        and any(SECRET.search(name_of(side)) for side in (node.left, *node.comparators))
    ]


@pytest.mark.parametrize("path", PRODUCT, ids=short)
def test_nothing_secret_is_compared_sign_by_sign(path: Path) -> None:
    columns = [
        line
        for line in compared(read_python(path))
        if not re.search(
            r"where\(|select\(|\bSignIn\.|\bRecoveryCode\.", path.read_text("utf-8").splitlines()[line - 1]
        )
    ]
    assert columns == [] or short(path) in NO_SECRET, f"{short(path)} compares a secret in line {columns}"


@pytest.mark.parametrize(("path", "function"), CHECKED.items())
def test_what_is_secret_is_checked_in_constant_time(path: str, function: str) -> None:
    assert "compare_digest" in _source(path, function)


@pytest.mark.parametrize(("path", "function"), BY_HASH.items())
def test_what_is_looked_up_is_looked_up_by_its_hash(path: str, function: str) -> None:
    assert re.search(r"hash_token\(|_hash\(|_key\(", _source(path, function))


def _source(path: str, function: str) -> str:
    tree = read_python(ROOT / path)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return ast.unparse(next(node for node in found if node.name == function))
