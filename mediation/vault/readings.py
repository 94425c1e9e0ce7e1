"""How a name is read aloud: syllables for the search by pinyin."""

import re
import unicodedata

# Surnames that the dictionary of readings gets wrong, for it knows the commonest reading of a letter only.
_SURNAMES = """
仇 qiu, 曾 zeng, 单 shan, 單 shan, 解 xie, 查 zha, 区 ou, 區 ou, 朴 piao, 任 ren, 华 hua, 華 hua,
盖 ge, 蓋 ge, 覃 qin, 翟 zhai, 员 yun, 員 yun, 缪 miao, 繆 miao, 乐 yue, 樂 yue, 召 shao, 秘 bi,
繁 po, 洗 xian, 种 chong, 黑 he, 折 she, 郇 xun, 隗 wei, 牟 mu, 能 nai, 祭 zhai, 句 gou, 么 yao,
佴 nai, 粘 nian, 薄 bo, 卜 bu, 阚 kan, 闞 kan, 郗 chi, 乜 nie, 都 du,
尉迟 yu chi, 尉遲 yu chi, 万俟 mo qi, 萬俟 mo qi, 单于 chan yu, 單于 chan yu, 长孙 zhang sun,
長孫 zhang sun, 澹台 tan tai, 澹臺 tan tai, 乐正 yue zheng, 樂正 yue zheng, 欧阳 ou yang, 歐陽 ou yang,
司马 si ma, 司馬 si ma, 诸葛 zhu ge, 諸葛 zhu ge, 令狐 ling hu, 宇文 yu wen, 鲜于 xian yu
"""
SURNAMES = dict(entry.strip().split(" ", 1) for entry in _SURNAMES.split(","))
# Letters that given names read in two ways.
_BOTH = {
    "晟": ("sheng", "cheng"),
    "茜": ("qian", "xi"),
    "乐": ("le", "yue"),
    "樂": ("le", "yue"),
    "行": ("xing", "hang"),
    "长": ("chang", "zhang"),
    "長": ("chang", "zhang"),
    "朝": ("chao", "zhao"),
    "重": ("chong", "zhong"),
    "柏": ("bai", "bo"),
    "婼": ("ruo", "chuo"),
}
_UMLAUT = re.compile("(?<=[ln])[üǖǘǚǜ]")
_TYPED = re.compile("(?<=[ln])v")
_HAN = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF), (0x3007, 0x3007))


def is_han(letter: str) -> bool:
    """Whether this is a Chinese character, rare ones and those newer than this Python included."""
    return any(first <= ord(letter) <= last for first, last in _HAN)


def plain_latin(word: str) -> str:
    """A word without tones and accents, as it is typed; lü and nü as lv and nv."""
    apart = unicodedata.normalize("NFD", _UMLAUT.sub("v", unicodedata.normalize("NFC", word)))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def ways_to_type(word: str) -> tuple[str, ...]:
    """A word with lü or nü in it as keyboards (lv), passports (lyu) and people (lu) write it."""
    return tuple(dict.fromkeys((word, *(_TYPED.sub(way, word) for way in ("yu", "u")))))


def readings(han: str, *, starts_name: bool) -> list[tuple[str, ...]]:
    """The readings of each character, likeliest first; none for a character without a known one."""
    each = [_readings_of(letter) for letter in han]
    surname = next((han[:length] for length in (2, 1) if han[:length] in SURNAMES), "") if starts_name else ""
    for place, reading in enumerate(SURNAMES[surname].split() if surname else ()):
        each[place] = tuple(dict.fromkeys((reading, *each[place])))
    return each


def _readings_of(letter: str) -> tuple[str, ...]:
    # A quarter of a second to load, and only who registers or searches needs it.
    from pypinyin import lazy_pinyin

    found = _BOTH.get(letter) or tuple(lazy_pinyin(letter, errors="ignore"))
    typed = (way for syllable in found for way in ways_to_type(plain_latin(syllable)))
    return tuple(dict.fromkeys(typed))
