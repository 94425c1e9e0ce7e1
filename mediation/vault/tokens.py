"""Search in what is sealed: equality by blind index, names and numbers by keyed tokens."""

import hmac
import re
import unicodedata
from itertools import groupby, islice, pairwise, product

from mediation.vault.folding import digits_of, folded
from mediation.vault.keys import current_vault
from mediation.vault.readings import is_han, plain_latin, readings, ways_to_type

_LENGTH = 16
_UNITS = 30
_WAYS = 16
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+x?")


def blind_index(column: str, value: str) -> bytes:
    """16 bytes that are equal for equal values of one column, and tell nothing without the index key.

    A column called `phone` or `…_phone` compares digits only (without +86); any other compares without width,
    case, spaces and punctuation. Raises ValueError if nothing is left to compare.
    """
    plain = digits_of(value) if column.rpartition("_")[2] == "phone" else folded(value).upper()
    if not plain:
        raise ValueError("nothing to compare")
    return _token(f"blind index of {column}", plain)


def name_tokens(name: str) -> frozenset[bytes]:
    """The tokens under which a name is found; they belong to the person's key and are deleted with it.

    Each character, each two neighbours, the whole name (its blind index as `name`); in pinyin every run of
    whole syllables and the initials from the first on. Middle dots and spaces count for nothing.
    """
    if not folded(name):
        return frozenset()
    han, units = _units(name)
    latin = {typed for way in _ways(units) for typed in (*_runs(way), *_initials(way))}
    pieces = {_piece(text) for text in (*han, *map("".join, pairwise(han)))}
    return frozenset(pieces | {_typed(text) for text in latin} | {blind_index("name", name)})


def digit_tokens(value: str) -> frozenset[bytes]:
    """The tokens under which a telephone or identity number is found: the last four characters, the whole."""
    plain = _number(value)
    return frozenset({_digits(plain), _digits(plain[-4:])} if len(plain) >= 4 else ())


def query_tokens(text: str) -> list[frozenset[bytes]]:
    """What to look for: alternatives, of each one ALL tokens must be there. An empty list finds nothing.

    王 · 王芳 · wang · wangfang · wf · fang wang · 王 fang · 8000 · 王芳 8000 · 138 0013 8000. Name and number
    tokens of a person are one set for this.
    """
    number = _number(text)
    if _NUMBER.fullmatch(number):
        return [frozenset({_digits(number)})]
    words = _words(text)
    fixed = {_digits(_number(word)) for word in words if _NUMBER.fullmatch(word)} | _han_query(words)
    latin = [word for word in words if not is_han(word[0]) and not _NUMBER.fullmatch(word)]
    ways = [{"".join(latin)}, set(latin)] if len(latin) > 1 else [set(latin)]
    found = [frozenset(fixed | {_typed(word) for word in way}) for way in ways]
    return [tokens for tokens in found if tokens]


def holds_number(text: str) -> bool:
    """Whether TEXT looks, alone or beside a name, for a telephone or identity number."""
    return any(_NUMBER.fullmatch(part) for part in (_number(text), *map(_number, _words(text))))


def _han_query(words: list[str]) -> set[bytes]:
    han = "".join(word for word in words if is_han(word[0]))
    pairs = {_piece(han[start : start + 2]) for start in range(len(han) - 1)}
    return pairs or ({_piece(han)} if han else set())


def _words(text: str) -> list[str]:
    """The runs of Chinese characters and the other words, folded and in order."""
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    wide = "".join(letter for letter in wide if letter not in "'’`" and not "\ufe00" <= letter <= "\ufe0f")
    runs = ("".join(run) for _, run in groupby(wide, is_han))
    return [word for run in runs for word in ([run] if is_han(run[0]) else _WORD.findall(plain_latin(run)))]


def _units(name: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """The characters of a name, and what each unit (a character, a word) may sound like."""
    words = _words(name)
    han = [letter for word in words if is_han(word[0]) for letter in word]
    units: list[tuple[str, ...]] = []
    for word in words:
        units += readings(word, starts_name=not units) if is_han(word[0]) else [ways_to_type(word)]
    return han[:_UNITS], [unit for unit in units if unit][:_UNITS]


def _ways(units: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    # Some names can be read in many ways; the likeliest come first and the rest would only swell the index.
    return list(islice(product(*units), _WAYS))


def _runs(way: tuple[str, ...]) -> set[str]:
    return {"".join(way[start:end]) for start in range(len(way)) for end in range(start + 1, len(way) + 1)}


def _initials(way: tuple[str, ...]) -> set[str]:
    first = [syllable[0] for syllable in way]
    return {"".join(first[:end]) for end in range(1, len(first) + 1)}


def _number(value: str) -> str:
    plain = folded(value)
    return digits_of(plain) if plain.isdecimal() else plain


def _piece(text: str) -> bytes:
    return _token("characters of names", text)


def _typed(text: str) -> bytes:
    return _token("pinyin of names", text)


def _digits(text: str) -> bytes:
    return _token("numbers", text)


def _token(purpose: str, text: str) -> bytes:
    return hmac.digest(current_vault().derived(purpose), text.encode(), "sha256")[:_LENGTH]
