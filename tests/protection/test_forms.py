"""The forms of protection: what is wrong is said in Chinese next to the field, and nothing more is asked."""

import pytest

MADE = {"po_made_at": "2026-03-07T10:00", "measures": ["no_violence"]}
DRAFT = {"applicant_kind": "self", "relation": "spouse", "venue": "place", "measures": ["no_violence"]}
REPORT = {
    "police_reported_at": "2026-03-06T02:00",
    "station": "城南派出所",
    "by_whom": "self",
    "her_wish": "agreed",
}
BREACH = {"happened_at": "2026-03-06T02:00", "what": "跟踪到单位"}
WARNING = {"made_on": "2026-03-05", "station": "城南派出所"}
VISIT = {"warning_visited_on": "2026-03-05", "by": "police", "again": "no"}
EXTENSION = {"kind": "extended", "decided_on": "2026-03-06"}
FUTURE = "2099-01-01"

BAD = [
    ("safety_plan", {}, "plan", "请写明"),
    ("police_report", {**REPORT, "police_reported_at": ""}, "police_reported_at", "请写明"),
    ("police_report", {**REPORT, "police_reported_at": "昨天"}, "police_reported_at", "请写明日期和时间"),
    ("police_report", {**REPORT, "police_reported_at": f"{FUTURE}T10:00"}, "police_reported_at", "将来"),
    ("police_report", {**REPORT, "police_accepted_at": "2026-03-05T10:00"}, "police_accepted_at", "早于报警"),
    ("police_report", {**REPORT, "her_wish": "not_agreed"}, "her_wish", "报警的理由"),
    ("police_report", {**REPORT, "station": ""}, "station", "派出所"),
    ("warning", {**WARNING, "warning_served_on": "2026-03-04"}, "warning_served_on", "早于出具"),
    ("warning", {"made_on": "2026-03-05"}, "station", "派出所"),
    ("warning", {"station": "城南派出所"}, "made_on", "请写明告诫书的出具日期"),
    ("police_visit", {**VISIT, "warning_visited_on": FUTURE}, "warning_visited_on", "将来"),
    ("police_visit", {"warning_visited_on": "2026-03-05", "by": "police"}, "again", "是或否"),
    ("legal_education", {"education_given_on": "2026-03-05"}, "party", "请选择"),
    ("shelter_entry", {"shelter_in_on": "2026-03-05"}, "shelter_place", "庇护地点"),
    ("shelter_entry", {"shelter_in_on": "三月", "shelter_place": "某处"}, "shelter_in_on", "2026"),
    ("shelter_extension", {"shelter_extended_on": "2026-03-05", "until": "2026-03-04"}, "until", "早于备案"),
    ("shelter_leaving", {"safe": "yes"}, "shelter_out_on", "请写明离开"),
    ("shelter_leaving", {"shelter_out_on": "2026-03-05"}, "safe", "是或否"),
    ("order_draft", {**DRAFT, "applicant_kind": "coerced"}, "will_recorded", "征得本人同意"),
    ("order_draft", {**DRAFT, "applicant_kind": "old_or_ill"}, "will_recorded", "征得本人同意"),
    ("order_draft", {**DRAFT, "measures": []}, "measures", "至少选择一项"),
    ("order_draft", {**DRAFT, "relation": ""}, "relation", "请选择"),
    ("order_filing", {"po_filed_at": "2026-03-06T09:00", "way": "oral", "by": "self"}, "court", "哪个法院"),
    ("order_acceptance", {"urgent": "no"}, "po_accepted_at", "请写明受理"),
    ("order_acceptance", {"po_accepted_at": "2026-03-06T16:30"}, "urgent", "是或否"),
    ("order_made", MADE, "valid_months", "届满日期"),
    ("order_made", {**MADE, "po_expires_on": "2026-09-06", "valid_months": "3"}, "valid_months", "不一致"),
    ("order_made", {**MADE, "valid_months": "7"}, "valid_months", "1到6个月"),
    ("order_made", {**MADE, "po_expires_on": "2026-03-01"}, "po_expires_on", "早于作出日"),
    ("order_made", {**MADE, "po_expires_on": "2026-12-01"}, "po_expires_on", "不超过6个月"),
    ("order_made", {**MADE, "po_expires_on": "半年"}, "po_expires_on", "2026"),
    ("order_made", {**MADE, "po_effective_on": "2026-03-01"}, "po_effective_on", "早于裁定"),
    ("order_refusal", {"po_made_at": "2026-03-07T10:00", "reason": "不足"}, "told_reconsideration", "是或否"),
    ("order_refusal", {"po_made_at": "2026-03-07T10:00", "told_reconsideration": "no"}, "reason", "驳回"),
    ("order_reconsideration", {"by": "applicant"}, "po_review_requested_on", "请写明"),
    ("order_service", {"po_served_at": "2026-03-07T10:00"}, "served", "送达对象"),
    ("order_extension", {**EXTENSION, "po_expires_on": "2026-03-01"}, "po_expires_on", "早于裁定"),
    ("order_extension", EXTENSION, "po_expires_on", "请照裁定书"),
    ("breach", {"happened_at": "2026-03-06T02:00"}, "what", "做了什么"),
    ("breach", {**BREACH, "told_police_at": "2026-03-05T02:00"}, "told_police_at", "早于发生"),
    ("breach", {**BREACH, "told_court_on": "2026-03-05"}, "told_court_on", "早于发生"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "field", "said"), BAD)
def test_what_is_wrong_is_said_next_to_the_field(filled, name, data, field, said):
    form = filled(name, **data)
    assert said in "".join(str(error) for error in form.errors.get(field, [])), form.errors
    for told, value in data.items():
        assert form[told].raw_data == (value if isinstance(value, list) else [value]), "nothing typed is lost"


def test_an_application_needs_no_police_record_no_suit_and_no_evidence(filled):
    assert not filled("order_draft", **DRAFT, happened_on="2026-03-06").errors


def test_an_urgent_acceptance_chooses_24_hours(filled):
    told = {"po_accepted_at": "2026-03-06T16:30"}
    assert filled("order_acceptance", **told, urgent="yes").facts()["limit_choice"] == "urgent"
    assert filled("order_acceptance", **told, urgent="no").facts()["limit_choice"] == "ordinary"


def test_the_day_made_is_the_day_of_effect_unless_another_is_told(filled):
    facts = filled("order_made", **MADE, po_expires_on="2026-09-06", valid_months="6").facts()
    assert str(facts["po_effective_on"]) == facts["happened_on"] == "2026-03-07"
    assert "valid_months" not in facts
    told = filled("order_made", **MADE, valid_months="3", po_effective_on="2026-03-09").facts()
    assert str(told["po_effective_on"]) == "2026-03-09"


def test_a_step_happened_on_the_local_day_of_its_own_date(filled):
    assert filled("police_report", **REPORT).facts()["happened_on"] == "2026-03-06"
    assert filled("warning", made_on="2026-03", station="城南").facts()["happened_on"] == "2026-03"


def test_a_police_report_asks_for_no_number(filled):
    form = filled("police_report", **REPORT)
    assert not any("phone" in field.name and field.name != "others_phone" for field in form)
