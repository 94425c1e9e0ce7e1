"""Words that whoever looks over her shoulder must not read: in a text message, a subject, a title, a file name, a calendar.

A sentence without them is no protection by itself: the sender of a text message shows anyway (P11).
"""

from mediation.vault.folding import folded, simplified

_WORDS = (
    "家暴 家庭暴力 暴力 反家 妇联 妇女 维权 庇护 保护令 告诫 受害 施暴 人身安全 离婚 婚姻 抚养 家事 调解 求助 心理 社工 "
    "法援 法律援助 派出所 公安 报警 警察 法院 起诉 诉讼 12338 violence shelter protection victim divorce mediat counsel "
    "women"
)
BANNED = tuple(_WORDS.split())
LONGEST_TEXT = 60


class NotNeutralError(ValueError):
    """A text that was to be shown outside says too much; the message is Chinese and names the word."""


def banned_in(text: str) -> list[str]:
    """Which of BANNED stand in TEXT, whatever its width, case, spaces and marks."""
    plain = simplified(folded(text))
    return [word for word in BANNED if folded(word) in plain]


def refuse_telling(text: str, what: str) -> None:
    """Raises NotNeutralError if TEXT, which is called WHAT, has one of the words."""
    if found := banned_in(text):
        raise NotNeutralError(f"{what}里不能有“{'”“'.join(found)}”：别人看到就会知道。请换成平常的话。")
