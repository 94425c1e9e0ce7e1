"""The forms of a case: what is wrong is said next to the field, in words that say what to do."""

import pytest

from mediation.cases import (
    danger_forms,
    exit_forms,
    forms,
    notice_forms,
    party_forms,
    stage_forms,
    transfer_forms,
)
from mediation.cases.correcting import CORRECTABLE
from mediation.cases.instruments import instrument

OFFERED = {
    "parties": [(1, "王芳"), (2, "李强")],
    "respondents": [(2, "李强")],
    "colleagues": [(7, "梅若华")],
    "counsellors": [(8, "安宁")],
    "entries": [(5, "登记求助")],
    "correctable": list(CORRECTABLE.items()),
    "stage_agencies": [
        (3, "青山区妇女联合会", {stage_forms.OWN_MARK: ""}, "本单位"),
        (4, "青山区法律援助中心（法律援助）", {stage_forms.TAKES_ON: "legal_aid"}, "其他单位"),
    ],
    "own_colleagues": [(7, "梅若华")],
    "suggested_stages": [],
}


def choices(word):
    return OFFERED.get(word, [(3, "青山区法律援助中心")])


@pytest.fixture
def filled(app):
    """The form, posted with these answers on the page of a step; and whether it holds."""

    def fill(form_class, data, *, workflow="one_stop", trigger=""):
        with app.test_request_context(method="POST", data=data):
            form = form_class()
            form.prepare(workflow, trigger)
            form.offer_choices(choices)
            return form, form.sent(), form.facts() if not form.errors else {}

    return fill


DAY = {"happened_on": "2026-11-20"}
ITEMS = {f"answers-{name}": "no" for name in instrument("danger").questions}

# form, what is posted, the field that complains, part of what it says
BAD = [
    (forms.ReasonForm, {**DAY}, "reason", "请写明理由"),
    (forms.ReasonForm, {"reason": "太忙", "happened_on": "2999-01-01"}, "happened_on", "将来"),
    (forms.DateAndNoteForm, {"way": "phone", **DAY}, "note", "情况"),
    (
        forms.DateAndNoteForm,
        {"note": "已联系", "way": "phone", "next_on": "十二月", **DAY},
        "next_on",
        "2026-11-26",
    ),
    (forms.AssignmentForm, {"assignee": "99"}, "assignee", "列表"),
    (forms.AssignmentForm, {}, "assignee", "承办人"),
    (forms.SessionPlanForm, {"planned_at": "2020-01-01T09:00", "place": "一号室"}, "planned_at", "补登记"),
    (forms.NoShowForm, {**DAY}, "absent", "没有来"),
    (forms.SuspensionForm, {**DAY}, "reason", "为什么停下来"),
    (forms.LevelForm, {"reason": "涉及名人"}, "level", "保密级别"),
    (
        forms.CorrectionForm,
        {"entry": "5", "field": "name", "new_value": "汪", "reason": "错字"},
        "field",
        "哪位",
    ),
    (forms.ClosingForm, {"summary": "已办结。", **DAY}, "outcome", "结果"),
    (forms.ArchivingForm, {"retention": "long", "dossier_note": "完整"}, "filed_by", "立卷人"),
    (stage_forms.StageOpeningForm, {"lead": "lead"}, "agency", "承办单位"),
    (stage_forms.SkippedStageForm, {"kind": "mediation", **DAY}, "reason", "为什么"),
    (stage_forms.EndingForm, {"note": "办结", **DAY}, "outcome", "结果"),
    (notice_forms.NoticeGivenForm, {"party": "1", "way": "spoken", **DAY}, "notice", "告知了什么"),
    (notice_forms.ConsentForm, {"party": "1", "way": "phone", **DAY}, "answer", "未答复"),
    (
        notice_forms.ConsentForm,
        {"party": "1", "kind": "guest", "answer": "agreed", "way": "phone", **DAY},
        "guest",
        "谁参加",
    ),
    (
        notice_forms.PrivacyConsentForm,
        {"party": "1", "answer": "agreed", "purpose": "辅导", **DAY},
        "data_kinds",
        "逐项",
    ),
    (
        exit_forms.WithdrawalForm,
        {"party": "1", "in_her_words": "先不办了", "spoken_alone": "no", "told_may_return": "no", **DAY},
        "told_may_return",
        "随时可以再来",
    ),
    (
        exit_forms.WithdrawalForm,
        {"party": "1", "in_her_words": "先不办了", **DAY},
        "spoken_alone",
        "是或否",
    ),
    (exit_forms.RefusalForm, {"reason": "other", **DAY}, "where_to_go", "哪里"),
    (exit_forms.ReplyForm, {"way": "phone", **DAY}, "reply", "答复"),
    (
        transfer_forms.TransferForm,
        {"to": "公安局", "ground": "emergency", "sent_on": "2026-11-20"},
        "ground_text",
        "紧急情形",
    ),
    (
        transfer_forms.TransferForm,
        {"to": "区教育局", "ground": "consent", "answer": "unanswered", "sent_on": "2026-11-20"},
        "answer",
        "单独同意",
    ),
    (danger_forms.DangerScaleForm, {**ITEMS, "answers-cut_breath": "unanswered", **DAY}, "note", "无法判定"),
    (danger_forms.DangerScaleForm, {**ITEMS, "child_at_risk": "y", **DAY}, "child_at_risk", "什么时候发现"),
    (danger_forms.DangerScaleForm, {**ITEMS, "override_up": "y", **DAY}, "override_reason", "上调"),
    (
        danger_forms.DangerReviewForm,
        {**ITEMS, "answers-cut_breath": "yes", "level_after": "low", "reason": "已和好", **DAY},
        "level_after",
        "不能降级",
    ),
    (
        danger_forms.MandatoryReportForm,
        {
            "party": "1",
            "situations": "maltreated",
            "station": "城南",
            "officer": "0001",
            "police_reported_at": "2026-11-20T11:00",
            **DAY,
        },
        "party",
        "什么时候发现",
    ),
    (party_forms.PartyForm, {"role": "witness", "who-sex": "0", **DAY}, "role", "姓名"),
]


