"""What goes along, and to whom it may go."""

import hashlib
import json
from datetime import timedelta

import pytest

from mediation.audit.models import AuditEntry
from mediation.cases.employers import same_office
from mediation.cases.work import Consent, Task
from mediation.db import atomic, db, today
from mediation.errors import Incomplete
from mediation.outbox.models import Message
from mediation.people.models import Agency
from mediation.referrals.models import Referral
from mediation.referrals.package import blocks, canonical, given_away
from mediation.referrals.sending import refer
from mediation.workflow.clocks import running
from mediation.workflow.engine import take
from tests.conftest import turn_away
from tests.referrals.conftest import STORY, slip

EVERYTHING = ["identity", "other_side", "contact", "narrative", "wishes", "danger", "children", "asked"]


def test_the_package_is_exactly_what_was_chosen(send):
    package = dict(send(data_kinds=["identity", "narrative"]).package)
    assert package.pop("nonce")
    request = package.pop("request")
    assert package == {"identity": [{"name": "王芳", "sex": "女", "birth": "不详"}], "narrative": STORY}
    assert request == {
        "manner": "转介",
        "stage": "法律援助",
        "urgency": "轻微紧急（数天内）",
        "needs": "法律援助",
        "purpose": "申请法律援助",
        "ground": "本人单独同意（个人信息保护法第23条）",
        "consent": "同意（当面）",
    }


