"""What people were told, what they agreed to. Every answer is kept; the newest counts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from mediation.cases.danger import in_danger
from mediation.cases.enrolling import keep_contact
from mediation.cases.guardians import why_barred
from mediation.cases.models import Case, Party, Stage
from mediation.cases.notice_rules import ALL, HERS, IN_WRITING, not_told, notices_in, why_not_told
from mediation.cases.queries import parties_of
from mediation.cases.rules import case_of
from mediation.cases.screening import screen_person
from mediation.cases.silence import heard
from mediation.cases.tasks import add_task, finish_tasks
from mediation.cases.work import Consent
from mediation.db import db, now
from mediation.documents.models import Document
from mediation.errors import Incomplete
from mediation.workflow.facts import plain
from mediation.workflow.words import Taken

FORWARDING = "forwarding"
CONFERENCE = "conference"
# Steps that ask one question of consent only.
ONE_QUESTION = {"consent": "counselling", "hear_child": "child_view"}

# Data that went out on a consent must be called back: `referrals` sees to it that the task ends.
CONSENT_WITHDRAWN = "consent_withdrawn"


def party_in(case: Case, party_id: Any) -> Party:
    """The party of this case with that id. Raises Incomplete for anybody else."""
    party = db.session.get(Party, party_id) if party_id else None
    if party is None or party.case_id != case.id:
        raise Incomplete("请选择本案的当事人。")
    return party


def keep_notice(taken: Taken) -> None:
    """What was told to whom stays with the step; what was owed to be told is done.

    Raises Incomplete where the notice is not for that party: her protection is not told to him (DV-10-13).
    """
    case, told = case_of(taken.item), taken.facts
    notices, to = notices_in(told), told.get("party")
    if to not in (None, ""):
        party = ALL if to == ALL else party_in(case, int(to))
        _refuse_barred(party)
        for notice in notices:
            if reason := why_not_told(notice, party, case.parties):
                raise Incomplete(reason, rules=("DV-10-13",))
    if "petition_answer" in notices:
        _refuse_unwritten(case, in_writing=told.get("way") in IN_WRITING)
    for notice in notices:
        if notice not in HERS or not not_told(case, notice):
            finish_tasks(case, f"tell_{notice}")


def check_petition_reply(taken: Taken) -> None:
    """A petition is answered in writing, with the thirty days for a review on the paper (XF-34, XF-35): it was printed
    before it counts as answered. Raises Incomplete."""
    if taken.facts.get("petition_replied_on"):
        _refuse_unwritten(case_of(taken.item), in_writing=True)


def _refuse_unwritten(case: Case, *, in_writing: bool) -> None:
    printed = select(Document.id).filter_by(chain=case.ref, name="petition_reply")
    rules = ("XF-34", "XF-35")
    if db.session.scalar(printed.limit(1)) is None:
        raise Incomplete(
            "信访事项要书面答复，并写明三十日内可以请求复查：请先打印《信访答复意见书》并送达。", rules=rules
        )
    if not in_writing:
        raise Incomplete("信访答复意见书要书面送达：请选择书面签收、邮寄或者留置。", rules=rules, field="way")


def keep_consent(taken: Taken) -> None:
    """What a party answered to a question of consent."""
    case, told = case_of(taken.item), taken.facts
    kind = told.get("kind") or ONE_QUESTION.get(taken.step.trigger, "mediation")
    _keep(taken, party_in(case, told.get("party")), kind, told.get("answer", "agreed"))


def keep_privacy_consent(taken: Taken) -> None:
    """Consent to the use of data by the station, or to giving it to one receiver (PI-23, PI-29).

    A referral asks for it only where consent is its ground.
    """
    case, told = case_of(taken.item), taken.facts
    if told.get("ground") not in (None, "consent"):
        return
    receiver = told.get("receiver") or told.get("to")
    applicants = parties_of(case, "applicant")
    party_id = told.get("party") or (applicants[0].id if applicants else None)
    answer = told.get("answer", "agreed")
    row = _keep(taken, party_in(case, party_id), "referral" if receiver else "privacy", answer)
    row.receiver_id = receiver
    row.purpose = told.get("purpose") or None
    row.data_kinds = list(told.get("data_kinds", []))
    expires = told.get("expires_on")
    row.expires_on = date.fromisoformat(expires) if isinstance(expires, str) else expires
    row.withdrawn_on = row.given_on if answer == "withdrawn" else None
    if answer == "withdrawn":
        add_task(
            case,
            CONSENT_WITHDRAWN,
            "本人撤回了同意，请安排收回",
            verb="查看",
            user_id=case.owner_id,
            urgent=True,
        )


def check_transfer_ground(taken: Taken) -> None:
    """A case leaves on separate consent, or on a duty or an emergency in words (PI-23, PI-13). Raises Incomplete."""
    told = taken.facts
    if told.get("ground") == "consent":
        if told.get("answer") != "agreed":
            raise Incomplete(
                "本人还没有对移送给这个机关单独同意，请先征得同意，或者写明其他依据。", rules=("PI-23",)
            )
    elif not told.get("ground_text"):
        raise Incomplete("没有本人同意的，请写明法律依据或紧急情形。", rules=("PI-13",))


def refuse_overheard(taken: Taken) -> None:
    """Where violence was named or danger is high, a withdrawal counts only if she said it with nobody near (DV-05, DV-10-3).
    Raises Incomplete."""
    case: Case = taken.item
    if (case.violence or in_danger(case)) and not taken.facts.get("spoken_alone"):
        raise Incomplete(
            "有暴力或高危险的案件，撤回要单独听本人说。现在不能单独谈的，不登记撤回，另约安全的时间。",
            rules=("DV-05", "DV-10-3"),
            field="spoken_alone",
        )


def consent_not_recorded(told: Mapping[str, Any]) -> str | None:
    """What is missing where a matter is passed on with consent, or with her name: who agreed, how, on which day."""
    if told.get("ground") != "consent" and not told.get("named"):
        return None
    if told.get("party") and told.get("way") and told.get("consented_on"):
        return None
    return "本人对转给这个单位单独同意的，请填写谁同意的、怎么问的、哪天同意的；没有问过的，不能写本人同意，也不提供姓名。"


def keep_forwarding_consent(taken: Taken) -> None:
    """The separate consent to passing a matter on to this office, kept as every answer is (PI-23). Raises Incomplete."""
    case, told = case_of(taken.item), taken.facts
    if reason := consent_not_recorded(told):
        raise Incomplete(reason, rules=("PI-23",))
    if not told.get("party"):
        return
    row = _keep(taken, party_in(case, told["party"]), FORWARDING, "agreed")
    row.given_on = str(plain(told["consented_on"]))[:10] if told.get("consented_on") else row.given_on
    row.purpose = told.get("addressee") or None


def keep_conference_consent(taken: Taken, receivers: Iterable[int]) -> None:
    """The separate consent to telling each of RECEIVERS at a conference (PI-23). Raises Incomplete where it is the ground
    and nobody was asked."""
    case, told = case_of(taken.item), taken.facts
    if told.get("ground") != "consent":
        return
    if not (told.get("party") and told.get("way") and told.get("consented_on")):
        raise Incomplete(
            "以本人同意为依据的，请填写谁同意的、怎么问的、哪天同意的；没有问过的，不能写本人同意。",
            rules=("PI-23",), field="party",
        )  # fmt: skip
    for receiver_id in receivers:
        row = _keep(taken, party_in(case, told["party"]), CONFERENCE, "agreed")
        row.given_on, row.receiver_id = str(plain(told["consented_on"]))[:10], receiver_id


def told_no_more(case_id: int, receiver_id: int) -> bool:
    """Whether she has taken it back, with this receiver or with all, since she last agreed to telling it at a conference.

    A yes to something else, as to a referral, opens no table again.
    """
    agreed = select(Consent).where(
        Consent.case_id == case_id, Consent.receiver_id == receiver_id, Consent.kind == CONFERENCE
    )
    newest = db.session.scalars(agreed.order_by(Consent.id.desc()).limit(1)).first()
    if newest is not None and newest.withdrawn_on is not None:
        return True
    since = newest.id if newest else 0
    to_it = or_(Consent.receiver_id == receiver_id, Consent.receiver_id.is_(None))
    query = select(Consent.id).where(Consent.case_id == case_id, Consent.id > since, to_it)
    return db.session.scalar(query.where(Consent.answer == "withdrawn").limit(1)) is not None


def agreed_to_forward(case: Case, told: Mapping[str, Any]) -> Party | None:
    """Who agreed to what a step `forward` TOLD of, if that was recorded, and not withdrawn since."""
    if not (told.get("party") and told.get("way") and told.get("consented_on")):
        return None
    party = party_in(case, told["party"])
    answers = select(Consent).where(Consent.party_id == party.id, Consent.kind.in_((FORWARDING, "privacy")))
    newest = db.session.scalars(answers.order_by(Consent.id.desc()).limit(1)).first()
    return party if newest and newest.answer == "agreed" and newest.withdrawn_on is None else None


def _refuse_barred(party: Party | str) -> None:
    if isinstance(party, Party) and party.side != "applicant" and (reason := why_barred(party)):
        raise Incomplete(f"{reason}。", rules=("PI-31",), field="party")


def _keep(taken: Taken, party: Party, kind: str, answer: str) -> Consent:
    _refuse_barred(party)
    item = taken.item
    row = Consent(
        case_id=party.case_id,
        stage_id=item.id if isinstance(item, Stage) else getattr(item, "stage_id", None),
        party=party,
        kind=kind,
        answer=answer,
        way=taken.facts.get("way", ""),
        given_on=str(plain(taken.happened_on))[:10],
        recorded_by_id=taken.actor.id,
        recorded_at=now(),
    )
    db.session.add(row)
    return row


def keep_safe_contact(taken: Taken) -> None:
    """How this person may be reached from now on. The sealed answers stay as they were, unless they were typed anew or
    taken away: nobody who corrects the hours loses the code word. What was not confirmed with her herself opens nothing.
    """
    told, case = taken.facts, case_of(taken.item)
    confirmed = bool(told.get("confirmed_with_her"))
    person = party_in(case, told.get("party")).person
    new = told.get("contact") or told
    before = person.safe_contact
    sealed = {
        name: value
        for name in ("number", "wechat", "code_word")
        if before and not new.get(f"drop_{name}") and (value := getattr(before, name))
    }
    keep_contact(
        person,
        {**sealed, **{name: value for name, value in new.items() if value not in (None, "")}},
        confirmed=confirmed,
    )
    finish_tasks(case, "safe_contact")
    if confirmed:
        heard(case, taken.happened_on)
    screen_person(person, actor=taken.actor)
