"""卷宗 on the page of a case: what each dossier must hold, what is there, what is missing and which button brings it."""

from typing import Any

from flask import url_for

from mediation.attachments.pages import places_of
from mediation.cases.models import Case, Stage
from mediation.cases.papers import may_print
from mediation.cases.queries import sessions_of, stages_of
from mediation.disputes.queries import agreements_of
from mediation.documents.papers import PAPERS
from mediation.dossiers.checklist import CHECKLISTS
from mediation.dossiers.conditions import Subject
from mediation.dossiers.contents import Line, lines_of, name_of
from mediation.dossiers.queries import may_bind, newest_dossier
from mediation.people.models import User
from mediation.web.feature import Panel
from mediation.workflow.engine import ahead

MARKS = {"there": "✓", "missing": "缺", "optional": "按需"}


def dossiers_panel(case: Case, actor: User) -> Panel | None:
    """The block 卷宗: a checklist for the case, for who sees it whole, and for each stage that ACTOR sees."""
    subjects: list[Subject] = [case] if may_bind(case, None, actor=actor) else []
    subjects += [stage for stage in stages_of(case, actor=actor) if stage.workflow in CHECKLISTS]
    if not subjects:
        return None
    lists = [_list(case, subject, actor) for subject in subjects]
    missing = sum(one["missing"] for one in lists)
    return Panel(
        "卷宗", "dossiers/panel.html", {"lists": lists, "case": case.ref, "missing": missing}, order=90
    )


def _list(case: Case, subject: Subject, actor: User) -> dict[str, Any]:
    stage = subject if isinstance(subject, Stage) else None
    places = {place.id if place else 0 for place in places_of(case, "attachment", actor=actor)}
    rows = [_row(subject, line, actor, places) for line in lines_of(subject)]
    newest = newest_dossier(case, stage, actor=actor)
    return {
        "label": CHECKLISTS[name_of(subject)].label + (f"（{stage.agency.name}）" if stage else ""),
        "ref": stage.ref if stage else "",
        "rows": [row for row in rows if row["state"] != "optional"],
        "optional": [row for row in rows if row["state"] == "optional"],
        "missing": sum(row["state"] == "missing" for row in rows),
        "ended": stage.ended if stage else not case.running,
        "bind": may_bind(case, stage, actor=actor),
        "newest": url_for("dossiers.show", ref=newest.ref) if newest else None,
    }


def _row(subject: Subject, line: Line, actor: User, places: set[int]) -> dict[str, Any]:
    state = "there" if line.there else "missing" if line.required else "optional"
    count = len(line.papers) + len(line.materials) + bool(line.steps)
    return {
        "label": line.wanted.label,
        "state": state,
        "mark": MARKS[state],
        "count": count if state == "there" and count > 1 else 0,
        "buttons": [] if line.there else _buttons(subject, line, actor, places),
    }


def _buttons(subject: Subject, line: Line, actor: User, places: set[int]) -> list[dict[str, Any]]:
    """Print it, upload it, or take the step: whatever ACTOR may do of these."""
    case = subject if isinstance(subject, Case) else subject.case
    place = 0 if isinstance(subject, Case) else subject.id
    found = [_printing(case, name, about) for name, about in _printable(subject, line, actor)]
    if place in places:
        found += [
            {
                "url": url_for("attachments.new", ref=case.ref, kind=kind, stage=place),
                "label": "上传",
            }
            for kind in line.wanted.materials[:1]
        ]
    base = f"/cases/{case.ref}" + ("" if isinstance(subject, Case) else f"/{subject.ref}")
    found += [
        {"url": f"{base}/{step.trigger}", "label": str(step.label)}
        for step, refusal in ahead(subject, actor=actor)
        if refusal is None and f"{subject.workflow}.{step.trigger}" in line.wanted.steps
    ]
    return found


def _printing(case: Case, name: str, about: str) -> dict[str, Any]:
    url = url_for("papers.preview", ref=case.ref, name=name, about=about or None)
    return {"url": url, "label": f"打印{PAPERS[name].title}"}


def _printable(subject: Subject, line: Line, actor: User) -> list[tuple[str, str]]:
    """The papers that would bring the line, each with what it is about."""
    case = subject if isinstance(subject, Case) else subject.case
    abouts = list(line.owed) or [_about(subject, name) for name in line.wanted.papers[:1]]
    return [
        (name, about)
        for name in line.wanted.papers[:1]
        for about in abouts
        if about is not None and may_print(case, name, about, actor=actor)
    ]


def _about(subject: Subject, name: str) -> Any:
    """The ref of what a paper of a stage is about: its newest session or agreement, else the stage; None: nothing yet."""
    if isinstance(subject, Case):
        return (
            "" if name not in ("agreement", "mediation_record", "referral_slip", "referral_consent") else None
        )
    rows: dict[str, Any] = {"agreement": agreements_of, "mediation_record": sessions_of}
    if name in rows:
        found = rows[name](subject)
        return found[-1].ref if found else None
    return "" if name == "registration" else subject.ref
