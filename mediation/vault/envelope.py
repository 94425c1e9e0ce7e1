"""One envelope for everything sealed: version, nonce, ciphertext with its tag (AES-256-GCM)."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mediation.vault.refusals import Unreadable

_VERSION = b"\x01"
_NONCE = 12
_SHORTEST = 1 + _NONCE + 16


def close_envelope(key: bytes, place: tuple[str, ...], data: bytes) -> bytes:
    """`data` sealed under `key` so that it opens only at `place`; never the same bytes twice."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, data, _bound_to(place))


def open_envelope(key: bytes, place: tuple[str, ...], envelope: bytes) -> bytes:
    """What was sealed under `key` for `place`.

    Raises Unreadable for anything else: another key or place, a changed or cut envelope, plain text.
    """
    if len(envelope) < _SHORTEST or envelope[:1] != _VERSION:
        raise Unreadable("密文格式不对，无法读取。")
    try:
        return AESGCM(key).decrypt(envelope[1 : 1 + _NONCE], envelope[1 + _NONCE :], _bound_to(place))
    except InvalidTag:
        raise Unreadable("密文与它所在的位置或密钥不符，无法读取。") from None


def _bound_to(place: tuple[str, ...]) -> bytes:
    # Each part carries its length, or ("ab", "c") and ("a", "bc") would be the same place.
    parts = [part.encode() for part in place]
    return _VERSION + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
