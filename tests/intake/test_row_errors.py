"""Two lists on one page both have a first row: what is wrong says in which list it stands."""

from tests.conftest import Cast


def test_a_wrong_row_is_told_with_the_name_of_its_list(sign_in, cast: Cast) -> None:
    rows = {"applicants-0-name": "王芳", "applicants-0-birth": "没有", "respondents-0-birth": "没有"}
    page = sign_in(cast.lin).post("/cases/new", data=rows)
    assert page.status_code == 422
    told = " ".join(page.text.partition("error-summary-title")[2].partition("</section>")[0].split())
    assert "求助人第 1 位，出生日期：" in told
    assert "对方第 1 位，出生日期：" in told
