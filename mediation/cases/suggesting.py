"""Which stages the registration suggests for triage, and at which agency. A suggestion: the worker changes it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from mediation.cases.conflicts import let_in
from mediation.cases.danger import in_danger, mediation_not_locked
from mediation.cases.models import Case
from mediation.cases.queries import parties_of
from mediation.cases.rules import open_stages_of
from mediation.db import db
from mediation.people.models import Agency, User

# The kinds of request for which each stage is the usual way, and the words by which people ask for it.
KINDS = {
    "mediation": (
        "抚养", "抚养费", "抚养费与债务", "探望", "探望与抚养费", "赡养", "扶养", "夫妻财产", "彩礼", "恋爱纠纷",
        "家庭矛盾", "继承",
    ),
    "legal_aid": (
        "家庭暴力", "离婚", "性侵害", "性骚扰", "虐待遗弃", "跟踪骚扰", "就业歧视", "孕产哺乳期待遇", "工资报酬",
        "同工同酬", "解除劳动合同", "工伤", "生育保险",
    ),
    "counselling": ("心理困扰",),
}  # fmt: skip
WORDS = {
    "mediation": ("调解", "谈一谈", "协商"),
    "legal_aid": ("律师", "法律援助", "起诉", "打官司"),
    "counselling": ("心理", "倾诉", "说说话"),
}
# Who does this work by trade: an agency without them only keeps the case together.
TRADES = {
    "legal_aid": ("legal_aid_clerk", "lawyer"),
    "mediation": ("mediator",),
    "counselling": ("counsellor", "social_worker"),
}


def suggested_stages(case: Case) -> Iterator[tuple[int | None, str]]:
    """Agency (None: the worker must choose) and kind of each stage that is not open yet, those of safety first."""
    running = {stage.workflow for stage in open_stages_of(case)}
    threatened = ["protection", "legal_aid"] if in_danger(case) or case.violence else []
    for kind in dict.fromkeys([*threatened, *_by_kind(case), *_by_words(case)]):
        if kind not in running and not (kind == "mediation" and _no_mediation(case)):
            yield _usual_agency(case, kind), kind


def others_for(case: Case) -> Sequence[Agency]:
    """The other agencies that take on stages; not one in which the respondent works."""
    found = db.session.scalars(
        select(Agency).where(Agency.active, Agency.id != case.agency_id).order_by(Agency.id)
    )
    return let_in(case, [agency for agency in found if agency.takes_on])


def _by_kind(case: Case) -> list[str]:
    return [stage for stage, kinds in KINDS.items() if case.category_kind in kinds]


def _by_words(case: Case) -> list[str]:
    return [stage for stage, words in WORDS.items() if any(word in (case.wishes or "") for word in words)]


def _no_mediation(case: Case) -> bool:
    return mediation_not_locked(case, None) is not None or not parties_of(case, "respondent")


def _usual_agency(case: Case, kind: str) -> int | None:
    """The own agency where it has people of the trade; else the only other one whose own work this is."""
    trade = TRADES.get(kind)
    if kind in case.agency.takes_on and (trade is None or _works_at(case.agency_id, trade)):
        return case.agency_id
    # Whoever takes in requests itself, as the next district does, helps out with everything.
    others = [
        agency.id
        for agency in others_for(case)
        if kind in agency.takes_on and "help_request" not in agency.takes_on
    ]
    return others[0] if len(others) == 1 else None


def _works_at(agency_id: int, trade: Sequence[str]) -> bool:
    query = select(User.id).where(User.agency_id == agency_id, User.active, User.role.in_(trade))
    return db.session.scalar(query.limit(1)) is not None
