"""Values that nothing shows by accident, and the search for them in what is about to leave the house."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Never

from mediation.vault.folding import digits_in_groups, folded, ways_to_write
from mediation.vault.refusals import SecretRefused
from mediation.vault.traces import bounded_traces_of, is_number, traces_of, without_house_words


class Secret:
    """A present address, telephone, school, workplace or shelter.

    It never becomes text by itself: every way in which a template, a format or a serialiser would do that
    raises SecretRefused. `reveal()` is the one way out, and easy to search for.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself. Only for its own sealed slot, the person's page, and whoever calls her."""
        return self._value

    def normalised(self) -> str:
        """The value without width, case, spaces and punctuation, as finished text is searched for it."""
        return folded(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Secret):
            return self._value == other._value
        return self._value == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "<Secret>"

    def _refuse(self, *_: Any) -> Never:
        raise SecretRefused("保密信息不能直接显示或写出；确有必要时须在许可名单内调用 reveal()。")

    def __str__(self) -> str:
        self._refuse()

    def __format__(self, spec: str) -> str:
        self._refuse()

    def __html__(self) -> str:
        self._refuse()

    def __iter__(self) -> Iterator[str]:
        self._refuse()

    def __reduce_ex__(self, protocol: Any) -> str:
        self._refuse()

    __add__ = __radd__ = __mod__ = __mul__ = __contains__ = __getitem__ = __len__ = __bytes__ = _refuse


def found_in(text: str, secrets: Iterable[Secret]) -> list[Secret]:
    """Which of these secrets a finished text gives away, wholly or in part.

    Both are compared without width, case, spaces and punctuation, numerals as digits, and the words of addresses in
    simplified writing, so that `１３８ 0013-8000`, 幺三八〇〇一三八〇〇〇 and 7號樓 are found. Beside that reading there are
    others (`ways_to_write`): 八十二号 as 82号, 138OO138000, marks over digits; numbers told in groups with words between.
    Beyond the whole value, these traces count:

    * of a number of up to 14 characters (telephone): any 8 characters in a row; longer ones only whole, for
      the birth date within an identity number stands in papers rightly;
    * of an address or the name of a place: after province, city, county and township are set aside, each of them
      also where it stands alone, and common words such as 有限公司, any 6 letters in a row of which one is a name
      (幸福小区3号, not 号楼2单元1); parts of 4 or 5 letters, and house numbers such as 3号楼2单元101室, only whole;
    * the compound by itself (枫林苑), a firm and a numbered school as people call them (华联超市, 青山二小);
    * with no digit beside them, a street with its number (建设路18), and the numbers of building, unit and room in a row
      however they are joined (8-3-502, 8幢3单元502).

    It rather finds too much than too little: a person looks at each hit.
    """
    # A circle stands for a zero, and would be dropped with the other symbols.
    written = ways_to_write(folded(text.replace("○", "〇")))
    numbers = tuple(digits_in_groups(written))
    houses = tuple(dict.fromkeys((*written, *map(without_house_words, written))))
    return [secret for secret in secrets if _given_away(secret.normalised(), written, numbers, houses)]


def _given_away(value: str, written: Iterable[str], numbers: Iterable[str], houses: Iterable[str]) -> bool:
    if any(_stands(trace, written, numbers) for trace in traces_of(value)):
        return True
    alone = [re.compile(rf"(?<!\d){re.escape(trace)}(?!\d)") for trace in bounded_traces_of(value)]
    return any(trace.search(text) for trace in alone for text in houses)


def _stands(trace: str, written: Iterable[str], numbers: Iterable[str]) -> bool:
    return any(trace in text for text in written) or (
        is_number(trace) and any(trace in number for number in numbers)
    )
