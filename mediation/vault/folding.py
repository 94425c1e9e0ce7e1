"""One way of writing for what people write in many ways."""

import re
import unicodedata

# Punctuation, separators, symbols and controls. Letters newer than this Python are none of them, and stay.
_DROPPED = {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Sm", "Sc", "Sk", "So", "Cc", "Cf"}
_COUNTRY = re.compile(r"(?:00)?86(?=1\d{10}$)")


def folded(text: str) -> str:
    """`text` without width, case, spaces and punctuation, so that equal things are equal strings."""
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in wide if not _ignored(letter))


def digits_of(phone: str) -> str:
    """The digits of a telephone number, without China's country code before a mobile number."""
    return _COUNTRY.sub("", "".join(letter for letter in folded(phone) if letter in "0123456789"))


def _ignored(letter: str) -> bool:
    selector = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return selector or unicodedata.category(letter) in _DROPPED
