"""The register sheet names everybody who came: the children, and those who gave no name."""

from mediation.intake.papers import registration


def test_children_and_the_nameless_stand_on_the_register_sheet(new_case, cast):
    nameless = {"anonymous": True, "sex": "2"}
    case = new_case(
        actor=cast.mei,
        applicants=[{"name": "王芳", "sex": "2"}, nameless],
        children=[{"name": "李小宝", "birth": "2018-05-01"}, {"name": "李小贝"}],
    )
    facts = registration(case, "", cast.mei)
    assert [party["name"] for party in facts["applicants"]] == ["王芳", "匿名"]
    assert facts["children"] == "李小宝（2018年5月1日生）；李小贝"


def test_without_children_there_is_no_row_for_them(new_case, cast):
    assert registration(new_case(actor=cast.mei, children=[]), "", cast.mei)["children"] is None
