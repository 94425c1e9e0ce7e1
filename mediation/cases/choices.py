"""What a form offers where the choice depends on the case: its people, colleagues, agencies, earlier steps."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from mediation.cases.access import NO_CONTENT, field_groups
from mediation.cases.bookings import rooms_of
from mediation.cases.conflicts import let_in
from mediation.cases.contact_lock import ways_refused
from mediation.cases.correcting import correctable_by, corrected_by
from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case, Party, Stage
from mediation.cases.names import REPORTER
from mediation.cases.notice_rules import her_side
from mediation.cases.page import ROLES
from mediation.cases.queries import answers
from mediation.cases.rights import noted_choices, right_choices
from mediation.cases.stage_forms import KINDS, OWN_MARK, TAKES_ON
from mediation.cases.suggesting import others_for, suggested_stages
from mediation.cases.ties import tied_users
from mediation.cases.time_limits import clock_choices
from mediation.cases.told import title_of
from mediation.dates import local
from mediation.db import db
from mediation.people.models import Agency, User
from mediation.people.roles import ROLES as TRADES
from mediation.web.forms import Choices
from mediation.workflow.history import steps_of

Offer = list[Any]
BY_ROLE = {
    "mediators": ("mediator",),
    "counsellors": ("counsellor", "social_worker"),
    "lawyers": ("lawyer",),
}


def choices_for(case: Case, item: Any, *, actor: User) -> Choices:
    """Answers what a field `offers`. ITEM is what the step is about; its agency in charge has the colleagues."""
    agency_id = item.parts.get("in charge") or item.parts.get("who receives") or case.agency_id

    def people() -> list[Party]:
        return shown_parties(case, actor=actor)

    def answer(word: str) -> Offer:
        word, _, detail = word.partition(":")
        if word in BY_ROLE:
            return _colleagues(case, agency_id, BY_ROLE[word])
        offered: dict[str, Callable[[], Offer]] = {
            "parties": lambda: _named(people()),
            "sides": lambda: _named(party for party in people() if party.side),
            "applicants": lambda: _named(party for party in people() if party.side == "applicant"),
            "her side": lambda: _named(her_side(people())),
            "respondents": lambda: _named(party for party in people() if party.side == "respondent"),
            "children": lambda: _named(party for party in people() if party.role == "child"),
            "colleagues": lambda: _colleagues(case, agency_id),
            "own_colleagues": lambda: _colleagues(case, case.agency_id),
            "rooms": lambda: [
                ("", _l("不用本单位的房间")),
                *((room.id, room.name) for room in rooms_of(agency_id)),
            ],
            "stage_agencies": lambda: _stage_agencies(case),
            "suggested_stages": lambda: list(suggested_stages(case)),
            "agencies": lambda: _agencies(detail),
            "other agencies": lambda: [one for one in _agencies("") if one[0] != case.agency_id],
            "receivers": lambda: _receivers(case),
            "correctable": lambda: list(correctable_by(actor, case).items()),
            "ways refused": lambda: ways_refused(case),
            "safe contacts": lambda: _contacts(case, actor),
            "refusing": lambda: _refusing(case, item),
            "time limits": lambda: clock_choices(case),
            "rights": right_choices,
            "rights noted": lambda: noted_choices(case),
            "entries": lambda: [
                (row.id, f"{local(row.recorded_at)} {title_of(row)}")
                for row in steps_of(item.ref)
                if corrected_by(row, item, actor)
            ],
        }
        return offered[word]()

    return answer


def _named(people: Iterable[Party]) -> Offer:
    """Who reported is offered nowhere: partners read these lists too (WR-72)."""
    return [
        (party.id, f"{party.person.called}（{ROLES.get(party.role, party.role)}）")
        for party in people
        if party.role != REPORTER
    ]


def _colleagues(case: Case, agency_id: int, roles: tuple[str, ...] = ()) -> Offer:
    """Whoever may have work in hand: nobody who reads no case, and nobody who is tied to somebody in this one."""
    query = select(User).where(User.agency_id == agency_id, User.active, User.role.not_in(NO_CONTENT))
    query = query.where(User.id.not_in(tied_users(case)))
    if roles:
        query = query.where(User.role.in_(roles))
    return [
        (user.id, f"{user.name}（{TRADES[user.role]}）")
        for user in db.session.scalars(query.order_by(User.id))
    ]


def _contacts(case: Case, actor: User) -> Offer:
    """How the people of a case may be reached now, by the id of the party, applicants first; for those who see it."""
    if "contact" not in field_groups(actor, case):
        return []
    known = [(party.id, party.person.safe_contact) for party in case.parties if party.person.safe_contact]
    first = {party.id for party in case.parties if party.side == "applicant"}
    return sorted(known, key=lambda one: one[0] not in first)


def _refusing(case: Case, item: Any) -> Offer:
    """Whoever answered no to the mediation that ITEM is, by id, with the answer (PM-17)."""
    given = answers(case, "mediation", stage=item) if isinstance(item, Stage) else {}
    return [
        (party_id, row.answer) for party_id, row in given.items() if row.answer in ("refused", "withdrawn")
    ]


def _stage_agencies(case: Case) -> Offer:
    """Who may do a stage: at once the agency of the case, which is never turned away from helping; by referral the
    others, each with what it takes on."""
    labels = {kind: str(label) for kind, label in KINDS}
    own = case.agency
    return [
        (own.id, own.name, {OWN_MARK: ""}, str(_l("本单位（提交后马上开启）"))),
        *(
            (
                agency.id,
                f"{agency.name}（{'、'.join(labels[kind] for kind in agency.takes_on if kind in labels)}）",
                {TAKES_ON: " ".join(agency.takes_on)},
                str(_l("其他单位（先转介，对方接收后才开启）")),
            )
            for agency in others_for(case)
        ),
    ]


def _agencies(workflow: str) -> Offer:
    active = _active()
    return [(agency.id, agency.name) for agency in active if not workflow or workflow in agency.takes_on]


def _receivers(case: Case) -> Offer:
    """Who may be given her data: not an office in which the respondent works."""
    return [(agency.id, agency.name) for agency in let_in(case, _active())]


def _active() -> Iterable[Agency]:
    return db.session.scalars(select(Agency).where(Agency.active).order_by(Agency.id))
