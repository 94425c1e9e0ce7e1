"""One way of writing for what people write in many ways."""

import re
import unicodedata
from collections.abc import Iterator

# Punctuation, separators, symbols and controls. Letters newer than this Python are none of them, and stay.
_DROPPED = {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Sm", "Sc", "Sk", "So", "Cc", "Cf"}
# Letters by their category that show as nothing.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0")
_COUNTRY = re.compile(r"(?:00)?86(?=1\d{10}$)")

# What numbers are written with beside digits: in words, as in a bank, as told on the telephone, and in Suzhou numerals.
_NUMERALS = str.maketrans(
    "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸幺〡〢〣〤〥〦〧〨〩",
    "001234567891234567892361123456789",
)
# Words for digits that mean something else elsewhere: searched beside, never instead.
_SPOKEN = str.maketrans("两兩洞拐勾", "22079")
_LOOKALIKE = str.maketrans("oli", "011")
_BESIDE_DIGITS = re.compile(r"(?<=\d)[oli]++|(?<![oli])[oli]++(?=\d)")
# Letters of addresses in traditional writing.
_TRADITIONAL = str.maketrans(
    "區號樓單縣鄉鎮門層棟園莊東灣橋巖龍廣場華興國慶寧陽陰馬廠衛學醫縱橫頭邊島溝長嶺衚衕雲鳳錦麗榮業開發慧聯濱設萬楓潤電雙經賓館術達運濟漢蘇蘭張趙鄭羅鍾劉楊韓葉蔣黃孫許鄧盧寶銀鐵鋼鋪紅綠藍輝鏡鵬鶴麥樹樂鳳禮築綜維護診",
    "区号楼单县乡镇门层栋园庄东湾桥岩龙广场华兴国庆宁阳阴马厂卫学医纵横头边岛沟长岭胡同云凤锦丽荣业开发慧联滨设万枫润电双经宾馆术达运济汉苏兰张赵郑罗钟刘杨韩叶蒋黄孙许邓卢宝银铁钢铺红绿蓝辉镜鹏鹤麦树乐凤礼筑综维护诊",
)
_BETWEEN = re.compile(r"(?<=\d)[a-z]{1,2}(?=\d)")
_UNITS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
_AS_IN_A_BANK = str.maketrans("拾佰仟", "十百千")
_SUM = re.compile(r"(?<!\d)(?:\d?[十百千]0*|[廿卅])+\d?(?!\d)")
_SUM_PART = re.compile(r"(\d?)([十百千廿卅])")
# 锦绣花园的12号楼, 锦绣花园第12号楼
_BEFORE_A_NUMBER = re.compile(r"(?<![的第个牌])(?:[的第]|那个|这个|门牌)++(?=\d)")
# Groups of digits with a word or two between them, unless the words make them a date or an amount.
_GROUPS = re.compile(r"(?<!\d)\d++(?:[^\d年月日元角分万千百十]{1,4}+\d++)+")


def simplified(text: str) -> str:
    """`text` with the words of addresses in simplified writing."""
    return text.translate(_TRADITIONAL)


def in_digits(text: str) -> str:
    """`text` with every single numeral as a digit (五〇二, 伍零贰); 十, 百 and 万 stay, so that sums do."""
    return text.translate(_NUMERALS)


def with_sums(text: str) -> str:
    """`text`, its numerals already digits, with house numbers in words as numbers: 8十2号 is 82号, 1千5百02室 1502室."""
    return _SUM.sub(_number, text.translate(_AS_IN_A_BANK).translate(_SPOKEN))


def without_fillers(text: str) -> str:
    """`text` without the one or two letters that somebody put between two digits: 139a8765."""
    return _BETWEEN.sub("", text)


def ways_to_write(text: str) -> tuple[str, ...]:
    """The readings of a folded text in which an address or a number may stand: each beside the others, none instead."""
    written = in_digits(simplified(text))
    bare = "".join(map(_bare, written))
    summed = with_sums(bare)
    like_digits = _BESIDE_DIGITS.sub(lambda found: found[0].translate(_LOOKALIKE), bare.translate(_SPOKEN))
    ways = (written, bare, without_fillers(bare), summed, _BEFORE_A_NUMBER.sub("", summed), like_digits)
    return tuple(dict.fromkeys(ways))


def digits_in_groups(texts: tuple[str, ...]) -> Iterator[str]:
    """The digits of numbers that were told in groups, with words between them: 123再0000再1497."""
    for text in texts:
        for group in _GROUPS.findall(text):
            yield re.sub(r"\D", "", group)


def folded(text: str) -> str:
    """`text` without width, case, spaces and punctuation, so that equal things are equal strings."""
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in wide if not _ignored(letter))


def digits_of(phone: str) -> str:
    """The digits of a telephone number, without China's country code before a mobile number."""
    return _COUNTRY.sub("", "".join(letter for letter in folded(phone) if letter in "0123456789"))


def _ignored(letter: str) -> bool:
    selector = letter == "\u20e3" or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return selector or letter in _BLANK or unicodedata.category(letter) in _DROPPED


def _bare(letter: str) -> str:
    """The letter without marks that were put over it; the digits of other scripts as ours."""
    category = unicodedata.category(letter)
    if category in ("Mn", "Me"):
        return ""
    return str(unicodedata.decimal(letter)) if category == "Nd" else letter


def _number(found: re.Match[str]) -> str:
    """The number that such words tell; as they stand where the units do not fall (三十五百)."""
    parts = [(int(digit or 1) * _UNITS[unit], _UNITS[unit]) for digit, unit in _SUM_PART.findall(found[0])]
    units = [unit for _, unit in parts]
    if units != sorted(set(units), reverse=True):
        return found[0]
    last = found[0][-1]
    return str(sum(value for value, _ in parts) + (int(last) if last.isdigit() else 0))