@pytest.mark.parametrize(("form_class", "data", "field", "says"), BAD)
def test_what_is_wrong_is_said_next_to_the_field(filled, form_class, data, field, says):
    form, holds, _ = filled(form_class, data)
    assert not holds
    assert any(says in str(error) for error in form[field].errors), form.errors


def test_a_question_of_the_scale_left_open_is_asked_for(filled):
    form, holds, _ = filled(danger_forms.DangerScaleForm, {**DAY, "note": "x"})
    assert not holds
    assert len(form.answers.errors) == 11


def test_the_scale_tells_its_answers_and_its_version(filled):
    _, holds, facts = filled(danger_forms.DangerScaleForm, {**ITEMS, **DAY})
    assert holds
    assert set(facts["answers"].values()) == {"no"}
    assert facts["version"] == "RS-CN-2018"
    assert facts["help_given_at"]


def test_a_notice_of_a_petition_tells_the_date_that_the_law_waits_for(filled):
    data = {"party": "1", "notice": "petition_answer", "way": "signed", **DAY}
    _, holds, facts = filled(notice_forms.NoticeGivenForm, data)
    assert holds
    assert facts["petition_replied_on"] == "2026-11-20"


def test_a_step_with_one_meaning_does_not_ask_for_it(filled):
    data = {"party": "1", "way": "signed", **DAY}
    form, holds, facts = filled(
        notice_forms.NoticeGivenForm, data, workflow="mediation", trigger="give_rights_notice"
    )
    assert holds
    assert "notice" not in form
    assert (facts["notice"], facts["party"]) == ("rights", 1)


def test_asking_the_other_side_is_dated(filled):
    data = {"kind": "mediation", "answer": "unanswered", "way": "phone", **DAY}
    assert "other_party_asked_on" not in filled(notice_forms.ConsentForm, {**data, "party": "1"})[2]
    assert filled(notice_forms.ConsentForm, {**data, "party": "2"})[2]["other_party_asked_on"] == "2026-11-20"


