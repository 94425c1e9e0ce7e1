"""Money on paper: the figure, and the capital amount (人民币大写) that cannot be altered with a pen."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST = 10**18


def yuan(fen: int) -> str:
    """1050 fen as 「10.50」, with commas between thousands."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def _group(number: int) -> str:
    """A number under ten thousand in capitals, one 零 for each gap inside it."""
    words = ""
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += DIGITS[digit] + PLACES[place]
        elif words and number % 10**place and not words.endswith("零"):
            words += "零"
    return words


def _whole(number: int) -> str:
    words = ""
    for index in range((len(str(number)) - 1) // 4, -1, -1):
        group = number // 10000**index % 10000
        if not group:
            continue
        gap = words and (group < 1000 or not number // 10000 ** (index + 1) % 10)
        words += ("零" if gap else "") + _group(group) + GROUPS[index]
    return words


def capital_amount(fen: int) -> str:
    """FEN as 「人民币壹仟零伍拾元整」. Raises ValueError below zero and from ten thousand billion yuan."""
    if not 0 <= fen < MOST:
        raise ValueError("amount out of range")
    number, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    words = _whole(number) + "元" if number else ""
    if jiao:
        words += DIGITS[jiao] + "角"
    elif rest and words:
        words += "零"
    words += DIGITS[rest] + "分" if rest else "整"
    return "人民币" + (words if fen else "零元整")
