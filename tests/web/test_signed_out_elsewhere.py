"""Signing out in one window loses nothing of what stands in another, and shows it to nobody else."""

from tests.conftest import PASSWORD

TYPED = {"party": "all", "notice": "rights", "way": "spoken", "note": "她说下周再来"}


def signed_in(client, user):
    return client.post("/account/sign-in", data={"login": user.login, "password": PASSWORD})


def test_a_form_sent_after_signing_out_waits_for_its_author(new_case, cast, sign_in):
    case, client = new_case(actor=cast.mei), sign_in(cast.mei)
    client.post("/account/sign-out")
    client.post(f"/cases/{case.ref}/inform", data=TYPED)
    assert "您已退出，请重新登录；刚才填的内容登录后还在" in client.get("/account/sign-in").text
    back = signed_in(client, cast.mei).location
    assert "她说下周再来" in client.get(back).text


def test_a_colleague_who_signs_in_there_does_not_see_it(new_case, cast, sign_in):
    case, client = new_case(actor=cast.mei), sign_in(cast.mei)
    client.post("/account/sign-out")
    client.post(f"/cases/{case.ref}/inform", data=TYPED)
    back = signed_in(client, cast.song).location
    assert "她说下周再来" not in client.get(back).text


def test_what_was_ended_by_signing_out_opens_nothing(new_case, cast, sign_in):
    case, client = new_case(actor=cast.mei), sign_in(cast.mei)
    client.post("/account/sign-out")
    assert client.get(f"/cases/{case.ref}").status_code == 302


def test_without_any_sign_in_it_is_said_that_the_form_is_gone(app, new_case, cast):
    case, client = new_case(actor=cast.mei), app.test_client()
    client.post(f"/cases/{case.ref}/inform", data=TYPED)
    assert "没有保存" in client.get("/account/sign-in").text
