"""What may not stand in an agreement is found in its words, whatever its kind (PM-03, PM-ID, MC-1073, JC-NO)."""

from collections.abc import Callable

import pytest

from mediation.disputes import agreement_rules
from mediation.disputes.clause_words import DIVORCE, FORBIDDEN, TITLE, found_in
from mediation.errors import Incomplete
from tests.disputes.conftest import Table

Make = Callable[..., Table]

UNLAWFUL = [
    "双方自愿离婚，婚姻关系自本协议签订之日起解除", "解除双方的婚姻关系", "双方婚姻关系无效",
    "确认孩子系李强亲生", "确认小雨是双方亲生女儿", "断绝父子关系", "解除收养关系",
    "再动手的，罚款五千元", "李强今后殴打王芳，每次罚5000元", "违者罚款",
    "女方不得再报警", "王芳不得就此事向公安机关报警", "今后不得报案、起诉", "不得因为此事向法院起诉",
    "女方不得申请人身安全保护令", "女方自愿撤回保护令申请", "王芳保证不向妇联投诉",
    "双方互不起诉", "女方放弃起诉权", "承诺不再向法院提起诉讼", "女方不得以任何理由到派出所报案",
    "任何一方不得向人民法院起诉",
]  # fmt: skip
LAWFUL = [
    "离婚时约定的抚养费每月二千元", "双方已于2020年离婚", "双方已于2020年1月登记离婚，女儿随母亲生活",
    "双方自愿到婚姻登记机关办理离婚登记", "双方同意离婚后孩子随母亲", "婚姻关系自离婚登记之日起解除",
    "婚姻关系存续期间的共同债务由李强承担", "婚姻关系解除后，房屋归王芳", "双方亲生子女小雨随母亲生活",
    "本协议不影响任何一方依法报警、起诉、申请保护令", "一方不履行的，另一方可以向法院起诉",
    "不得阻止、干涉对方报警", "不得限制王芳报警求助", "不能协商的，向法院起诉",
    "李强不得殴打、辱骂王芳；再犯的，王芳可以报警", "李强不得骚扰王芳，王芳有权申请保护令",
    "李强尚欠的交通罚款由李强自行缴纳", "如逾期支付，违约金五百元", "王芳撤回起诉",
    "位于和平路的房屋归王芳所有，李强协助过户", "确认李强已付抚养费三千元",
]  # fmt: skip


@pytest.mark.parametrize("text", UNLAWFUL)
def test_what_nobody_can_agree_on_is_found(text: str) -> None:
    assert found_in(text, FORBIDDEN)


@pytest.mark.parametrize("text", LAWFUL)
def test_what_people_do_agree_on_is_left_in_peace(text: str) -> None:
    assert not found_in(text, (*FORBIDDEN, DIVORCE, TITLE))


def clause(t: Table, text: str, kind: str = "other") -> None:
    t.on(
        "write_clauses", dispute_facts="争议。", obligations=[], performance="",
        clauses=[{"text": text, "kind": kind}],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("双方自愿离婚，婚姻关系自签字之日起解除。", "婚姻关系自签字之日起解除"),
        ("再犯罚款一千元。", "罚款"),
        ("王芳不得报警。", "不得报警"),
    ],
)
@pytest.mark.parametrize("form", ["written", "oral"])
def test_a_clause_under_other_is_read_before_it_binds(table: Make, form: str, text: str, words: str) -> None:
    t = table().agreed(form=form)
    clause(t, text)
    with pytest.raises(Incomplete) as refusal:
        t.on("open_signing" if form == "written" else "record_oral")
    assert f"第1条写了“{words}”" in refusal.value.reason
    assert {"PM-03", "PM-ID", "MC-1073"} <= set(refusal.value.rules)
    assert t.agreement.state == "drafted"


def test_an_agreed_divorce_is_a_condition_and_never_confirmed(table: Make) -> None:
    """PM-DIV, JC-NO: only the registry or the court divorces."""
    t = table().agreed()
    clause(t, "双方自愿离婚。")
    assert "以离婚为条件的约定" in str(agreement_rules.clauses_lawful(t.agreement, t.cast.tao))
    clause(t, "双方自愿离婚。", "divorce_condition")
    assert agreement_rules.clauses_lawful(t.agreement, t.cast.tao) is None
    assert "法院不予确认" in str(agreement_rules.clauses_confirmable(t.agreement, t.cast.tao))


def test_title_to_a_thing_is_agreed_but_not_confirmed(table: Make) -> None:
    t = table().agreed()
    clause(t, "双方确认和平路房屋的所有权归王芳。", "property")
    assert agreement_rules.clauses_lawful(t.agreement, t.cast.tao) is None
    assert "法院不予确认" in str(agreement_rules.clauses_confirmable(t.agreement, t.cast.tao))


@pytest.mark.parametrize("kind", ["", "nothing"])
def test_no_clause_is_without_a_kind(table: Make, kind: str) -> None:
    t = table().agreed()
    with pytest.raises(Incomplete, match="第1条属于哪一类"):
        clause(t, "每月付抚养费。", kind)
