"""What the sender asked already, so that nobody has to answer it a second time at the next door."""

from collections.abc import Iterator

from sqlalchemy import select

from mediation.cases.instruments import NO, YES, instrument
from mediation.cases.models import Case
from mediation.cases.work import Assessment
from mediation.dates import day_in_words, local
from mediation.db import db

THREE, SCALE = "three_questions", "danger_scale"
INSTRUMENTS = {SCALE: "危险评估量表", THREE: "登记时的危险三问"}
ANSWERS = {YES: "是", NO: "否"}


def what_was_asked(case: Case, *, with_answers: bool) -> Iterator[str]:
    """A sentence for each instrument, with the day of its newest use; the three questions WITH_ANSWERS, where the danger
    is told anyway."""
    query = select(Assessment).where(Assessment.case_id == case.id, Assessment.instrument.in_(INSTRUMENTS))
    newest = {row.instrument: row for row in db.session.scalars(query.order_by(Assessment.id))}
    for name, label in INSTRUMENTS.items():
        if row := newest.get(name):
            day = day_in_words(local(row.made_at)[:10])
            answers = _answers(row) if with_answers and name == THREE else ""
            yield f"{day}已问过{label}，请不要重复询问{answers}"


def _answers(row: Assessment) -> str:
    given = row.answers or {}
    told = [
        f"{question.rstrip('？')}——{ANSWERS.get(str(given.get(name)), '没有问清')}"
        for name, question in instrument(THREE).questions.items()
    ]
    return f"（{'；'.join(told)}）"
