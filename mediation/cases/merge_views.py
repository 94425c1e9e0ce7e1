"""合并重复: link a person or a case that was registered twice, see what was linked, take it back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.merge_forms import MergingForm
from mediation.cases.merges import Merge
from mediation.cases.merging import find_merge, keeps, merge_cases, merge_people, merges_of
from mediation.cases.models import Case, Party
from mediation.cases.next_steps import step_entries
from mediation.cases.stepping import Page, step_page
from mediation.dates import local
from mediation.errors import Incomplete, Missing
from mediation.workflow.engine import WORKFLOWS

bp = Blueprint("merges", __name__)


@bp.get("/merges")
def index() -> str:
    """What was linked at the own station."""
    if not keeps(current_user):
        raise Missing
    rows = [_row(merge) for merge in merges_of(current_user)]
    record_read("merges", actor=current_user, shown=[ref for row in rows for ref in row["refs"]])
    return render_template("cases/merges.html", rows=rows)


@bp.route("/merges/new", methods=["GET", "POST"])
def new() -> Page:
    """Two numbers; of persons, once both cases are found, who is who."""
    if not keeps(current_user):
        raise Missing
    form = MergingForm()
    form.offer_people()
    if form.sent():
        try:
            _merge(form)
        except Incomplete as refusal:
            form.refuse(refusal)
        else:
            flash(_("已合并。什么都没有移动，合并错了可以撤销。"), "success")
            return redirect(url_for(".index"))
    if form.what.data != "person" or len(form.cases) < len(("first", "second")):
        del form.who, form.into_whom
    record_read("merges", actor=current_user, shown=[case.ref for case in form.cases.values()])
    page = render_template("cases/merge.html", form=form)
    return (page, 422) if form.errors else page


def _merge(form: MergingForm) -> Merge:
    double, into = form.cases["first"], form.cases["second"]
    told: dict[str, Any] = {"actor": current_user, "key": form.key.data}
    if form.what.data == "case":
        return merge_cases(double, into, form.basis.data, **told)
    who, whom = _party(double, form.who.data), _party(into, form.into_whom.data)
    return merge_people(who, whom, form.basis.data, **told)


def _party(case: Case, ref: str) -> Party:
    return next(party for party in case.parties if party.ref == ref)


@bp.route("/merges/<ref>/<trigger>", methods=["GET", "POST"])
def step(ref: str, trigger: str) -> Page:
    """Take it back."""
    merge = find_merge(ref, actor=current_user)
    record_read("merges", actor=current_user, shown=[merge.case.ref, merge.into_case.ref])
    return step_page(merge, trigger, choices=lambda _word: [], back=url_for(".index"))


def _row(merge: Merge) -> dict[str, Any]:
    return {
        "refs": (merge.case.ref, merge.into_case.ref),
        "what": _("同一个人") if merge.person_id else _("同一件事"),
        "one": _side(merge.case, merge.person_id),
        "into": _side(merge.into_case, merge.into_person_id),
        "state": str(WORKFLOWS["merge"].stop(merge.state).label),
        "made": f"{local(merge.made_at)} {merge.made_by.name}",
        "steps": step_entries(merge, actor=current_user, url=f"/merges/{merge.ref}"),
    }


def _side(case: Case, person_id: int | None) -> dict[str, str]:
    names = [party.person.called for party in case.parties if party.person_id == person_id]
    return {"name": names[0] if names else "", "number": case.register_number, "url": f"/cases/{case.ref}"}
