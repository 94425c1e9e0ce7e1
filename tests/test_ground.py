"""A request is registered, and the ground holds: one state, one entry, one number."""

from tests.conftest import stage_of


def test_a_registered_request_has_a_number_and_a_first_stage(new_case, cast):
    case = new_case()
    assert case.register_number == f"（{case.number_year}）青维字第0001号"
    assert stage_of(case, "help_request").state == "registered"