def offered(field):
    return [choice.value for choice in field.choices]


def stages(*rows):
    told = [{"agency": "3", "lead": "beside", **row} for row in rows]
    return {f"stages-{place}-{name}": value for place, row in enumerate(told) for name, value in row.items()}


def test_stages_are_opened_with_one_lead_at_most(filled):
    both = stages({"kind": "legal_aid", "lead": "lead"}, {"kind": "counselling", "lead": "lead"})
    form, holds, _ = filled(stage_forms.StagesToOpenForm, {**both, **DAY})
    assert not holds
    assert "只能有一个" in str(form.stages.errors)
    one = stages({"kind": "legal_aid", "lead": "lead"}, {"kind": "counselling"})
    _, holds, facts = filled(stage_forms.StagesToOpenForm, {**one, **DAY})
    assert holds
    assert [(row["kind"], row["agency"], row["lead"]) for row in facts["stages"]] == [
        ("legal_aid", 3, "lead"),
        ("counselling", 3, "beside"),
    ]


def test_what_another_agency_is_to_do_is_planned_and_not_opened(filled):
    rows = stages({"kind": "counselling", "lead": "lead"}, {"kind": "legal_aid", "agency": "4"})
    form, holds, facts = filled(stage_forms.StagesToOpenForm, {**rows, **DAY})
    assert holds, form.errors
    assert [(row["kind"], row["agency"]) for row in facts["stages"]] == [("counselling", 3)]
    assert [(row["kind"], row["agency"], row["lead"]) for row in facts["to_refer"]] == [
        ("legal_aid", 4, "beside")
    ]
    opened, planned = (entry.form.agency.description for entry in form.stages)
    assert not opened
    assert "待转介" in planned


def test_nobody_opens_anything_at_another_agency_by_leaving_the_list(filled):
    form, holds, _ = filled(
        stage_forms.StagesToOpenForm, {**stages({"kind": "legal_aid", "agency": "99"}), **DAY}
    )
    assert not holds
    assert "请从列表中选择" in str(form.stages[0].form.agency.errors)


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ({"kind": "mediation", "agency": "4"}, "agency", "青山区法律援助中心不承接纠纷调解"),
        ({"kind": "legal_aid", "agency": "4", "assignee": "7"}, "assignee", "由对方接收时指派"),
        ({"kind": "legal_aid", "agency": "3", "assignee": "8"}, "assignee", "请从列表中选择"),
        ({"kind": "", "agency": "3"}, "kind", "请选择环节"),
    ],
)
def test_a_wrong_row_is_told_beside_its_field(filled, row, field, words):
    form, holds, _ = filled(stage_forms.StagesToOpenForm, {**stages(row), **DAY})
    assert not holds
    assert words in str(form.stages[0].form[field].errors)


def test_a_stage_needs_an_agency(filled):
    form, holds, _ = filled(
        stage_forms.StagesToOpenForm, {**stages({"kind": "legal_aid", "agency": ""}), **DAY}
    )
    assert not holds
    assert "承办单位" in str(form.stages[0].form.agency.errors)


def test_only_triage_opens_nothing_and_only_with_a_reason(filled):
    reasoned = {"reason": "本人只要咨询。", **DAY}
    assert not filled(stage_forms.StagesToOpenForm, reasoned, trigger="open_stage")[1]
    assert not filled(stage_forms.StagesToOpenForm, DAY, workflow="help_request", trigger="triage")[1]
    _, holds, facts = filled(
        stage_forms.StagesToOpenForm, reasoned, workflow="help_request", trigger="triage"
    )
    assert holds
    assert facts["stages"] == []


def test_endings_fit_the_work(filled):
    form, _, _ = filled(stage_forms.EndingForm, {}, workflow="agreement")
    assert "enforcement" in offered(form.outcome)
    form, _, _ = filled(stage_forms.EndingForm, {}, workflow="counselling")
    assert "enforcement" not in offered(form.outcome)


def test_counselling_is_given_to_counsellors(filled):
    form, _, _ = filled(forms.AssignmentForm, {}, workflow="counselling")
    assert offered(form.assignee) == [8]
