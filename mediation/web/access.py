"""The door is shut unless a view is marked public. Sign-ins are rows on the server; the cookie only names one."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, abort, current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect

from mediation.people.models import User
from mediation.people.signing_in import user_of, whose
from mediation.web.guests import asked_by_a_guest, where_it_began
from mediation.web.kept import keep_form

V = TypeVar("V", bound=Callable[..., Any])
TOKEN = "sign_in"
# The sign-in that was ended in this browser by signing out.
LEFT = "signed_out"
ASKED_BESIDE = frozenset({"drafts.save", "drafts.stay"})
csrf = CSRFProtect()
login = LoginManager()


def public(view: V) -> V:
    """Mark VIEW as open to those who have not signed in."""
    view.public = True  # type: ignore[attr-defined]
    return view


def is_public(app: Flask, endpoint: str) -> bool:
    """Whether ENDPOINT may be asked for without a sign-in: marked views, and the files of the pages."""
    return endpoint in ("static", "bootstrap.static") or bool(
        getattr(app.view_functions[endpoint], "public", False)
    )


def install(app: Flask) -> None:
    """Sign-in by default, CSRF on everything that posts, and nothing typed is lost at either."""
    login.init_app(app)
    # First of all: a form of another site is not kept for the person either.
    app.before_request(_refuse_other_sites)
    app.before_request(_require_sign_in)
    # After the sign-in check: a form whose sign-in has ended is kept first.
    csrf.init_app(app)
    app.register_error_handler(CSRFError, _token_expired)


@login.request_loader  # type: ignore[untyped-decorator]
def _who(_request: Request) -> User | None:
    token = session.get(TOKEN)
    return user_of(token) if token else None


def _refuse_other_sites() -> None:
    """What changes something is sent from our own pages, whatever token it brings.

    A page that hides its address sends `null`, as ours do (no-referrer): then the browser's own word counts, and the
    token. Another port or a neighbouring host of the same site is another site, too.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    origin, site = request.headers.get("Origin", "null"), request.headers.get("Sec-Fetch-Site", "none")
    elsewhere = origin != "null" and urlsplit(origin).netloc.lower() != request.host.lower()
    if elsewhere or site in ("cross-site", "same-site"):
        abort(403)


def _require_sign_in() -> Any:
    endpoint = request.endpoint
    if endpoint is None or is_public(current_app, endpoint) or current_user.is_authenticated:
        return None
    return _to_sign_in()


def _to_sign_in() -> Any:
    """To the sign-in page, and back to where the person was; a posted form waits meanwhile."""
    if request.endpoint in ASKED_BESIDE:
        # The page itself leads to the sign-in; what it asks for beside the person has no page of its own.
        return "", 401
    token, left = session.get(TOKEN), session.get(LEFT)
    ended = token or left
    user = whose(ended) if ended else None
    kept = keep_form(user.id) if request.method == "POST" and user else None
    session["come_back_to"] = f"{_page()}?kept={kept}" if kept else _own_path()
    if kept and not token:
        flash(_("您已退出，请重新登录；刚才填的内容登录后还在。"), "info")
    elif kept:
        flash(_("会话已过期，请重新登录。您填写的内容还在。"), "info")
    elif request.method == "POST":
        flash(_("登录已失效，刚才填写的内容没有保存，请登录后重填。"), "warning")
    elif token:
        flash(_("会话已过期，请重新登录。"), "info")
    return redirect(url_for("account.sign_in"))


def _own_path() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def _token_expired(_error: CSRFError) -> Any:
    if asked_by_a_guest():
        flash(_("页面停留太久，刚才的没有提交，请重新输入校验码。"), "warning")
        return redirect(where_it_began())
    if not current_user.is_authenticated:
        # A page for those without an account begins anew; they have nowhere to sign in.
        public_page = request.endpoint and is_public(current_app, request.endpoint)
        return redirect(_page() if public_page else url_for("account.sign_in"))
    flash(_("页面停留太久，请核对后再按一次。您填写的内容还在。"), "warning")
    return redirect(f"{_page()}?kept={keep_form(current_user.id)}")


def _page() -> str:
    """The page on which the form of this request stands: its own address, or the first page if it has none."""
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and adapter.test(request.path, "GET") else "/"
