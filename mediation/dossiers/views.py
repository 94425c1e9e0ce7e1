"""Have a dossier made, see how far it is, take it."""

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context, url_for
from flask_login import current_user
from werkzeug import Response as Answer

from mediation.audit.log import record_read
from mediation.cases.page import identity
from mediation.cases.queries import find_case, find_stage
from mediation.dossiers.covers import kind_of
from mediation.dossiers.making import ask_for, pieces_of, take_up
from mediation.dossiers.queries import find_dossier, may_bind
from mediation.errors import Missing, OutOfTurn

bp = Blueprint("dossiers", __name__)


@bp.post("/cases/<ref>/dossiers")
def ask(ref: str) -> Answer:
    """Have the dossier of the case made, or that of one of its stages."""
    case = find_case(ref, actor=current_user)
    named = request.form.get("stage", "")
    stage = find_stage(ref, named, actor=current_user) if named else None
    if not may_bind(case, stage, actor=current_user):
        raise Missing
    return redirect(url_for(".show", ref=ask_for(case, stage, actor=current_user).ref))


@bp.get("/dossiers/<ref>")
def show(ref: str) -> str:
    """How far it is; the page asks again by itself until it is done."""
    row = find_dossier(ref, actor=current_user)
    record_read("dossier.progress", actor=current_user, subject=row.case.ref)
    take_up(row)
    return render_template(
        "dossiers/show.html",
        dossier=row,
        kind=kind_of(row.stage or row.case),
        case=identity(row.case, actor=current_user),
        working=row.state in ("waiting", "running"),
    )


@bp.get("/dossiers/<ref>/file")
def file(ref: str) -> Response:
    """The PDF. Its file name is the word dossier; taking it is logged."""
    row = find_dossier(ref, actor=current_user)
    if row.state != "done":
        raise OutOfTurn("卷宗还没有生成好，请稍等。")
    record_read("dossier", actor=current_user, subject=row.case.ref, shown=[ref])
    answer = Response(stream_with_context(pieces_of(row)), mimetype="application/pdf")
    answer.headers["Content-Length"] = str(row.size)
    answer.headers["Content-Disposition"] = 'inline; filename="dossier.pdf"'
    return answer
