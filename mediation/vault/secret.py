"""Values that nothing shows by accident, and the search for them in what is about to leave the house."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Never

from mediation.vault.folding import digits_of, folded, in_digits, simplified, without_fillers
from mediation.vault.refusals import SecretRefused

_PIECE = 6
_SHORTEST = 4
_NUMBER = 8
_NUMBER_WHOLE = 14
# Province and city, then a county of few letters: every paper of the district names them.
_REGION = re.compile(
    r"(?:.{2,9}?(?:省|自治区))?(?:.{2,8}?(?:市|自治州|地区|盟))?"
    r"(?:(?<=[省市区州盟])(?:.{2,10}?自治[县旗]|.{1,4}?(?<![小社园校院厂库0-9a-z])[区县旗市]))?"
)
# The same without what stands above it: 青山区…, 和平街道…, but no 幸福小区, 好又多超市, A区.
_PREFIX = re.compile(
    r".{1,5}?(?<![小社园校院厂库超菜门夜集0-9a-z])(?:街道(?!办)|[市区县旗乡镇](?![市区县旗乡镇]))"
)
_COMMON = re.compile(
    "有限责任公司|股份有限公司|有限公司|居民委员会|村民委员会|街道办事处|人民政府|人民法院|人民检察院|妇女联合会"
)
# Letters that any address has: what consists of them alone is no trace, but for a complete house number.
_PLAIN = re.compile(r"[0-9a-z号楼幢栋座单元层室门组弄小区社路街道院村里巷第一二三四五六七八九十]+")
_HOUSE = re.compile(r"[0-9a-z一二三四五六七八九十]" + _PLAIN.pattern)


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
    simplified writing, so that `１３８ 0013-8000`, 幺三八〇〇一三八〇〇〇 and 7號樓 are found.
    Beyond the whole value, these traces count:

    * of a number of up to 14 characters (telephone): any 8 characters in a row; longer ones only whole, for
      the birth date within an identity number stands in papers rightly;
    * of an address or the name of a place: after province, city, county and township are set aside, each of them
      also where it stands alone, and common words such as 有限公司, any 6 letters in a row of which one is a name
      (幸福小区3号, not 号楼2单元1); parts of 4 or 5 letters, and house numbers such as 3号楼2单元101室, only whole.

    It rather finds too much than too little: a person looks at each hit.
    """
    # A circle stands for a zero, and would be dropped with the other symbols.
    finished = in_digits(simplified(folded(text.replace("○", "〇"))))
    plain = (finished, without_fillers(finished))
    return [secret for secret in secrets if any(_in(trace, plain) for trace in _traces(secret))]


def _in(trace: str, texts: Iterable[str]) -> bool:
    written = in_digits(trace)
    return any(written in text for text in texts)


def _traces(secret: Secret) -> set[str]:
    whole = simplified(secret.normalised())
    if not whole:
        return set()
    if re.fullmatch(r"[0-9]+x?", whole):
        number = digits_of(whole) if len(whole) <= _NUMBER_WHOLE else whole
        return {whole} | (_windows(number, _NUMBER) if len(whole) <= _NUMBER_WHOLE else set())
    parts = {part for reading in _without_region(whole) for part in _COMMON.split(reading)}
    return {whole}.union(*(_traces_of_part(part) for part in parts))


def _without_region(whole: str) -> Iterator[str]:
    """A place without province and city, and without each district and township that it then begins with.

    Which letters are a region and which a name is a guess (红旗小区), so that each reading counts.
    """
    rest = _REGION.sub("", whole, count=1)
    yield rest
    while found := _PREFIX.match(rest):
        rest = rest[found.end() :]
        yield rest


def _traces_of_part(part: str) -> set[str]:
    named = {window for window in _windows(part, _PIECE) if not _PLAIN.fullmatch(window)}
    return named | {house for house in _HOUSE.findall(part) if len(house) >= _PIECE}


def _windows(part: str, size: int) -> set[str]:
    if len(part) <= size:
        return {part} if len(part) >= _SHORTEST else set()
    return {part[start : start + size] for start in range(len(part) - size + 1)}
