"""A commitment: proves later what was said, without saying it."""

import hmac
import json
import unicodedata
from hashlib import sha256
from typing import Any

from mediation.vault.keys import key_of

# What a commitment of today begins with. Older ones are bare hex, and were made over other text.
SCHEME = "v"


def committed(key_id: str, value: Any) -> str:
    """The commitment to VALUE (what JSON can hold): keyed with the key of the case, and gone with it.

    Text is taken in NFC, as the seal keeps it. Raises KeyDestroyed, or Unreadable if there is no such key.
    """
    return SCHEME + keyed(key_id, unicodedata.normalize("NFC", canonical(value)))[: 64 - len(SCHEME)]


def canonical(value: Any) -> str:
    """The one way in which VALUE is written as JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def keyed(key_id: str, text: str) -> str:
    """HMAC-SHA-256 of TEXT under the key, in hex."""
    return hmac.new(key_of(key_id), text.encode(), sha256).hexdigest()
