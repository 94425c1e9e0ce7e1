"""What must hold for an agreement: what may stand in it, who signs, what is owed, and its confirmation."""

from typing import Any

from mediation.cases.ages import youngest_age
from mediation.cases.models import Party
from mediation.disputes.clause_words import DIVORCE, FORBIDDEN, TITLE, found_in
from mediation.disputes.models import Agreement
from mediation.disputes.queries import at_the_table, called, lacking, signer_in_words, signers, unmet
from mediation.workflow.history import steps_of
from mediation.workflow.words import rests_on

HEARD_FROM = 8
MONEY = frozenset({"payment", "support"})
NOT_CONFIRMABLE = frozenset({"identity", "property_right"})


@rests_on("PM-28", "PM-31", "JC-REJ")
def clauses_written(item: Agreement, actor: Any) -> str | None:
    """PM-28, PM-31, JC-REJ: what was agreed is written, and each payment has its sum and day."""
    if not item.clauses:
        return "还没有条款，请先“编写条款”"
    owed = {row.clause_number for row in item.obligations}
    open_ended = [str(row.number) for row in item.clauses if row.kind in MONEY and row.number not in owed]
    if open_ended:
        return f"第{'、'.join(open_ended)}条是给付条款，请在“编写条款”中写明谁给谁、多少、哪天前"
    return None


@rests_on("JC-REJ")
def clauses_enforceable(item: Agreement, actor: Any) -> str | None:
    """JC-REJ: a payment that can be enforced names its sum and the way in which it is made."""
    money = {row.number for row in item.clauses if row.kind in MONEY}
    owed = [row for row in item.obligations if row.clause_number in money and row.instalment == 1]
    vague = [row.label for row in owed if row.amount is None or not row.way]
    if not vague:
        return None
    return f"{'、'.join(vague)}还不能执行：请在“编写条款”中写明金额和账户或方式"


@rests_on("PM-ID", "MC-1073", "PM-03", "JC-REJ")
def clauses_lawful(item: Agreement, actor: Any) -> str | None:
    """PM-ID, MC-1073, PM-03: marriage, parentage and adoption are not agreed on, nor a fine, nor silence before police
    and court; and the words of a clause count, whatever kind it was put under."""
    status = [str(row.number) for row in item.clauses if row.kind == "identity"]
    wrong = (
        [f"第{'、'.join(status)}条涉及婚姻、亲子或收养的效力，只能诉讼或者登记，请退回修改"] if status else []
    )
    for row in item.clauses:
        words = FORBIDDEN if row.kind == "divorce_condition" else (*FORBIDDEN, DIVORCE)
        for found, word in found_in(str(row.text), words):
            wrong.append(
                f"第{row.number}条写了“{found}”：{word.wrong}（{word.source}），请在“编写条款”中修改"
            )
    return "；".join(wrong) or None


@rests_on("MC-1084")
def children_heard(item: Agreement, actor: Any) -> str | None:
    """MC-1084: who is eight or older is heard before it is agreed with whom the child lives."""
    if not any(row.kind == "custody" for row in item.clauses):
        return None
    heard = {str((row.facts or {}).get("party")) for row in steps_of(item.stage.ref, "hear_child")}
    missing = [
        party for party in item.stage.case.parties if _old_enough(party, item) and str(party.id) not in heard
    ]
    names = "、".join(party.person.called for party in missing)
    return f"{names}已满八周岁，抚养安排要先听取本人意愿，请在调解环节“听取子女意愿”" if missing else None


@rests_on("PM-29", "PM-ESIGN")
def signed_by_all(item: Agreement, actor: Any) -> str | None:
    """PM-29: every party, the mediator and the seal; one of them missing, and nothing binds."""
    expected = signers(item)
    if not expected:
        return "还没有定稿签署，请先“定稿签署”"
    listed = {row.party_id for row in expected}
    if new := [called(party) for party in at_the_table(item.stage.case) if party.id not in listed]:
        return f"定稿以后增加了{'、'.join(new)}，请“退回修改”后重新定稿签署"
    missing = [signer_in_words(row) for row in expected if row.signed_on is None]
    return f"还缺{'、'.join(missing)}，请“登记签署”" if missing else None


@rests_on("PM-29")
def copies_for_all(item: Agreement, actor: Any) -> str | None:
    """PM-29: one copy for each party, and one that the committee keeps."""
    needed = len(at_the_table(item.stage.case)) + 1
    if item.copies == needed:
        return None
    return f"协议要一式{needed}份（各方各一份、调委会留存一份），请“退回修改”后重新定稿签署"


@rests_on("PM-31")
def obligations_met(item: Agreement, actor: Any) -> str | None:
    """PM-31: performed is what is performed in full."""
    missing = unmet(item)
    first = "、".join(row.label for row in missing[:3]) + ("等" if len(missing) > 3 else "")
    return f"还有{len(missing)}项没有履行完（{first}），请“登记履行”" if missing else None


@rests_on("JC-MAT")
def written_agreement(item: Agreement, actor: Any) -> str | None:
    """JC-MAT: the court confirms a text."""
    return "口头协议不能申请司法确认；需要确认的，请另立书面协议" if item.oral else None


@rests_on("JC-NO")
def clauses_confirmable(item: Agreement, actor: Any) -> str | None:
    """JC-NO: the court confirms no status and no title to things, by the kind of a clause or by its words."""
    barred = [str(row.number) for row in item.clauses if row.kind in NOT_CONFIRMABLE]
    wrong = [f"第{'、'.join(barred)}条涉及身份关系或物权确权，法院不予确认"] if barred else []
    for row in item.clauses:
        for found, word in found_in(str(row.text), (*FORBIDDEN, DIVORCE, TITLE)):
            wrong.append(f"第{row.number}条写了“{found}”，法院不予确认（{word.source}）")
    return "；".join(wrong) or None


@rests_on("JC-205", "PM-33")
def all_want_confirmation(item: Agreement, actor: Any) -> str | None:
    """JC-205, PM-33: only jointly."""
    missing = lacking(item.stage.case, "confirmation", since=item.opened_at)
    names = "、".join(called(party) for party in missing)
    return f"司法确认要双方共同申请，{names}还没有同意，请“登记是否同意司法确认”" if missing else None


@rests_on("JC-205")
def confirmation_filed(item: Agreement, actor: Any) -> str | None:
    """A court answers what was filed."""
    steps = [row.step for row in item.confirmations]
    if "filed" not in steps:
        return "还没有申请司法确认，请先“登记申请司法确认”"
    return "法院已对上次申请作出结果；再次申请的，请先“登记申请司法确认”" if steps[-1] == "ruled" else None


def _old_enough(party: Party, agreement: Agreement) -> bool:
    """On the birthday itself already: to hear a child a day early harms nobody."""
    if party.role != "child":
        return False
    age = youngest_age(party.person, agreement.reached_on, birthday_counts=True)
    return age is not None and age >= HEARD_FROM
