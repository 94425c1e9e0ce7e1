"""How a mediation stands on its papers: its committee, its parties, its duties. Nobody's home is among them (DV-10-4)."""

from datetime import date

from mediation.cases.access import sees_stage
from mediation.cases.models import Case, Stage
from mediation.cases.models import Party as PartyRow
from mediation.cases.on_paper import head, person_for_both
from mediation.cases.queries import parties_of
from mediation.db import db
from mediation.disputes.models import Agreement, Obligation
from mediation.disputes.queries import SIDES, newest_request
from mediation.disputes.words import DISPUTES, EVERY
from mediation.documents import facts as papers
from mediation.documents.dates import chinese_date
from mediation.errors import Incomplete, Missing
from mediation.people.models import User
from mediation.workflow.history import newest


def mediation_of(case: Case, ref: str, actor: User) -> Stage:
    """The mediation of that ref in CASE, for those who see it. Raises Missing."""
    for stage in case.stages:
        if stage.ref == ref and stage.workflow == "mediation" and sees_stage(actor, stage):
            return stage
    raise Missing


def committee_head(stage: Stage, *, number: str | None, dated: bool = True) -> papers.Base:
    """An agreement is dated by hand, by those who sign it."""
    return head(stage.case, number=number, committee=stage.agency.name, dated=dated, holder=stage.agency_id)


def party_on_paper(party: PartyRow, day: date) -> papers.Party:
    """A party as both sides read it."""
    return person_for_both(party, role=SIDES.get(party.side, "当事人"), day=day)


def mediators_of(stage: Stage) -> list[str]:
    """The names of the mediator in the chair and of the others."""
    naming = newest(stage.ref, "name_mediator")
    others = (naming.facts or {}).get("others", []) if naming else []
    users = [db.session.get(User, int(user)) for user in others]
    named = [user.name for user in (stage.assignee, *users) if user]
    return list(dict.fromkeys(named))


def recorder_of(stage: Stage) -> str | None:
    """Who keeps the record, if that was said."""
    naming = newest(stage.ref, "name_mediator")
    return (naming.facts or {}).get("recorder") if naming else None


def dispute_of(stage: Stage) -> str | None:
    """What it is about, in the word of a list: 抚养费纠纷. Never in anybody's own words."""
    request = newest_request(stage)
    if request:
        return str(dict(DISPUTES).get(request.dispute_kind, request.dispute_kind))
    return f"{stage.case.category_kind}纠纷" if stage.case.category_kind else None


def duty_on_paper(row: Obligation) -> papers.Obligation:
    """One line of the draft; instalments are told by their number and rhythm."""
    due = f"{chinese_date(row.due_on)}前"
    if row.times > 1:
        due = f"首期{due}，{dict(EVERY)[row.every]}一期，共{row.times}期"
    return {
        "debtor": _named(row.debtor),
        "creditor": _named(row.creditor),
        "what": str(row.what),
        "amount_fen": row.amount,
        "due": due,
    }


def _named(party: PartyRow) -> str:
    return f"{SIDES.get(party.side, '')}{party.person.called}"


def performance_of(found: Agreement) -> str:
    """How it is done; and what a clause on condition of a divorce is worth (PM-DIV)."""
    ways = [f"第{row.line}项：{row.way}" for row in found.obligations if row.way and row.instalment == 1]
    lines = [found.performance or "", *ways]
    if any(row.kind == "divorce_condition" for row in found.clauses):
        lines.append("以离婚为条件的约定，双方离婚未成的，视为没有生效；离婚以婚姻登记或者生效裁判为准。")
    return "\n".join(filter(None, lines))


def names_on(case: Case, *sides: str) -> str | None:
    """The names on these sides, for a line of a paper; None where nobody is named."""
    return (
        "、".join(
            party.person.name for side in sides for party in parties_of(case, side) if party.person.name
        )
        or None
    )


def refuse(why_not: str | None, *rules: str) -> None:
    """Raises Incomplete, resting on RULES, if there is a reason why a paper cannot be printed."""
    if why_not:
        raise Incomplete(why_not, rules=rules)
