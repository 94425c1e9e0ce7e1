"""Which second secrets fall to whoever knows her, or to the first hundred guesses."""

import re
import unicodedata

SHORTEST_NUMBER = 8
_DATE = re.compile(r"(19|20)\d\d(0?[1-9]|1[0-2])(0?[1-9]|[12]\d|3[01])")
_TELEPHONE = re.compile(r"1[3-9]\d{9}")
_RUNS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_USUAL = (
    "password",
    "iloveyou",
    "woaini",
    "5201314",
    "admin",
    "123abc",
    "abc123",
    "a12345",
    "1qaz2wsx",
    "口令",
    "密码",
)
_FEWEST = 4


def easily_guessed(secret: str) -> bool:
    """Whether SECRET is a short or running number, a birthday, a mobile number, a run of keys, or one thing repeated."""
    text = re.sub(r"[\s\-./年月日]", "", unicodedata.normalize("NFKC", secret)).lower()
    if text.isdigit() and (
        len(text) < SHORTEST_NUMBER or _DATE.fullmatch(text) or _TELEPHONE.fullmatch(text)
    ):
        return True
    if len(set(text)) < _FEWEST:
        return True
    return (
        any(text in run or text in run[::-1] for run in _RUNS)
        or text.strip("0123456789") in _USUAL
        or text in _USUAL
    )
