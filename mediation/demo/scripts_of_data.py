"""Invented stories in which people ask about the data that is kept of them."""

from typing import Any

from mediation.demo.names import Topic
from mediation.demo.pen import Pen, party
from mediation.demo.scenes import accept, come_in


def copied(pen: Pen, topic: Topic, **told: Any) -> None:
    """She asks for a copy and gets it; later she thinks of deletion, and leaves it be."""
    come_in(pen, topic, **told)
    accept(pen)
    _asks(pen, "delete", "想把记录全部删掉。")
    pen("data_request.withdraw", "intake", after=1, reason="本人听了说明，先不删除。")
    _asks(pen, "copy", "想要一份记录自己情况的副本。")
    _is_herself(pen)
    pen("data_request.grant", "caseworker", after=1, scope="granted")
    pen("print.personal_copy", "caseworker")
    pen("data_request.carry_out", "caseworker", done="副本已打印，当面交给本人。")
    _answered(pen)
    pen("data_request.close", "intake", after=10)


def kept_by_law(pen: Pen, topic: Topic, **told: Any) -> None:
    """She wants everything deleted: what is not needed goes, the rest is kept, and the answer says by which article."""
    come_in(pen, topic, **told)
    accept(pen)
    _asks(pen, "delete", "不想让单位知道，请把工作单位和电话删掉，其他的也删掉。")
    _is_herself(pen)
    pen(
        "data_request.grant", "caseworker", after=1, scope="partly", fields=["workplace", "phone"],
        reason="案件还在办理，其余的信息仍然必要（第四十七条第一款）。",
    )  # fmt: skip
    pen("data_request.carry_out", "caseworker", done="工作单位和电话已删除。")
    _answered(pen)
    pen("data_request.close", "intake", after=10)


def asked_by_the_other_side(pen: Pen, topic: Topic, **told: Any) -> None:
    """He asks whether there is a record of him; he does not know of the case, and is not told."""
    come_in(pen, topic, **told)
    accept(pen)
    _asks(pen, "read", "想知道妇联有没有记录他的事。", whose="respondent")
    _is_herself(pen)
    pen("data_request.refuse", "caseworker", after=1, ground="secret", reason="法律规定应当保密。")
    _answered(pen)
    pen("data_request.close", "intake", after=10)


def _asks(pen: Pen, about: str, wish: str, *, whose: str = "applicant") -> None:
    pen(
        "data_request.start", "intake", after=2, party=party(whose), about=about, wish=wish, by_whom="self",
        channel="visit", data_request_received_on=pen.day_in(2),
    )  # fmt: skip


def _is_herself(pen: Pen) -> None:
    pen("data_request.verify_identity", "intake", identity_way="papers")


def _answered(pen: Pen) -> None:
    pen("print.data_answer", "caseworker", after=1)
    pen(
        "data_request.answer", "intake", way="in_person", told_remedy=True, data_request_answered_on=pen.day,
    )  # fmt: skip
