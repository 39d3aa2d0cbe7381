"""Makes tokens that try to be checked in another way than they should be (RFC 8725, section 2)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key

FORGERIES = (
    "alg none", "alg None", "no alg", "HS256 with the public key", "HS512 with the public key", "RS512",
    "their own jwk", "their own jku", "their own x5u", "kid of a file", "kid of a query", "kid a number", "kid a list",
    "another payload", "no signature",
)  # fmt: skip


def forge(kind: str, token: str, public_pem: bytes, own_pem: bytes) -> str:
    """A token with the claims of `token`, made wrong. `own_pem` is a private key of whoever forges."""
    head, body, signature = token.split(".")
    header: dict[str, Any] = json.loads(_plain(head))
    if kind in ("alg none", "alg None"):
        return ".".join([_packed(header | {"alg": kind.partition(" ")[2]}), body, ""])
    if kind == "no alg":
        return ".".join([_packed({name: value for name, value in header.items() if name != "alg"}), body, signature])
    if kind == "no signature":
        return f"{head}.{body}."
    if kind == "another payload":
        return ".".join([head, _packed(json.loads(_plain(body)) | {"sub": "somebody else"}), signature])
    if kind.startswith("HS"):
        signed = f"{_packed(header | {'alg': kind[:5]})}.{body}"
        digest = {"HS256": hashlib.sha256, "HS512": hashlib.sha512}[kind[:5]]
        return f"{signed}.{_text(hmac.new(public_pem, signed.encode(), digest).digest())}"
    own: Any = load_pem_private_key(own_pem, None)
    changed: dict[str, Any] = {
        "RS512": {"alg": "RS512"},
        "their own jwk": {"jwk": jwt.algorithms.RSAAlgorithm.to_jwk(own.public_key(), as_dict=True)},
        "their own jku": {"jku": "http://127.0.0.1:9/keys"},
        "their own x5u": {"x5u": "http://127.0.0.1:9/chain"},
        "kid of a file": {"kid": "../../../../dev/null"},
        "kid of a query": {"kid": "x' UNION SELECT 'key"},
        "kid a number": {"kid": 1},
        "kid a list": {"kid": ["k1"]},
    }[kind]
    signed = f"{_packed(header | changed)}.{body}"
    algorithm: Any = jwt.get_algorithm_by_name(changed.get("alg", "RS256"))
    return f"{signed}.{_text(algorithm.sign(signed.encode(), own))}"


def _plain(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _packed(header: dict[str, Any]) -> str:
    return _text(json.dumps(header).encode())
