"""What a page rests on is named by its articles, each once, never by the id of a rule."""

from mediation.web.articles import articles_of


def test_an_article_that_two_rules_rest_on_is_named_once(app):
    with app.test_request_context():
        both = articles_of(["PO-28", "PI-23", "PO-28", "NOT-A-RULE"])
        places = [article.where for article in both]
    assert len(places) == len(set(places)) == 2


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
