"""卷宗 on the page of a case: what each dossier must hold, what is there, what is missing and which button brings it."""

from typing import Any

from flask import url_for

from mediation.attachments.kinds import SIGNED_SCAN
from mediation.attachments.pages import places_of
from mediation.cases.models import Case, Stage
from mediation.cases.offers import offered
from mediation.cases.queries import stages_of
from mediation.cases.rules import case_of
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.dossiers.checklist import CHECKLISTS
from mediation.dossiers.clearing import CLEARED
from mediation.dossiers.conditions import Subject
from mediation.dossiers.contents import Line, lines_of, name_of
from mediation.dossiers.owing import hindered, printable
from mediation.dossiers.queries import may_bind, newest_dossier
from mediation.people.models import User
from mediation.web.feature import Offer, Panel
from mediation.workflow.engine import why_not, workflow_of

MARKS = {"there": "✓", "missing": "缺", "optional": "按需"}


def dossiers_panel(case: Case, actor: User) -> Panel | None:
    """The block 卷宗: a checklist for the case, for who sees it whole, and for each stage that ACTOR sees."""
    subjects: list[Subject] = [case] if may_bind(case, None, actor=actor) else []
    subjects += [stage for stage in stages_of(case, actor=actor) if stage.workflow in CHECKLISTS]
    if not subjects:
        return None
    offers = offered(case, actor=actor)
    lists = [_list(case, subject, actor, offers) for subject in subjects]
    missing = sum(one["missing"] for one in lists)
    return Panel(
        "卷宗", "dossiers/panel.html", {"lists": lists, "case": case.ref, "missing": missing}, order=90
    )


def _list(case: Case, subject: Subject, actor: User, offers: list[Offer]) -> dict[str, Any]:
    stage = subject if isinstance(subject, Stage) else None
    places = {place.id if place else 0 for place in places_of(case, "attachment", actor=actor)}
    rows = [_row(subject, line, actor, places, offers) for line in lines_of(subject)]
    newest = newest_dossier(case, stage, actor=actor)
    return {
        "label": CHECKLISTS[name_of(subject)].label + (f"（{stage.agency.name}）" if stage else ""),
        "ref": stage.ref if stage else "",
        "rows": [row for row in rows if row["state"] != "optional"],
        "optional": [row for row in rows if row["state"] == "optional"],
        "missing": sum(row["state"] == "missing" for row in rows),
        "ended": stage.ended if stage else not case.running,
        "bind": may_bind(case, stage, actor=actor),
        "newest": url_for("dossiers.show", ref=newest.ref) if newest and newest.state != CLEARED else None,
    }


def _row(subject: Subject, line: Line, actor: User, places: set[int], offers: list[Offer]) -> dict[str, Any]:
    state = "there" if line.there else "missing" if line.required else "optional"
    count = len(line.papers) + len(line.materials) + bool(line.steps)
    return {
        "label": line.wanted.label,
        "state": state,
        "mark": MARKS[state],
        "count": count if state == "there" and count > 1 else 0,
        "why_not": _half_done(line) or (hindered(subject, line, offers) if line.missing else None),
        # What is only wanted is printed from the list of papers; what is missing, from here too, by the same name.
        "buttons": [
            *(
                _printing(subject, offer)
                for offer in (printable(subject, line, offers) if line.missing else ())
            ),
            *(_signing(subject, paper, places) for paper in (() if line.there else line.unsigned)),
            *([] if line.there else _others(subject, line, actor, places)),
        ],
    }


def _others(subject: Subject, line: Line, actor: User, places: set[int]) -> list[dict[str, Any]]:
    """Upload it, or take the step: whatever ACTOR may do of these."""
    case, place = case_of(subject), 0 if isinstance(subject, Case) else subject.id
    found = []
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
        for step in workflow_of(subject).steps(source=subject.state)
        if f"{subject.workflow}.{step.trigger}" in line.wanted.steps and not why_not(subject, step, actor)
    ]
    return found


def _half_done(line: Line) -> str | None:
    """What a print alone leaves open."""
    if line.unsigned:
        return "已打印，还没有签署：上传签署件，或者登记各人的签名"
    return "已打印，还没有登记告知" if line.papers and line.untold else None


def _signing(subject: Subject, paper: Document, places: set[int]) -> dict[str, Any]:
    """The scan of the signed paper; where nothing may be uploaded, the way to register each signature."""
    place = 0 if isinstance(subject, Case) else subject.id
    ref = case_of(subject).ref
    if place not in places:
        return {"url": url_for("attachments.sign", ref=ref, document=paper.id), "label": "登记签署"}
    where = url_for("attachments.new", ref=ref, kind=SIGNED_SCAN, stage=place, document=paper.id)
    return {"url": where, "label": f"上传签署件（{PAPERS[paper.name].title}）"}


def _printing(subject: Subject, offer: Offer) -> dict[str, Any]:
    where = url_for("papers.preview", ref=case_of(subject).ref, name=offer.name, about=offer.about or None)
    # With the word that tells it from others of the same form: two sessions want two records.
    return {"url": where, "label": f"打印{PAPERS[offer.name].title} {offer.detail}".strip()}
