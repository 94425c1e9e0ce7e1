"""The pages of one's own account: sign in, sign out, large type, help."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from mediation.errors import Missing
from mediation.people.reminders import remind_at
from mediation.people.roles import ROLES
from mediation.people.signing_in import sign_in_with, sign_out_of, user_of
from mediation.people.throttles import TooMany
from mediation.web.access import LEFT, TOKEN, public
from mediation.web.drafts import going_on
from mediation.web.fields import EmailField
from mediation.web.forms import Form

bp = Blueprint("account", __name__, url_prefix="/account")


class SignInForm(Form):
    """User name and password. A password is never sent back to the page."""

    nothing_kept = True

    login = StringField(
        _l("用户名"),
        [InputRequired(_l("请输入用户名。")), Length(max=40)],
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    password = PasswordField(_l("密码"), [InputRequired(_l("请输入密码。")), Length(max=128)])


class ReminderForm(Form):
    """Where reminders go, if anywhere."""

    email = EmailField(
        _l("提醒邮箱"),
        description=_l("有事时收到一封“工作提醒”，不写内容。不填就不发。"),
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    form = SignInForm()
    if not form.sent():
        return render_template("account/sign_in.html", form=form)
    try:
        token = sign_in_with(
            form.login.data or "", form.password.data or "", asked_from=request.remote_addr or ""
        )
    except TooMany as refusal:
        form.password.errors = [refusal.reason]
        return render_template("account/sign_in.html", form=form), 429
    if token is None:
        form.password.errors = [_("用户名或密码不对，请重新输入。")]
        return render_template("account/sign_in.html", form=form), 422
    return _begin(token)


def _begin(token: str) -> Response:
    """A fresh cookie for a fresh sign-in; then back to where the person was, with what they had typed there."""
    back = session.get("come_back_to", "/")
    session.clear()
    session[TOKEN] = token
    user = user_of(token)
    return redirect(going_on(_own(back), actor=user) if user else _own(back))


@bp.post("/sign-out")
def sign_out() -> Response:
    token = session.get(TOKEN, "")
    sign_out_of(token)
    session.clear()
    # It opens nothing any more; it says whose the form is that another window still has open.
    session[LEFT] = token
    flash(_("已退出登录。"), "success")
    return redirect(url_for(".sign_in"))


@bp.post("/size")
@public
def size() -> Response:
    answer = make_response(redirect(_own(request.form.get("next", "/"))))
    large = request.form.get("size") == "lg"
    answer.set_cookie("size", "lg" if large else "md", max_age=365 * 86400, httponly=True, samesite="Lax")
    return answer


@bp.route("/", methods=["GET", "POST"])
def show() -> str | Response | tuple[str, int]:
    """Who one is here, and where reminders go."""
    form = ReminderForm(obj=current_user)
    if form.sent():
        remind_at(current_user, form.email.data or "")
        flash(_("已保存。"), "success")
        return redirect(url_for(".show"))
    shown = render_template("account/show.html", role=ROLES[current_user.role], form=form)
    return (shown, 422) if form.errors else shown


@bp.get("/help")
@public
def help_page() -> str:
    return render_template("account/help.html")


def _own(path: str) -> str:
    """Only a path of this program: never an address that a link brought along."""
    # A browser drops tabs and line breaks: 「/<tab>/elsewhere」 would be another address.
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        raise Missing
    return path
