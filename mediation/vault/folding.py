"""One way of writing for what people write in many ways."""

import re
import unicodedata

# Punctuation, separators, symbols and controls. Letters newer than this Python are none of them, and stay.
_DROPPED = {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Sm", "Sc", "Sk", "So", "Cc", "Cf"}
_COUNTRY = re.compile(r"(?:00)?86(?=1\d{10}$)")

# What numbers are written with beside digits: in words, as in a bank, as told on the telephone, and in Suzhou numerals.
_NUMERALS = str.maketrans(
    "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸幺〡〢〣〤〥〦〧〨〩",
    "001234567891234567892361123456789",
)
# Letters of addresses in traditional writing.
_TRADITIONAL = str.maketrans(
    "區號樓單縣鄉鎮門層棟園莊東灣橋巖龍廣場華興國慶寧陽陰馬廠衛學醫縱橫頭邊島溝長嶺衚衕雲鳳錦麗榮業開發慧聯濱",
    "区号楼单县乡镇门层栋园庄东湾桥岩龙广场华兴国庆宁阳阴马厂卫学医纵横头边岛沟长岭胡同云凤锦丽荣业开发慧联滨",
)
_BETWEEN = re.compile(r"(?<=\d)[a-z]{1,2}(?=\d)")


def simplified(text: str) -> str:
    """`text` with the words of addresses in simplified writing."""
    return text.translate(_TRADITIONAL)


def in_digits(text: str) -> str:
    """`text` with every single numeral as a digit (五〇二, 伍零贰); 十, 百 and 万 stay, so that sums do."""
    return text.translate(_NUMERALS)


def without_fillers(text: str) -> str:
    """`text` without the one or two letters that somebody put between two digits: 139a8765."""
    return _BETWEEN.sub("", text)


def folded(text: str) -> str:
    """`text` without width, case, spaces and punctuation, so that equal things are equal strings."""
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in wide if not _ignored(letter))


def digits_of(phone: str) -> str:
    """The digits of a telephone number, without China's country code before a mobile number."""
    return _COUNTRY.sub("", "".join(letter for letter in folded(phone) if letter in "0123456789"))


def _ignored(letter: str) -> bool:
    selector = letter == "\u20e3" or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return selector or unicodedata.category(letter) in _DROPPED
