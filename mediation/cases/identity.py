"""Identity numbers: whether one holds together (GB 11643, rules ID-18, ID-OTH).

A number that does not hold turns nobody away: the worker is warned, and says why it stays.
"""

from datetime import date

from mediation.db import today

# Residence permits of Hong Kong, Macau and Taiwan follow the same algorithm. Other documents are not checked.
CHECKED = frozenset({"id_card", "residence_permit"})
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_PERMITS = ("81", "82", "83")


def tidy_number(number: str) -> str:
    """The number as it is kept: without spaces, X in upper case."""
    return "".join(number.split()).upper()


def born_on(number: str) -> date | None:
    """The birth date within an 18-digit number, or None where there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """The sex by the 17th digit, in GB/T 2261.1: 1 male (odd), 2 female (even)."""
    return "1" if int(number[16]) % 2 else "2"


def doubts(kind: str, number: str, *, birth: str = "", sex: str = "") -> str | None:
    """What does not hold in a number of this KIND of document, in Chinese, or None.

    BIRTH is ISO text (a day, a month or a year), SEX a code of GB/T 2261.1; the unknown is not compared.
    """
    if kind not in CHECKED:
        return None
    if not _well_formed(number):
        return "应为18位，末位可以是X"
    if kind == "residence_permit" and not number.startswith(_PERMITS):
        return "港澳台居民居住证应以81、82或83开头"
    born = born_on(number)
    if born is None or born > today():
        return "号码中的出生日期不存在或在将来"
    if number[17] != _check_character(number):
        return "末位校验码不对"
    return _differs(number, born, birth, sex)


def _differs(number: str, born: date, birth: str, sex: str) -> str | None:
    if birth and not born.isoformat().startswith(birth):
        return "与填写的出生日期不一致"
    if sex in ("1", "2") and sex != sex_of(number):
        return "与填写的性别不一致"
    return None


def _well_formed(number: str) -> bool:
    digits, last = number[:17], number[17:]
    return len(number) == 18 and number.isascii() and digits.isdigit() and (last.isdigit() or last == "X")


def _check_character(number: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]
