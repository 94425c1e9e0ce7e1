"""The pages of a case: the list, the case itself, every step of everything in it, its papers and notes."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response as Answer

from mediation.audit.log import record_read
from mediation.cases import page as pages
from mediation.cases.access import NO_CONTENT, field_groups, may_open, may_register
from mediation.cases.again import other_requests
from mediation.cases.calling import may_call, refusals, shown_ways
from mediation.cases.calling_anyway import excepted_by
from mediation.cases.choices import choices_for
from mediation.cases.clock_words import running_clocks
from mediation.cases.doers import task_entries, tasks_of
from mediation.cases.gathering import by_case
from mediation.cases.handed_over import cut_off
from mediation.cases.merges import merged_with
from mediation.cases.merging import keeps
from mediation.cases.models import Case, Stage
from mediation.cases.next_steps import case_steps, grouped, next_steps, with_steps
from mediation.cases.number_register import years_of
from mediation.cases.offers import offers_of
from mediation.cases.papers import bytes_of, find_document, issue, papers_of
from mediation.cases.queries import PAGE, find_case, find_stage, list_cases
from mediation.cases.readers import sees_readers
from mediation.cases.searching import count_search, term_of
from mediation.cases.shells import find_shell
from mediation.cases.stepping import Page, step_page
from mediation.cases.timeline import timeline
from mediation.cases.today import rows_for
from mediation.cases.turns import dated_work, next_dates, whose_turn
from mediation.dates import weekday
from mediation.db import now, today
from mediation.documents.papers import PAPERS
from mediation.errors import Missing
from mediation.web.paging import before
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.words import Tracked

bp = Blueprint("cases", __name__)
# Where they begin who have no casework.
FIRST_PAGES = {"auditor": "admin.audit", "admin": "directory.admin_index"}
# So many entries of the timeline stand on a page.
NEWEST = 15


@bp.get("/")
def today_page() -> str | Answer:
    """今日工作: what this person has to do, danger first. Who keeps the log or the accounts begins there."""
    rows = by_case(rows_for(current_user))
    if not rows and current_user.role in FIRST_PAGES:
        return redirect(url_for(FIRST_PAGES[current_user.role]))
    shown = [row["case"] for row in rows if row["case"]]
    record_read("today", actor=current_user, shown=shown)
    return render_template(
        "cases/today.html",
        rows=rows,
        day=today(),
        weekday=weekday(today()),
        may_register=may_register(current_user),
        may_search=current_user.role not in NO_CONTENT,
    )


@bp.route("/cases", methods=["GET", "POST"])
def index() -> str:
    """The cases that this person may know of, newest first. What is searched for is posted: a name is in no address."""
    text, state = request.form.get("q", "").strip(), request.values.get("state", "")
    if text:
        count_search(current_user)
    found = list_cases(actor=current_user, before=before(), state=state, text=text)
    cases = found[:PAGE]
    refs = [case.ref for case in cases]
    record_read("cases", actor=current_user, shown=refs, term=term_of(text))
    states = [(name, str(WORKFLOWS["one_stop"].stop(name).label)) for name in WORKFLOWS["one_stop"].states]
    rows = [(pages.identity(case, actor=current_user), case) for case in cases]
    more = cases[-1].id if len(found) > PAGE else None
    return render_template(
        "cases/index.html",
        rows=rows,
        text=text,
        state=state,
        states=states,
        more=more,
        merges=keeps(current_user),
        may_register=may_register(current_user),
    )


@bp.get("/cases/<ref>")
def show(ref: str) -> str:
    """One case, as far as this person may see it. Not served without its read entry."""
    if shell := find_shell(ref, actor=current_user):
        record_read("case", actor=current_user, subject=ref)
        return render_template("cases/shell.html", shell=shell)
    case = find_case(ref, actor=current_user)
    record_read("case", actor=current_user, subject=ref)
    blocks = pages.stage_blocks(case, actor=current_user)
    groups = field_groups(current_user, case)
    whole = "all stages" in groups
    panels = pages.panels(case, actor=current_user)
    tasks = task_entries(tasks_of(case, actor=current_user), actor=current_user)
    following = next_steps(case, blocks, panels, actor=current_user)
    running = running_clocks([ref]).get(ref, []) if whole else []
    clocks = with_steps(running, case, actor=current_user)
    entries = timeline(case, actor=current_user, before=before(), limit=NEWEST + 1)
    speaks = may_call(case, current_user)
    excepted = speaks and excepted_by(case, current_user, now())
    stuck = case.running and all(step["reason"] for step in following)
    return render_template(
        "cases/show.html",
        case=case,
        identity=pages.identity(case, actor=current_user),
        channel=pages.CHANNELS.get(case.channel, case.channel),
        groups=groups,
        state=str(WORKFLOWS["one_stop"].stop(case.state).label),
        # Who sees one stage cannot be told how the others stand.
        tracker=pages.tracker(case, [block["stage"] for block in blocks]) if whole else [],
        blocks=blocks,
        next_steps=[*following, *(dated_work(tasks) if stuck else [])],
        turn=whose_turn(case, blocks, actor=current_user),
        next_dates=next_dates([*clocks, *(one for block in blocks for one in block["clocks"])])
        if stuck
        else [],
        case_steps=grouped(case_steps(case, actor=current_user)) if whole else [],
        clocks=clocks,
        parties=pages.party_rows(case, actor=current_user),
        not_now=refusals(case, now(), excepted=excepted) if speaks else [],
        reveals="、".join(shown_ways(case, now(), excepted=excepted)) if speaks else "",
        merged=merged_with(case, actor=current_user) if whole else [],
        others=other_requests(case, actor=current_user) if whole else [],
        tasks=tasks,
        panels=panels,
        papers=[(PAPERS[paper.name].title, paper) for paper in papers_of(case, actor=current_user)],
        offers=offers_of(case, actor=current_user),
        sees_readers=sees_readers(case, actor=current_user),
        keeps_numbers=bool(years_of(actor=current_user)),
        timeline=entries[:NEWEST],
        older=entries[NEWEST - 1]["place"] if len(entries) > NEWEST else None,
        paged=before() is not None,
    )


@bp.post("/cases/<ref>/papers/<name>")
def paper(ref: str, name: str) -> Answer:
    """Print a paper of the case; the page then shows the PDF that was kept."""
    case = find_case(ref, actor=current_user)
    document = issue(case, name, request.values.get("about", ""), actor=current_user)
    return redirect(url_for(".document", ref=document.ref))


@bp.get("/documents/<ref>")
def document(ref: str) -> Response:
    """The bytes of a printed paper. Its file name does not say what it is."""
    found = find_document(ref, actor=current_user)
    answer = make_response(bytes_of(found, actor=current_user))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="paper-{found.ref[:8]}.pdf"'
    return answer


@bp.route("/cases/<ref>/<trigger>", methods=["GET", "POST"])
def case_step(ref: str, trigger: str) -> Page:
    """A step of the case itself."""
    case = find_case(ref, actor=current_user)
    if "all stages" not in field_groups(current_user, case):
        raise Missing
    return _step(case, case, trigger)


@bp.route("/cases/<ref>/<item>/<trigger>", methods=["GET", "POST"])
def item_step(ref: str, item: str, trigger: str) -> Page:
    """A step of something in the case: a stage, an agreement."""
    case = find_case(ref, actor=current_user)
    found = find_item(case, item)
    if cut_off(case, actor=current_user) and not (isinstance(found, Stage) and pages.ends(found, trigger)):
        raise Missing
    return _step(case, found, trigger)


def find_item(case: Case, ref: str) -> Tracked:
    """What rides a workflow in CASE under this ref: asked of the features, and of the stages. Raises Missing."""
    for feature in current_app.extensions["features"]:
        for find in feature.items:
            if found := find(case, ref, current_user):
                tracked: Tracked = found
                return tracked
    return find_stage(case.ref, ref, actor=current_user)


def _step(case: Case, item: Tracked, trigger: str) -> Page:
    if request.method == "GET":
        record_read("step", actor=current_user, subject=case.ref)
    choices = choices_for(case, item, actor=current_user)
    back = _next_page(case) or url_for(".show", ref=case.ref)
    answer = step_page(
        item, trigger, choices=choices, back=back, case=pages.identity(case, actor=current_user)
    )
    # Who has just given the work to somebody else may not be able to open the case any longer.
    if not isinstance(answer, Answer) or may_open(case, actor=current_user):
        return answer
    flash(_("您不再看这个案件了。需要接着办的，请找负责人。"), "info")
    return redirect(url_for(".today_page"))


def _next_page(case: Case) -> str:
    """Where the page that led here goes on: the referral of this case, for which something had to be told first."""
    asked = request.args.get("then", "")
    return asked if asked.startswith(f"/cases/{case.ref}/refer?") else ""
