"""A material that is not the one that was added is found by the check of the log; so is an assessment that was removed."""

import pytest

from mediation.audit.verify import LIMIT, verify_all
from mediation.db import db
from mediation.files.store import put, remove
from mediation.vault.keys import destroy_key
from mediation.workflow.engine import take
from tests.attachments.conftest import photo, scanned
from tests.audit.conftest import found, one, without_guards


@pytest.fixture
def material(new_case, cast, add):
    return add(new_case(), cast.lin, under_seal=True)


def test_materials_as_they_were_added_are_no_finding(new_case, cast, add):
    case = new_case(q_violence="yes")
    stage = next(stage.id for stage in case.stages)
    add(case, cast.lin)
    add(case, cast.lin, scanned(), stage=stage)
    add(case, cast.lin, kind="identity")
    assert found() == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("under_seal = :no", "密封"),
        ("what = 'other'", "材料种类"),
        ("stage_id = (SELECT id FROM stage WHERE case_id = attachment.case_id)", "放在哪里"),
        ("content_type = 'application/pdf'", "文件类型"),
        ("sha256 = :sha256", "文件的核对码"),
    ],
)
def test_what_was_changed_of_a_material_is_named(material, change, words):
    ref, chain, other = material.ref, material.case.ref, put(photo(color="red"), material.key_id)
    values = {"sha256": other} if ":sha256" in change else {"no": False} if ":no" in change else {}
    without_guards(f"UPDATE attachment SET {change} WHERE ref = :ref", ref=ref, **values)
    told = found()
    assert f"案件 {chain} 的记录" in told
    assert words in told


def test_a_seal_put_on_afterwards_is_found_too(new_case, cast, add):
    for kind in ("evidence", "identity"):
        ref = add(new_case(), cast.lin, kind=kind).ref
        without_guards("UPDATE attachment SET under_seal = :yes WHERE ref = :ref", ref=ref, yes=True)
    assert found().count("密封") == 2


def test_a_file_that_is_gone_is_named(material):
    remove(material.sha256, material.key_id)
    assert "材料的文件不见了" in found()


def test_a_material_whose_key_was_destroyed_is_only_unproven(material):
    destroy_key(material.case.key_id)
    db.session.rollback()
    result = verify_all()
    assert "材料" not in "".join(map(str, result.findings))
    assert "这份材料不能再核对：密钥已按规定销毁" in "".join(map(str, result.unproven))


@pytest.mark.parametrize("instrument", ["three_questions", "danger_scale"])
def test_an_assessment_that_was_removed_is_found(new_case, cast, instrument):
    case = new_case(actor=cast.mei)
    take(case, "assess_danger", actor=cast.mei, facts={"answers": {}, "note": "她还不愿意说。"})
    ref = case.ref
    assert one("SELECT count(*) FROM assessment") == 2
    assert found() == ""
    without_guards("DELETE FROM assessment WHERE instrument = :name", name=instrument)
    assert found() == f"案件 {ref} 的记录：评估与办理步骤的数目不符：少了 1 份"


def test_one_of_two_assessments_of_the_same_minute_is_missed(new_case, cast):
    case = new_case(actor=cast.mei)
    for _time in range(2):
        take(case, "assess_danger", actor=cast.mei, facts={"answers": {}, "note": "她还不愿意说。"})
    without_guards("DELETE FROM assessment WHERE id = (SELECT max(id) FROM assessment)")
    assert "少了 1 份" in found()


def test_the_limit_does_not_speak_of_materials_or_assessments_as_unchecked():
    unchecked = LIMIT.split("不在核对范围")[1]
    assert "材料" not in unchecked
    assert "评估" not in unchecked
