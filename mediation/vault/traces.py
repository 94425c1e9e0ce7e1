"""What gives an address, a number, a firm or a school away: the whole of it, and the parts by which it is known."""

import re
from collections.abc import Iterator

from mediation.vault.folding import digits_of, in_digits, simplified, with_sums

_PIECE = 6
_SHORTEST = 4
_NUMBER = 8
_NUMBER_WHOLE = 14
# Province and city, then a county of few letters: every paper of the district names them.
_REGION = re.compile(
    r"(?:.{2,9}?(?:省|自治区))?(?:.{2,8}?(?:(?<![超菜夜])市|自治州|地区|盟))?"
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

# What homes stand in, named before the number of the house: 枫林苑, 锦绣花园, 幸福小区. A street is named by everybody.
_COMPOUND = re.compile(
    r"(.{1,4}(?:苑|园|城|湾|庭|府|寓|邸|郡|墅|阁|轩|坊|厦|新村|小区))(?=小区|[第的]?[0-9一二三四五六七八九十a-z]+[号栋幢座期区楼])"
)
# Two letters are no name yet: 花园
_NO_COMPOUND = 2
_NO_NAME = re.compile(
    "(?:工业|产业|科技|物流|创业|幼儿|动物|植物|公|校|家|花|田|果|居民|住宅|生活|老旧|本|该|某|新|老|东|西|南|北|县|商|省|市|区|政|公共)"
    "(?:园|苑|小区|城|府|寓|花园|家园|新村)"
)
# 青山华联超市有限公司 is known as 华联超市.
_TRADE = (
    "超市|商贸|贸易|百货|家政|餐饮|酒店|宾馆|酒楼|饭店|食品|服装|服饰|制衣|鞋业|纺织|印刷|物业|保洁|科技|电子|电器|物流|快递|药房|美容|"
    "美发|便利店|商场|商城|培训|家具|机械|建材|装饰|五金"
)
_FIRM = re.compile(rf"(.{{2}})({_TRADE})(?=.{{0,8}}(?:公司|厂|店|集团|中心)|$)")
_NO_FIRM = frozenset(
    "大型 小型 商业 社区 连锁 家庭 职业 技能 高新 信息 医药 服务 管理 国际 附近 一家 社会 电子 财产".split()  # noqa: SIM905
)
# 建设路18号: known without the last letter too, but not as 建设路180号.
_STREET = re.compile(r"(.{2,6}?(?:大道|胡同|路|街|巷|弄))([0-9]{1,5})号?(?=$|[^0-9])")
# What stands between the numbers of building, unit and room, and is said in other ways or not at all: 8-3-502.
_HOUSE_WORDS = re.compile(r"(?<=\d)(?:号楼|号院|单元|[栋幢座号楼室房层门户期])++(?=\d)")
_SHORTEST_HOUSE = 5
# 青山第二实验小学, 青山区第二小学: known as 青山二小, 实验二小.
_SCHOOL = re.compile(r"(.*?)第([0-9一二三四五六七八九十]{1,2})(实验|中心|初级|高级|职业)?(小|中)学")
# 青山区实验小学, 青山区救助管理站: as people call them, with the place before it.
_AS_CALLED = {
    "实验小学": "实小", "中心小学": "中心小学", "实验中学": "实验中学", "救助管理站": "救助站", "庇护中心": "庇护中心",
}  # fmt: skip


def traces_of(value: str) -> set[str]:
    """The parts of the folded VALUE that give it away, in digits; house numbers in words as words and as numbers."""
    whole = simplified(value)
    readings = {whole, with_sums(in_digits(whole))}
    return {in_digits(trace) for reading in readings for trace in _traces(reading)}


def bounded_traces_of(value: str) -> set[str]:
    """The parts of the folded VALUE that count only where no other digit stands beside them: a street with the number of
    the house, and the numbers of building, unit and room in a row (`without_house_words`)."""
    whole = with_sums(in_digits(simplified(value)))
    found = set()
    for rest in _without_region(whole):
        if street := _STREET.match(rest):
            found.add(street[1] + street[2])
        for house in _HOUSE.findall(rest):
            numbers = re.findall(r"\d+", house)
            if len(numbers) > 1 and len("".join(numbers)) >= _SHORTEST_HOUSE:
                found.add("".join(numbers))
    return found


def without_house_words(text: str) -> str:
    """A folded text in digits in which 8号楼3单元502, 8幢3-502 and 8-3-502 are one: 83502."""
    return _HOUSE_WORDS.sub("", text)


def place_of(value: str) -> str:
    """The folded address VALUE in digits, without province, city, district and township before it: what two people who
    write the same home in different lengths have in common. The whole, where little would be left."""
    whole = with_sums(in_digits(simplified(value)))
    shortest = [*_without_region(whole)][-1]
    return shortest if len(shortest) >= _PIECE else whole


def is_number(trace: str) -> bool:
    """Whether this trace is one of a number, which people also tell in groups."""
    return len(trace) >= _NUMBER and trace.isdecimal()


def _traces(whole: str) -> set[str]:
    if not whole:
        return set()
    if re.fullmatch(r"[0-9]+x?", whole):
        number = digits_of(whole) if len(whole) <= _NUMBER_WHOLE else whole
        return {whole} | (_windows(number, _NUMBER) if len(whole) <= _NUMBER_WHOLE else set())
    readings = list(_without_region(whole))
    parts = {part for reading in readings for part in _COMMON.split(reading)}
    compounds = {name for reading in readings for name in _compound(reading)}
    return {whole}.union(compounds, _firm(whole), _school(whole), *(_traces_of_part(part) for part in parts))


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


def _compound(rest: str) -> Iterator[str]:
    """The name of the compound by itself, without the number of the house."""
    compound = _COMPOUND.match(rest)
    if compound and len(compound[1]) > _NO_COMPOUND and not _NO_NAME.fullmatch(compound[1]):
        yield compound[1]
        # 枫林苑小区 is known as 枫林苑; 幸福小区 is not known as 幸福.
        shorter = compound[1].removesuffix("小区")
        if shorter != compound[1] and _COMPOUND.match(f"{shorter}1号") and not _NO_NAME.fullmatch(shorter):
            yield shorter


def _firm(whole: str) -> Iterator[str]:
    """The firm without the place before its name and the form behind it."""
    firm = _FIRM.search(whole)
    if firm and firm[1] not in _NO_FIRM:
        yield firm[1] + firm[2]
        # 苏州华润万家超市 is known as 华润万家.
        before = whole[: firm.end(1)]
        if len(before) >= _SHORTEST:
            yield before[-_SHORTEST:]


def _school(whole: str) -> Iterator[str]:
    """As people call a school that has a number."""
    if school := _SCHOOL.search(whole):
        place, number, kind, level = school.groups()
        place = re.sub("[省市区县镇乡]$", "", place)[-2:]
        if len(place) == 2:
            yield f"{place}{number}{level}"
        if kind == "实验":
            yield f"实验{number}{level}"
    for said, called in _AS_CALLED.items():
        place, named, _rest = whole.partition(said)
        short = re.sub("[省市区县镇乡]$", "", place)[-2:]
        if named and len(short) == 2:
            yield short + called
            yield place[-3:] + called


def _windows(part: str, size: int) -> set[str]:
    if len(part) <= size:
        return {part} if len(part) >= _SHORTEST else set()
    return {part[start : start + size] for start in range(len(part) - size + 1)}
