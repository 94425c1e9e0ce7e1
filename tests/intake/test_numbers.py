"""Two clerks save at once, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from mediation.cases.models import Case
from mediation.db import db
from mediation.errors import Missing
from mediation.intake.registering import register
from tests.conftest import A_REQUEST, Cast

TIMES = 10


def clerk(app: Flask, login: str, together: Barrier, *, failing: int | None = None) -> list[int]:
    """One clerk registers TIMES requests in a thread of her own; the one at FAILING is refused."""
    numbers = []
    with app.app_context():
        actor = getattr(Cast(), login)
        together.wait()
        for turn in range(TIMES):
            if turn == failing:
                with pytest.raises(Missing):
                    register({**A_REQUEST, "applicants": [{"person": "0" * 32}]}, actor=actor)
                actor = getattr(Cast(), login)
            numbers.append(register(A_REQUEST, actor=actor).number)
        db.session.remove()
    return numbers


@pytest.mark.parametrize("failing", [None, 4])
def test_two_clerks_at_once_leave_no_gap_and_no_double(app, failing):
    together = Barrier(2)
    with ThreadPoolExecutor(2) as clerks:
        done = [clerks.submit(clerk, app, login, together, failing=failing) for login in ("lin", "mei")]
        numbers = [number for one in done for number in one.result()]
    assert sorted(numbers) == list(range(1, 2 * TIMES + 1))


def test_a_double_click_is_one_case(app):
    together = Barrier(2)

    def click() -> str:
        with app.app_context():
            actor = Cast().lin
            together.wait()
            ref = register(A_REQUEST, actor=actor, key="one press").ref
            db.session.remove()
        return ref

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(click), pool.submit(click)
        assert first.result() == second.result()
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1
