"""What was promised with a date is followed: reminded of, urged, recorded, and then she is told where to go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mediation.db import db, today
from mediation.disputes.models import Confirmation
from mediation.disputes.panel import mediations
from mediation.disputes.tracking import PATIENCE, advice, last_day, next_step, owed
from tests.conftest import Cast
from tests.disputes.conftest import Table

Make = Callable[..., Table]


def test_what_is_owed_is_followed_until_it_is_done_or_she_knows_where_to_go(
    table: Make, cast: Cast, sign_in: Callable[..., Any]
) -> None:
    t = table().agreed()
    soon, later = today() + timedelta(days=10), today() + timedelta(days=200)
    t.write(*(t.support(due_on=day.isoformat(), times=1, every="once") for day in (soon, later)))
    t.on("open_signing")
    t.sign_all("2026-11-12")
    (row,) = owed(actor=cast.tao)
    assert (row.due_on, row.what) == (soon, "抚养费")
    assert [len(owed(actor=who)) for who in (cast.mei, cast.qiu, cast.an, cast.boss)] == [1, 0, 0, 0]

    last = last_day(row)
    assert [next_step(row, day) for day in (last, last + timedelta(days=1))] == ["remind", "urge"]
    t.on("record_performance", obligation=row.id, performed_on=last + timedelta(days=2), state="none")
    after = last + timedelta(days=2) + PATIENCE
    assert [next_step(row, day) for day in (after, after + timedelta(days=1))] == ["wait", "report_breach"]
    page = sign_in(cast.tao).get("/obligations").text
    assert f"/cases/{t.case.ref}/{t.agreement.ref}/record_performance?obligation={row.id}" in page
    assert "1,200" in page
    assert sign_in(cast.an).get("/obligations").status_code == 404

    t.on("report_breach", reason="没有付。", told_remedies=True)
    assert [next_step(row, day) for day in (last, after)] == ["remind", "advise"]
    panel = mediations(t.case, cast.tao)
    assert panel
    (shown,) = panel.given["mediations"][0]["agreements"]
    assert [one.rules[0] for one in shown["advice"]] == ["PM-33", "PM-32"]
    assert "人民调解法第32条" in sign_in(cast.tao).get(f"/cases/{t.case.ref}").text


def test_what_a_court_confirmed_is_enforced_and_not_sued_for_again(table: Make) -> None:
    agreement = table().effective().agreement
    far = today() + timedelta(days=400)
    assert [one.rules[0] for one in advice(agreement, far)] == ["PM-32"]
    with db.session.no_autoflush:
        agreement.confirmations.append(Confirmation(step="filed", happened_on=today()))
        assert [one.rules[0] for one in advice(agreement, today())] == ["JC-206", "PM-32"]
        agreement.confirmations.append(Confirmation(step="ruled", happened_on=today(), result="valid"))
        (only,) = advice(agreement, today())
    assert "强制执行" in only.text
    assert "立即咨询" in only.text
    db.session.rollback()
