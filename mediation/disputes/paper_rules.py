"""Why a paper of mediation cannot be printed now. Asked for the list of papers and again before printing."""

from datetime import date

from sqlalchemy import select

from mediation.cases.models import Stage
from mediation.db import db, today
from mediation.disputes import agreement_rules as agreed
from mediation.disputes.models import Agreement
from mediation.disputes.queries import (
    EFFECTIVE,
    as_date,
    at_the_table,
    lacking,
    newest_agreement,
    newest_request,
)
from mediation.disputes.rules import no_party_refused
from mediation.workflow.history import newest
from mediation.workflow.models import Clock

HANDED_OVER = frozenset({"court_delegated", "court_entrusted", "police", "platform", "government"})
STANDING = frozenset({"performing", "broken"})
SEVERAL = 2


def why_no_application(stage: Stage) -> str | None:
    """PM-17: who was asked by the committee itself does not apply."""
    request = newest_request(stage)
    if request is None:
        return "还没有登记申请和来源，请先“登记申请和来源”"
    if request.origin == "committee":
        return "调委会主动调解的，不用申请书，请打印人民调解受理登记表"
    return None


def why_no_registration(stage: Stage) -> str | None:
    """PM-17: its fixed text says that the parties agreed, so they must have."""
    if newest_request(stage) is None:
        return "还没有登记申请和来源，请先“登记申请和来源”"
    if never_accepted(stage):
        return "没有受理，没有受理登记表"
    if refused := no_party_refused(stage, None):
        return refused
    if len(at_the_table(stage.case)) < SEVERAL or lacking(stage.case, "mediation", stage=stage):
        return "还没有双方同意调解的记录，请先“登记当事人意愿”"
    return None


def never_accepted(stage: Stage) -> bool:
    """Whether it came to an end before it began: declined or taken back, and never accepted (PM-17)."""
    return (
        newest(stage.ref, "decline", "withdraw", "end_with_case") is not None
        and newest(stage.ref, "accept") is None
    )


def why_no_ending(stage: Stage) -> str | None:
    """PM-26: nothing has ended yet."""
    return None if newest(stage.ref, "stop", "decline") else "调解没有终止，也没有不予受理"


def why_no_text(agreement: Agreement) -> str | None:
    """PM-28: a void text is not printed, nor one without a clause."""
    if agreement.state == "void":
        return "协议已作废"
    return None if agreement.clauses else "还没有条款，请先“编写条款”"


def why_no_closing(stage: Stage) -> str | None:
    """PM-27: what is reported closed has ended."""
    return None if stage.ended else "调解还没有办结"


def why_no_reply(stage: Stage) -> str | None:
    """PM-CT3: an answer to whoever handed the dispute over, once there is one."""
    request = newest_request(stage)
    if request is None or request.origin not in HANDED_OVER:
        return "不是法院、公安或其他单位转来的，不用回函"
    return None if stage.ended or newest(stage.ref, "stop", "decline", "withdraw") else "调解还没有结果"


def why_no_end_table(stage: Stage) -> str | None:
    """PM-CT3: the table goes with the reply where mediation came to nothing."""
    agreement = newest_agreement(stage)
    if agreement and agreement.state in EFFECTIVE:
        return "已经达成协议，用调解结果回函"
    if never_accepted(stage):
        return "没有受理，没有终止调解，用调解结果回函"
    return why_no_reply(stage)


def why_no_proof(agreement: Agreement) -> str | None:
    """JC-MAT: the certificate names the day from which the agreement binds."""
    return None if agreement.effective_on else "协议还没有生效"


def why_no_confirmation(agreement: Agreement) -> str | None:
    """JC-205, JC-NO, JC-MAT, PM-33: written, in effect, nothing of status, and all agree. After the thirty days it is
    printed with the request to have them back, for that is the court's to decide (T-04)."""
    for rule in (agreed.written_agreement, agreed.clauses_confirmable):
        if refused := rule(agreement, None):
            return refused
    if agreement.state not in STANDING:
        return "协议还没有生效" if agreement.effective_on is None else "协议已经履行完毕或者终了"
    return agreed.all_want_confirmation(agreement, None)


def missed_day(agreement: Agreement) -> date | None:
    """The last day of the joint application, where it has passed without one (PM-33, T-04)."""
    last = last_day_to_confirm(agreement)
    return last if last and today() > last and not agreement.confirmations else None


def last_day_to_confirm(agreement: Agreement) -> date | None:
    """The statutory last day of the joint application, as its clock has it (PM-33)."""
    query = select(Clock.statutory_last).where(Clock.subject == agreement.ref, Clock.rule == "PM-33")
    return as_date(db.session.scalars(query.order_by(Clock.id.desc()).limit(1)).first())
