"""What the steps of a conference bring about."""

from datetime import date

from mediation.cases.notices import keep_conference_consent
from mediation.cases.tasks import add_task
from mediation.cases.work import Task
from mediation.conferences.models import Conference, ConferenceDecision, ConferenceGuest
from mediation.conferences.queries import LINK
from mediation.conferences.rules import why_not_invite, why_not_tell
from mediation.db import db, now
from mediation.errors import Incomplete
from mediation.outbox.post import post
from mediation.people.models import Agency, User
from mediation.workflow.facts import plain
from mediation.workflow.words import Taken

DECIDED = "conference_decision"
TOLD = {
    "start": "收到一份个案会商邀请，请答复是否参加。",
    "cancel": "一次个案会商已经取消。",
    "end": "一次个案会商已经结束，材料不再提供。",
    "end_with_ground": "一次个案会商已经停止，材料不再提供，请停止使用。",
}


def invite(taken: Taken) -> None:
    """A place for each agency that was called, and a neutral message to each. Raises Incomplete where one may not be."""
    item: Conference = taken.item
    for agency_id in taken.facts.get("agencies", []):
        agency = db.session.get(Agency, agency_id)
        barred = why_not_invite(
            item.case, agency, ground=item.ground, ground_text=taken.facts.get("ground_text", "")
        )
        if barred:
            raise barred
        guest = ConferenceGuest(key_id=item.key_id, conference=item, agency_id=agency_id)
        db.session.add(guest)
    keep_conference_consent(taken, taken.facts.get("agencies", []))
    _refuse(item, item.place or "", item.agenda or "", item.brief or "")
    tell_guests(taken)


def tell_guests(taken: Taken) -> None:
    """A neutral message to each agency that was called."""
    item: Conference = taken.item
    db.session.flush()
    for guest in item.guests:
        post("conference", TOLD[taken.step.trigger], link=f"{LINK}{item.ref}", agency_id=guest.agency_id)


def keep_answer(taken: Taken) -> None:
    """Whether the agency of whoever answers comes, and who."""
    item: Conference = taken.item
    guest = item.guest_of(taken.actor)
    if guest is None:
        raise Incomplete("您的单位没有受到邀请。")
    guest.coming, guest.who = taken.facts["coming"], taken.facts.get("who") or None


def keep_attendance(taken: Taken) -> None:
    """Who came, and the minutes."""
    item: Conference = taken.item
    _refuse(item, taken.facts["minutes"])
    came = set(taken.facts.get("came", []))
    for guest in item.guests:
        guest.came = guest.agency_id in came
    item.minutes = taken.facts["minutes"]


def give_out_decision(taken: Taken) -> None:
    """The decision becomes work: on the list of the agency that does it, with its day."""
    item: Conference = taken.item
    told = taken.facts
    agency, user = db.session.get(Agency, told["agency"]), db.session.get(User, told.get("assignee") or 0)
    if agency is None or agency.id not in {item.case.agency_id, *(guest.agency_id for guest in item.guests)}:
        raise Incomplete("只能由召集单位或者参加单位来办。", field="agency")
    if user and user.agency_id != agency.id:
        raise Incomplete("承办人要是这个单位的人；由其他单位办的，不用选人。", field="assignee")
    _refuse(item, told["what"])
    row = ConferenceDecision(
        key_id=item.key_id,
        conference=item,
        agency=agency,
        user=user,
        due_on=date.fromisoformat(str(plain(told["due_on"]))),
    )
    db.session.add(row)
    db.session.flush()
    row.what = told["what"]
    task = add_task(
        item.case,
        DECIDED,
        "办理会商决定的事项",
        link=f"{LINK}{item.ref}",
        agency_id=agency.id,
        user_id=user.id if user else (item.case.owner_id if agency.id == item.case.agency_id else None),
        due_on=row.due_on,
    )
    db.session.flush()
    row.task_id = task.id
    if agency.id != item.case.agency_id:
        post("conference", "会商决定有一项由您的单位办理。", link=f"{LINK}{item.ref}", agency_id=agency.id)


def keep_report(taken: Taken) -> None:
    """The decision is done, and so is the work that it became. Raises Incomplete where it is another agency's."""
    item: Conference = taken.item
    host = taken.actor.agency_id == item.case.agency_id
    row = next((one for one in item.decisions if one.id == taken.facts["decision"]), None)
    if row is None or row.done_on or not (host or row.agency_id == taken.actor.agency_id):
        raise Incomplete("没有这一项决定，或者已经报告过。", field="decision")
    _refuse(item, taken.facts["result"])
    row.result, row.done_on = taken.facts["result"], date.fromisoformat(taken.happened_on[:10])
    if row.task_id and (task := db.session.get(Task, row.task_id)):
        task.done_at = now()


def _refuse(item: Conference, *texts: str) -> None:
    if refusal := why_not_tell(item.case, *texts):
        raise refusal
