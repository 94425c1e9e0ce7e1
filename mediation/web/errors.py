"""How a refusal looks in HTTP. The only table of status codes; and what is said when the program fails."""

import re
import secrets
from typing import Any

import structlog
from flask import Flask, current_app, render_template, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as WaitedTooLong
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from mediation.errors import Forbidden, Incomplete, Missing, OutOfTurn, Refusal, Unknown
from mediation.people.throttles import TooMany
from mediation.vault.refusals import KeyDestroyed
from mediation.web.guests import asked_by_a_guest, guest_page
from mediation.web.problems import asked_by_a_program, problem

STATUS: dict[type[Refusal], tuple[int, str]] = {
    Unknown: (401, "凭证无效"),
    Missing: (404, "没有找到"),
    Forbidden: (403, "这一步不由您办理"),
    OutOfTurn: (409, "现在还不能办这一步"),
    Incomplete: (422, "还差一点"),
    TooMany: (429, "太频繁了"),
}
HTTP = {
    400: ("提交的内容不完整", "请返回上一页，核对后再提交一次。"),
    403: ("没有提交", "这次提交来自别的网站，没有存进去。请从本系统的页面上办理。"),
    404: (STATUS[Missing][1], str(Missing())),
    405: ("这个地址不能直接打开", "请从页面上的按钮进入。"),
    413: ("文件太大", "单个文件请不超过 20 MB，可以分几次上传。"),
}
# The same for a program: no page to go back to, no button.
API = {
    400: "请求的内容读不懂，请核对 JSON 和请求头。",
    404: "没有找到。可能是地址有误，或者它不属于贵单位。",
    405: "这个地址不支持这种请求方法。",
    413: "请求太大，单个文件请不超过 20 MB。",
}
# What the public pages say in place of the sentences for workers.
NEUTRAL = {
    400: "没有打开，请返回再试一次。",
    404: "没有找到这一页。",
    405: "没有打开，请返回再试一次。",
    413: "文件太大，单个请不超过 20 MB。",
    500: "没有打开，请过一会儿再试。",
}
AGAIN = 10  # seconds
# SQLite's words for a lock that was held too long, and PostgreSQL's.
_BUSY = re.compile("database (?:table )?is locked|lock timeout|deadlock detected")
_CASE = re.compile(r"/cases/[0-9a-f]{32}")
log = structlog.get_logger("mediation")


def install(app: Flask) -> None:
    """Every way of saying no has a page; a failure has a number."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(KeyDestroyed, _destroyed)
    app.register_error_handler(HTTPException, _http)
    for busy in (OperationalError, WaitedTooLong):
        app.register_error_handler(busy, _busy)
    app.register_error_handler(Exception, _failed)


def refused(refusal: Refusal) -> Any:
    """The page of a refusal, with its status. Missing and unknown addresses give the same page."""
    status, title = next(
        (answer for kind, answer in STATUS.items() if isinstance(refusal, kind)), (422, "还差一点")
    )
    headers = _headers(refusal)
    if asked_by_a_program():
        errors = {refusal.field: [refusal.reason]} if refusal.field else None
        return problem(status, title, refusal.reason, rules=refusal.rules, errors=errors, headers=headers)
    if asked_by_a_guest():
        return guest_page(status)
    return _page(status, title, refusal.reason, refusal.rules), status, headers


def _destroyed(_gone: KeyDestroyed) -> Any:
    """What was destroyed on purpose is not there, for nobody: the same page as for what never was."""
    return refused(Missing())


def _headers(refusal: Refusal) -> dict[str, str]:
    """What a program is told beside the sentence: when to try again, how to say who it is."""
    if isinstance(refusal, TooMany):
        return {"Retry-After": str(refusal.seconds)}
    return {"WWW-Authenticate": "Bearer"} if isinstance(refusal, Unknown) else {}


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    # Under a host name that is not ours no address can be built, and so no page of ours.
    if status < 400 or isinstance(error, SecurityError):
        return error
    title, sentence = HTTP.get(status, ("没有办成", "请返回上一页再试。"))
    if asked_by_a_program():
        allowed = (
            {"Allow": ", ".join(sorted(error.valid_methods or ()))}
            if isinstance(error, MethodNotAllowed)
            else {}
        )
        return problem(status, title, API.get(status, sentence), headers=allowed)
    return guest_page(status) if asked_by_a_guest() else (_page(status, title, sentence), status)


def _page(status: int, title: str, sentence: str, rules: tuple[str, ...] = ()) -> str:
    if _on_public_pages():
        return render_template("portal/problem.html", sentence=NEUTRAL.get(status, sentence))
    return render_template(
        "errors/refusal.html",
        status=status,
        title=title,
        sentence=sentence,
        rules=rules,
        back_url=_back(status),
    )


def _on_public_pages() -> bool:
    """Whether the address lies under the neutral prefix, where no page says what this program is for."""
    prefix: str = current_app.config["PORTAL_PREFIX"]
    return f"{request.path}/".startswith(f"{prefix}/")


def _back(status: int) -> str | None:
    """The case in which the step stands, except where it may not be known."""
    found = _CASE.match(request.path)
    return found[0] if found and status != 404 else None


def _busy(error: Exception) -> Any:
    """The database is held by somebody else, or all ways to it are taken: nothing was stored, and it passes."""
    if isinstance(error, OperationalError) and not _BUSY.search(str(error.orig)):
        return _failed(error)
    log.warning("busy", kind=type(error).__name__, endpoint=request.endpoint)
    again = {"Retry-After": str(AGAIN)}
    if asked_by_a_program():
        return problem(503, "系统正忙", "请过一会用同一个 Idempotency-Key 再试。", headers=again)
    if _on_public_pages():
        return render_template("portal/problem.html", sentence=NEUTRAL[500]), 503, again
    return render_template("errors/busy.html"), 503, again


def _failed(error: Exception) -> Any:
    """A failure: a number for the person and the log. Nothing of what was typed goes into the log."""
    reference = secrets.token_hex(4)
    log.error(
        "failed",
        reference=reference,
        kind=type(error).__name__,
        endpoint=request.endpoint,
        where=_place(error),
    )
    if asked_by_a_program():
        return problem(
            500, "系统出错", "没有办成，请稍后用同一个 Idempotency-Key 再试。", reference=reference
        )
    if _on_public_pages():
        return render_template("portal/problem.html", sentence=NEUTRAL[500]), 500
    if asked_by_a_guest():
        return guest_page(500, reference)
    return render_template("errors/failure.html", reference=reference), 500


def _place(error: BaseException) -> list[str]:
    """Files and lines of the failure, without the message: a driver's message may hold a name."""
    places, trace = [], error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('mediation/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-6:]
