"""Conferences as plain values for the templates, and what their forms offer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from mediation.cases.choices import choices_for
from mediation.cases.conflicts import let_in
from mediation.cases.masking import masked_text
from mediation.cases.models import Case
from mediation.cases.next_steps import step_entries
from mediation.cases.record_forms import GROUNDS
from mediation.cases.today import row
from mediation.conferences.calling import drafted
from mediation.conferences.models import UNDER_WAY, Conference, ConferenceDecision
from mediation.conferences.queries import LINK, conferences_of, invited, sees_case
from mediation.dates import day_in_words, local
from mediation.db import SHANGHAI, db
from mediation.people.models import Agency, User
from mediation.web.feature import Panel
from mediation.web.forms import Choices
from mediation.workflow.engine import WORKFLOWS, why_not

TAGS = {"called": "due", "held": "info", "ended": "info", "closed": "done"}
COMING = {"yes": "参加", "no": "不参加", "": "还没有答复"}


def choices(case: Case, item: Any, *, actor: User) -> Choices:
    """What the forms of a conference offer, beside what every form of a case does."""
    known = choices_for(case, case, actor=actor)
    own: dict[str, Callable[[], list[Any]]] = {
        "conference agencies": lambda: _agencies(case),
        "conference guests": lambda: [(guest.agency_id, guest.agency.name) for guest in item.guests],
        "conference table": lambda: [
            (case.agency_id, case.agency.name),
            *((guest.agency_id, guest.agency.name) for guest in item.guests),
        ],
        "own decisions": lambda: [
            (one.id, masked_text(one.what, case) or "") for one in _reportable(item, actor)
        ],
    }
    return lambda word: own[word]() if word in own else known(word)


def _agencies(case: Case) -> list[tuple[int, str]]:
    found = db.session.scalars(
        select(Agency).where(Agency.active, Agency.id != case.agency_id).order_by(Agency.id)
    )
    return [(agency.id, agency.name) for agency in let_in(case, found)]


def _reportable(item: Conference, actor: User) -> list[ConferenceDecision]:
    """What this person may report on: whoever called the conference on all, a guest on the own agency's."""
    if actor.agency_id == item.case.agency_id:
        return [one for one in item.decisions if one.done_on is None]
    return item.owed_by(actor.agency_id)


def shown(item: Conference, actor: User) -> dict[str, Any]:
    """The page of a conference: whole for those who see the case; for guests what they were told, names masked, and
    once it is over their own decisions alone."""
    whole = sees_case(item, actor)
    over = item.state not in UNDER_WAY if whole else not item.open_to(actor.agency_id)
    readable = whole or not over
    return {
        "when": local(item.meets_at),
        "place": item.place,
        "state": str(WORKFLOWS["conference"].stop(item.state).label),
        "tag": TAGS.get(item.state, "neutral"),
        "host": item.case.agency.name,
        "caller": item.called_by.name,
        "ground": str(dict(GROUNDS).get(item.ground, "")),
        "agenda": masked_text(item.agenda, item.case) if readable else None,
        "brief": masked_text(item.brief, item.case) if readable else None,
        "minutes": masked_text(item.minutes, item.case) if readable else None,
        "guests": [(guest.agency.name, _coming(guest), guest.who or "") for guest in item.guests]
        if readable
        else [],
        "decisions": [
            _decision(one) for one in item.decisions if readable or one.agency_id == actor.agency_id
        ],
        "guest": not whole,
        "over": over,
        "steps": [
            step for step in step_entries(item, actor=actor, url=f"{LINK}{item.ref}") if not _others(step)
        ],
    }


def told_to_guests(draft: Conference, told: Mapping[str, Any]) -> dict[str, Any]:
    """What each guest will read, names masked as there; `shown` is the hash of it: whoever confirms, confirms this."""
    case = draft.case
    agencies = select(Agency.name).where(Agency.id.in_(told.get("agencies", []))).order_by(Agency.id)
    seen: dict[str, Any] = {
        "host": case.agency.name,
        "when": local(draft.meets_at),
        "place": draft.place,
        "agenda": masked_text(draft.agenda, case),
        "brief": masked_text(draft.brief, case),
        "ground": str(dict(GROUNDS).get(draft.ground, "")),
        "guests": list(db.session.scalars(agencies)),
    }
    written = json.dumps(seen, ensure_ascii=False, sort_keys=True)
    return {**seen, "shown": hashlib.sha256(written.encode()).hexdigest()}


def _others(step: dict[str, Any]) -> bool:
    """Steps of the other side are nothing to explain here."""
    return bool(step["reason"]) and step["reason"].endswith("办理。")


def _coming(guest: Any) -> str:
    if guest.came is not None:
        return "到会" if guest.came else "没有到会"
    item: Conference = guest.conference
    if item.state in UNDER_WAY and not item.open_to(guest.agency_id):
        return "材料已停止提供"
    return COMING[guest.coming]


def _decision(one: ConferenceDecision) -> dict[str, Any]:
    case = one.conference.case
    return {
        "what": masked_text(one.what, case),
        "who": one.agency.name + (f" {one.user.name}" if one.user else ""),
        "due": one.due_on,
        "done": one.done_on,
        "result": masked_text(one.result, case),
    }


def panel(case: Case, actor: User) -> Panel | None:
    """The conferences of the case, and the way to a new one, for those who see it whole."""
    found = conferences_of(case, actor=actor)
    with db.session.no_autoflush:
        may = why_not(drafted(case, {}, actor=actor), WORKFLOWS["conference"].start, actor) is None
    if not found and not may:
        return None
    given = {
        "case": case.ref,
        "call": may,
        "rows": [
            {
                "url": f"{LINK}{item.ref}",
                "when": local(item.meets_at),
                "state": str(WORKFLOWS["conference"].stop(item.state).label),
                "tag": TAGS.get(item.state, "neutral"),
                "guests": "、".join(guest.agency.name for guest in item.guests),
                "left": sum(one.done_on is None for one in item.decisions),
            }
            for item in found
        ],
    }
    return Panel("个案会商", "conferences/panel.html", given, order=45)


def guest_rows(actor: User) -> list[dict[str, Any]]:
    """今日工作 of a guest: answer an invitation, come, do what was decided. No name: the case is not theirs."""
    return [_guest_row(item, actor) for item in invited(actor)]


def _guest_row(item: Conference, actor: User) -> dict[str, Any]:
    owed, guest = item.owed_by(actor.agency_id), item.guest_of(actor)
    meets = item.meets_at.astimezone(SHANGHAI).date()
    what, verb, due, step = f"个案会商：{day_in_words(meets)}", "查看", meets, ""
    if owed:
        due = min(one.due_on for one in owed)
        what, verb, step = "会商决定的事项，请办理并报告结果", "报告", "/report_decision"
    elif guest is not None and not guest.coming and item.state == "called":
        what, verb, step = f"{what}，请答复是否参加", "答复", "/answer_invitation"
    url = f"{LINK}{item.ref}"
    about = {"name": f"{item.case.agency.name}召集", "url": url}
    return row(item.ref, about, what, verb, f"{url}{step}", due=due, stage="个案会商")
