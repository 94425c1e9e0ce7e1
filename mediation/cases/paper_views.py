"""Papers on the screen: a look before printing, the register of numbers, and the page that checks a printed one."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from mediation.audit.log import record_read
from mediation.cases import page as pages
from mediation.cases.number_register import register_of, years_of
from mediation.cases.papers import sample
from mediation.cases.queries import find_case
from mediation.cases.questions import Depends
from mediation.cases.verifying import verify
from mediation.cases.word_papers import word_of
from mediation.dates import in_living_memory
from mediation.db import today
from mediation.documents.papers import PAPERS
from mediation.documents.pictures import pages_in, pictures_of
from mediation.documents.word import TWINS
from mediation.errors import Missing
from mediation.people.throttles import TooMany
from mediation.web.access import public
from mediation.web.forms import Form

bp = Blueprint("papers", __name__)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class VerifyForm(Form):
    """What stands at the foot of a printed paper."""

    code = StringField(
        _l("校验码"),
        [InputRequired(_l("请输入文书页脚的校验码。")), Length(max=40)],
        description=_l("文书页脚“校验码”后面的16位字母和数字，扫码时已经填好。"),
    )
    number = StringField(
        _l("编号"),
        [Length(max=60), Depends()],
        description=_l("文书页脚“编号”后面的全部文字。文书上有编号的一定要填；没有编号的才留空。"),
    )


@bp.get("/cases/<ref>/papers/<name>")
def preview(ref: str, name: str) -> str:
    """The paper as it would be printed now, marked 样稿; printing it gives the number and keeps it."""
    case, about = find_case(ref, actor=current_user), request.args.get("about", "")
    pdf = sample(case, name, about, actor=current_user)
    return render_template(
        "cases/preview.html",
        identity=pages.identity(case, actor=current_user),
        title=PAPERS[name].title,
        numbered=PAPERS[name].series is not None,
        pictures=pictures_of(pdf),
        pages=pages_in(pdf),
        print_url=url_for("cases.paper", ref=ref, name=name),
        word_url=url_for(".word", ref=ref, name=name) if name in TWINS else None,
        about=about,
        back=url_for("cases.show", ref=ref),
    )


@bp.post("/cases/<ref>/papers/<name>/word")
def word(ref: str, name: str) -> Response:
    """The Word twin of a letter. Its file name says nothing."""
    case = find_case(ref, actor=current_user)
    answer = make_response(word_of(case, name, request.values.get("about", ""), actor=current_user))
    answer.headers["Content-Type"] = DOCX
    answer.headers["Content-Disposition"] = 'attachment; filename="letter.docx"'
    return answer


@bp.get("/documents/numbers")
def numbers() -> str:
    """文号登记簿: the numbers that the own agency gave, year by year."""
    years = years_of(actor=current_user)
    newest = years[0] if years else today().year
    asked = request.args.get("year", default=newest, type=int)
    year = asked if in_living_memory(asked) else newest
    entries = register_of(year, actor=current_user)
    if not entries and not years:
        raise Missing
    shown = [entry.number.about for entry in entries]
    record_read("document_numbers", actor=current_user, shown=shown)
    titles = {name: paper.title for name, paper in PAPERS.items()}
    return render_template("cases/numbers.html", entries=entries, years=years, year=year, titles=titles)


@bp.route("/verify", methods=["GET", "POST"])
@public
def verify_page() -> str | tuple[str, int]:
    """Whether a printed paper is genuine. Only the right code gets an answer, and the answer names nobody."""
    form = VerifyForm()
    if request.method == "GET":
        form.code.data = request.args.get("code", "")[:40]
    if not form.sent():
        return render_template("cases/verify.html", form=form, verdict=None)
    try:
        verdict = verify(form.code.data, form.number.data or "", asked_from=request.remote_addr or "")
    except TooMany as refusal:
        form.code.errors = [refusal.reason]
        return render_template("cases/verify.html", form=form, verdict=None), 429
    return render_template("cases/verify.html", form=form, verdict=verdict)
