"""Words that may not stand in an agreement, or that no court confirms: found in the text, whatever its kind was said to be.

A jurist reads and changes this list. Each line says what it looks for, in which words a refusal tells it, and the law. It
looks at one part of a sentence at a time, so that what is told of the past or of somebody's right is left in peace.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PARTS = re.compile(r"[，,。；;！!？?\n]")
# 已于2020年离婚，离婚登记后，判决解除：what happened, or what court and registry do.
_ELSEWHERE = r"(?!.*(?:已|曾|登记|判决|裁判|裁定|调解书|离婚证))"
# 不得……报警：between the ban and what it bans stand only words that lead to it (不得因此向公安机关报警).
_BAN = (
    r"(?:不得|不准|不许|不能|不可以?|不要|不应|不再|不去|永不|互不|绝不|决不|均不|都不|禁止|严禁|无权|"
    r"(?:承诺|保证|同意|自愿|答应|今后|以后)不|放弃)"
)
_WAY = (
    r"(?:再|去|另行|因此|为此|因为?此事|就(?:此事|本纠纷|此)?|以任何(?:理由|方式|形式)|通过[^，]{0,6}途径|"
    r"(?:向|到)[^，]{0,10}?(?:公安|派出所|法院|妇联|机关|部门|单位)(?:机关)?|申请|提出|提起|请求|拨打|"
    r"(?:报警|报案|起诉|上诉|诉讼|仲裁|信访|上访|投诉|举报|控告|求助|告状)?[、或和及])*"
)
_REMEDY = (
    r"(?:报警|报案|110|起诉(?:权|权利)?|上诉|诉讼(?:权|权利)?|仲裁|(?:人身安全)?保护令|告诫书|"
    r"信访|上访|投诉|举报|控告|求助|告状)"
)


@dataclass(frozen=True)
class Word:
    """What is looked for, what is wrong with it, and by which law."""

    pattern: re.Pattern[str]
    wrong: str
    source: str


def _word(pattern: str, wrong: str, source: str) -> Word:
    return Word(re.compile(pattern), wrong, source)


# Nobody can agree on these, in any kind of clause (PM-03, PM-ID, MC-1073, JC-REJ).
FORBIDDEN = (
    _word(
        _BAN + _WAY + _REMEDY + r"|撤(?:回|销)[^，]{0,6}(?:报警|报案|保护令|告诫书|控告|举报)",
        "不得因调解阻止当事人报警、申请保护令、仲裁或者起诉",
        "人民调解法第3条",
    ),
    _word(
        r"(?:(?<!交通)(?<!行政)(?<!违章)(?<!缴纳)(?<!交纳)(?<!的)罚款|罚金|罚没|罚[一二两三四五六七八九十百千万\d]+元)(?!收据|单)",
        "调解协议不能罚款，需要约束的请写违约金",
        "行政处罚法第17条",
    ),
    _word(
        _ELSEWHERE
        + r".*?((?:婚姻|夫妻)关系(?!存续|以外|之外)[^，]{0,16}(?:解除|终止|消灭|无效|有效|成立)(?!后|之|的|时|以后))",
        "婚姻关系只能登记或者由法院裁判解除",
        "民法典第1080条；民诉法解释第143条",
    ),
    _word(
        _ELSEWHERE
        + r".*?(解除(?:双方|两人|二人)?的?(?:婚姻|夫妻)关系(?!后|之|的|时|以后)|婚姻(?:自始)?(?:无效|有效))",
        "婚姻关系只能登记或者由法院裁判解除",
        "民法典第1080条；民诉法解释第143条",
    ),
    _word(
        r"(?:确认|认定|否认)[^，]{0,15}(?:系|是|为|非)[^，]{0,12}(?:亲生|婚生|生父|生母|父亲|母亲)",
        "亲子关系有异议的只能起诉，不能协议确认或者否认",
        "民法典第1073条",
    ),
    _word(
        r"(?:确认|认定|否认|断绝|脱离|解除|终止|建立)[^，]{0,12}(?:亲子|父子|父女|母子|母女|收养|养父母)关系(?!后|之|的|时)"
        r"|(?:亲子|父子|父女|母子|母女|收养)关系[^，]{0,10}(?:成立|有效|无效|不存在|断绝|解除|终止)(?!后|之|的|时)",
        "亲子、收养关系只能起诉或者登记，不能协议确认或者解除",
        "民法典第1073条；民诉法解释第143条",
    ),
)
# An agreement to divorce stands on the condition of the divorce itself, and says so by its kind (PM-DIV).
DIVORCE = _word(
    _ELSEWHERE
    + r".*?((?:自愿|同意|决定|协商|一致|准予|准许)[^，]{0,3}离婚)(?!时|后|前|手续|证|协议|诉讼|纠纷|的|之|案|冷静)",
    "协议不能使人离婚，请选“以离婚为条件的约定”，离婚以登记或者判决为准",
    "婚姻家庭编解释（一）第69条",
)
# A court confirms none of these (JC-NO).
TITLE = _word(
    r"确认[^，]{0,30}(?:所有权|产权|物权|使用权|承包经营权|股权|归[^，]{0,10}所有)",
    "物权确权",
    "民诉法解释第355条",
)


def found_in(text: str, words: Iterable[Word]) -> list[tuple[str, Word]]:
    """What of WORDS stands in TEXT: the words as they are written there, and why they cannot stay."""
    parts = [re.sub(r"\s+", "", part) for part in _PARTS.split(text)]
    hits = [(word.pattern.search(part), word) for part in parts for word in words]
    return [(hit.group(hit.lastindex or 0), word) for hit, word in hits if hit]
