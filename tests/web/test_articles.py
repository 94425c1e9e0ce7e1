"""What a page rests on is named by its articles, each once, never by the id of a rule."""

from mediation.web.articles import articles_of


def test_an_article_that_two_rules_rest_on_is_named_once(app):
    with app.test_request_context():
        both = articles_of(["PO-28", "PI-23", "PO-28", "NOT-A-RULE"])
        places = [article.where for article in both]
    assert len(places) == len(set(places)) == 2


def test_a_remark_within_a_source_takes_no_article_away(app):
    with app.test_request_context():
        named = articles_of(["JC-205", "PM-CT1", "ID-18", "PM-DV2"])
    assert [article.where for article in named] == [
        "民事诉讼法第205条",
        "最高法特邀调解规定第27条",
        "GB 11643-1999",
        "全国妇联权益部《妇联组织受理家庭暴力投诉工作规程》(2018)第9条",
    ]


def test_the_page_of_a_referral_names_articles(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}/refer").text
    assert "依据：" in page
    assert ">PI-23" not in page
    assert "PI-23、" not in page


def test_the_log_speaks_of_cases_and_sign_ins_not_of_chains(cast, sign_in):
    page = sign_in(cast.eye).get("/audit").text
    assert "案件（内部编号）" in page
    assert "登录与系统" in page
    assert "链" not in page