def test_the_hash_is_that_of_the_canonical_form_and_stands_in_the_log(send):
    referral = send()
    written = json.dumps(referral.package, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert referral.package_hash == hashlib.sha256(written.encode()).hexdigest()
    entry = db.session.query(AuditEntry).filter_by(kind="referral.package").one()
    assert entry.commitment == referral.package_hash


def test_the_package_stays_as_it_was_sent(send):
    referral = send()
    with atomic():
        referral.case.summary = "后来改写的情况。"
    assert referral.package["narrative"] == STORY


def test_the_raw_row_tells_no_story(send):
    referral = send(data_kinds=EVERYTHING)
    raw = bytes(referral.package_sealed or b"")
    assert "王芳".encode() not in raw
    assert STORY.encode() not in raw


def test_residence_and_phone_are_not_in_a_package_with_everything_else(send):
    text = canonical(send(data_kinds=EVERYTHING).package)
    assert "和平路" not in text
    assert "13800138000" not in text
    assert "李小宝" not in text, "a child goes along without its name"
    assert "李强" in text


def test_the_phone_goes_along_only_when_it_was_chosen_and_she_named_it_as_safe(send, new_case):
    referral = send(data_kinds=["identity", "phone"])
    (row,) = referral.package["phone"]
    assert row["phone"] == "13800138000"
    assert row["rule"].startswith("只用电话"), "no number goes without the rule by which she may be called"
    assert "只和本人说话" in row["rule"]
    assert dict(blocks(referral.package))["安全电话"][1] == ("安全联系", row["rule"])
    silent = new_case(contact={"no_contact": True})
    assert send(silent, data_kinds=["identity", "phone"]).package["phone"] == []


def test_a_duty_of_law_does_not_open_the_phone(send):
    given = {"ground": "legal_duty", "ground_text": "反家庭暴力法第十四条", "data_kinds": ["phone"]}
    assert send(**given).package["phone"] == []


@pytest.mark.parametrize("told", ["她现在住和平路8号3单元502。", "电话138-0013-8000。"])
def test_a_secret_typed_into_the_story_stops_the_referral(send, told):
    with pytest.raises(Incomplete, match="保密信息"):
        send(summary=told)
    assert db.session.query(Referral).count() == 0


def test_a_number_that_she_shares_may_stand_in_the_story(send):
    referral = send(summary="可打13800138000。", data_kinds=["phone", "narrative"])
    assert given_away(referral.case, referral.package) == []


def test_only_the_one_who_consented_goes_along(send, new_case):
    case = new_case(applicants=[{"name": "王芳"}, {"name": "赵敏"}])
    assert "赵敏" not in canonical(send(case).package)
    both = send(case, to="committee", stage="mediation", ground="emergency", ground_text="正在受到威胁")
    assert [person["name"] for person in both.package["identity"]] == ["王芳", "赵敏"]


def test_without_consent_nothing_is_sent(send):
    for answer in (None, "refused", "unanswered"):
        with pytest.raises(Incomplete, match="单独同意"):
            send(answer=answer)


def test_consent_given_before_counts_for_these_fields_and_this_receiver_alone(send, new_case, cast):
    case = new_case()
    agree(case, cast.agency("legal_aid"), cast.mei, ["identity", "contact"])
    assert send(case, answer=None, data_kinds=["identity"]).state == "sent"
    with pytest.raises(Incomplete, match="单独同意"):
        send(case, to="social", stage="counselling", answer=None, data_kinds=["identity"])
    other = new_case()
    agree(other, cast.agency("legal_aid"), cast.mei, ["identity", "contact"])
    with pytest.raises(Incomplete, match="单独同意"):
        send(other, answer=None, kind="delegate", data_kinds=["identity", "narrative"])


def test_another_ground_needs_its_words(send):
    with pytest.raises(Incomplete, match="写明"):
        send(ground="emergency", ground_text="")
    assert send(ground="emergency", ground_text="对方持刀威胁，正在现场").state == "sent"


def test_nobody_refers_to_the_own_agency_or_to_one_that_does_not_take_it_on(send):
    with pytest.raises(Incomplete, match="本单位"):
        send(to="federation")
    with pytest.raises(Incomplete, match="不承接法律援助"):
        send(to="court")


def test_a_case_is_transferred_only_to_an_agency_that_takes_in_requests(send):
    with pytest.raises(Incomplete, match="不承接维权求助"):
        send(to="legal_aid", kind="transfer")


@pytest.mark.parametrize("workplace", ["青山区法律援助中心", "青山法援中心", "青山区法援中心办公室"])
def test_the_employer_of_the_respondent_gets_nothing(send, new_case, workplace):
    case = new_case(respondents=[{"name": "李强", "workplace": workplace}])
    with pytest.raises(Incomplete, match="回避"):
        send(case)


@pytest.mark.parametrize(
    ("workplace", "office", "same"),
    [
        ("城南派出所", "青山公安分局城南派出所", True),
        ("青山区法院", "青山区人民法院", True),
        ("青山法院执行局", "青山区人民法院", True),
        ("妇联", "青山区妇女联合会", True),
        ("青山区第一小学", "青山区人民法院", False),
        ("城南小学", "青山公安分局城南派出所", False),
        ("白水区人民法院", "青山区人民法院", False),
        ("青山机械厂", "青山区法律援助中心", False),
    ],
)
def test_short_forms_of_an_office_are_known(workplace, office, same):
    assert same_office(workplace, office) is same


def test_mediation_is_not_referred_while_danger_locks_it(send, new_case):
    told = {"told_protection_order": True, "told_legal_aid": True}
    case = new_case(q_violence="yes", **told)
    with pytest.raises(Incomplete, match="不能调解"):
        send(case, to="committee", stage="mediation")


def test_violence_is_referred_only_after_she_was_told_of_her_rights(send, new_case):
    with pytest.raises(Incomplete, match="人身安全保护令"):
        send(new_case(q_violence="yes"))


def test_the_receiver_has_a_task_and_a_message_without_a_name(send, cast):
    referral = send(urgency="very_urgent")
    task = db.session.query(Task).filter_by(kind="referral_received").one()
    assert (task.agency_id, task.link, task.urgent) == (
        cast.agency("legal_aid").id,
        f"/referrals/{referral.ref}",
        True,
    )
    told = db.session.query(Message).filter_by(agency_id=cast.agency("legal_aid").id).all()
    assert {message.user_id for message in told} == {cast.fang.id, cast.gu.id}
    assert "王" not in task.text + "".join(message.text for message in told)


def test_consent_is_kept_for_this_receiver(send, cast):
    referral = send(expires_on=today() + timedelta(days=30))
    row = db.session.query(Consent).filter_by(receiver_id=cast.agency("legal_aid").id).one()
    assert (row.answer, row.party_id, row.data_kinds) == ("agreed", referral.party_id, referral.data_kinds)


def test_sent_twice_under_one_name_it_is_one(new_case, cast):
    case, to = new_case(), cast.agency("legal_aid")
    first = refer(case, slip(case, to), actor=cast.mei, key="once")
    assert refer(case, slip(case, to), actor=cast.mei, key="once").ref == first.ref
    assert db.session.query(Referral).count() == 1


def test_the_same_is_not_asked_again_while_it_is_under_way(send):
    case = send().case
    for kind in ("refer", "delegate", "co_handle"):
        with pytest.raises(Incomplete, match="催办"):
            send(case, kind=kind)


def test_a_petition_starts_the_five_days_of_the_receiver(send, new_case):
    petition = send(new_case(petition_received_on="2026-11-02"))
    clock = running(petition.ref, "XF-23B")[0]
    assert (clock.agency_id, clock.amount) == (petition.to_agency_id, "5个工作日")


def test_slips_are_numbered_without_gaps(send):
    first, second = send(), send()
    assert (first.number, second.number) == (1, 2)
    assert first.slip_number.endswith("青转字第0001号")


def agree(case, receiver: Agency, actor, kinds, answer="agreed") -> None:
    """The applicant answers to sharing with RECEIVER, by the step of the case."""
    told = {"party": case.parties[0].id, "receiver": receiver.id, "purpose": "转介", "data_kinds": kinds}
    take(case, "record_privacy_consent", actor=actor, facts={**told, "answer": answer})


def test_a_case_that_has_ended_is_not_referred_until_it_is_opened_again(new_case, cast):
    case = new_case()
    turn_away(case, cast, cast.song)
    with pytest.raises(Incomplete, match="重新打开"):
        refer(case, slip(case, cast.agency("legal_aid")), actor=cast.song)
