"""Sessions: who may sit in, who sits apart, and who reads what was said."""

from collections.abc import Callable

import pytest

from mediation.cases.queries import may_read_minutes, sessions_of
from mediation.db import atomic
from mediation.disputes.panel import mediations
from mediation.disputes.papers import mediation_record
from mediation.errors import Incomplete, Missing
from mediation.people.models import User
from mediation.workflow.history import newest
from tests.disputes.conftest import Table

Make = Callable[..., Table]


def test_a_guest_needs_the_word_of_every_party(table: Make) -> None:
    t = table().talking()
    with pytest.raises(Incomplete, match="邀请赵建国参加要征得各方同意"):
        t.session(guests=["赵建国"])
    t.says(t.applicant, "guest", guest="赵建国")
    with pytest.raises(Incomplete, match="被申请人还没有同意"):
        t.session(guests=["赵建国"])
    t.says(t.respondent, "guest", guest="赵建国")
    t.session(guests=["赵建国"])
    with pytest.raises(Incomplete, match="钱大姐"):
        t.session(guests=["赵建国", "钱大姐"])
    t.says(t.respondent, "guest", "withdrawn", guest="赵建国")
    with pytest.raises(Incomplete, match="赵建国"):
        t.session(guests=["赵建国"])


def test_minutes_are_sealed_and_not_kept_with_the_step(table: Make) -> None:
    t = table().talking()
    (session,) = sessions_of(t.stage)
    assert session.minutes.startswith("调解员：")
    assert "抚养费".encode() not in session.minutes_sealed
    step = newest(t.stage.ref, "record_session")
    assert step
    assert "minutes" not in step.facts
    assert "session_result" not in step.facts


def test_separate_minutes_are_for_the_mediator_alone(table: Make) -> None:
    t = table().talking()
    t.session(form="separate", side=t.applicant.id, attended=[t.applicant.id], minutes="王芳：底线是一千八。")
    session = sessions_of(t.stage)[-1]
    assert session.side_id == t.applicant.id
    for reader, may in ((t.cast.tao, True), (t.cast.mei, False), (t.cast.song, False), (t.cast.lin, False)):
        assert may_read_minutes(session, actor=reader) is may
        assert ("底线" in _shown(t, reader)) is may


def _shown(t: Table, reader: User) -> str:
    panel = mediations(t.case, reader)
    return str(panel.given) if panel else ""


def test_a_stranger_has_no_panel(table: Make) -> None:
    t = table().talking()
    assert mediations(t.case, t.cast.qiu) is None
    assert mediations(t.case, t.cast.an) is None


def test_whoever_asked_to_sit_apart_is_not_put_into_one_room(table: Make) -> None:
    t = table()
    with atomic():
        t.case.violence = True
        t.case.danger = "low"
    t.request()
    for party in (t.applicant, t.respondent):
        t.asked_alone(party)
    t.says(t.applicant, spoken_alone=True, wants_separate=True)
    t.says(t.respondent)
    t.do("give_rights_notice", party="all", notice="rights", way="spoken", happened_on="2026-11-03")
    t.do(
        "give_rights_notice",
        party=t.applicant.id,
        notice="protection_order",
        way="书面签收",
        happened_on="2026-11-03",
    )
    t.do("accept", pm_registered_on="2026-11-04", happened_on="2026-11-04")
    t.named()
    with pytest.raises(Incomplete, match="要求分开会谈"):
        t.session()
    t.session(form="separate", side=t.applicant.id, attended=[t.applicant.id])
    assert t.stage.state == "under_way"


def test_the_record_is_printed_for_the_mediator_only(table: Make) -> None:
    t = table().talking()
    t.session(form="separate", side=t.applicant.id, attended=[t.applicant.id], minutes="王芳：底线是一千八。")
    ref = sessions_of(t.stage)[-1].ref
    facts = mediation_record(t.case, ref, t.cast.tao)
    assert facts["separate"]
    assert [party["name"] for party in facts["parties"]] == ["王芳"]
    assert facts["turns"] == [{"who": "王芳", "said": "底线是一千八。"}]
    for reader in (t.cast.mei, t.cast.song, t.cast.qiu):
        with pytest.raises(Missing):
            mediation_record(t.case, ref, reader)
