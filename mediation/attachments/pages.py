"""What the page of a case shows of its materials and signatures, and what their forms offer."""

from typing import Any

from flask import url_for

from mediation.attachments.kinds import KINDS, SIGNED_SCAN, SIGNING_WAYS
from mediation.attachments.models import Attachment, PaperSignature
from mediation.attachments.queries import attachments_of, may_read, sees_place, signatures_of
from mediation.cases.choices import choices_for
from mediation.cases.models import Case, Stage
from mediation.cases.next_steps import step_entries
from mediation.cases.page import ROLES
from mediation.cases.papers import papers_of
from mediation.cases.queries import stages_of
from mediation.dates import day_in_words, local
from mediation.db import db, new_ref
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.people.models import User
from mediation.web.feature import Panel
from mediation.web.forms import Choices
from mediation.workflow.engine import WORKFLOWS, why_not

Place = Stage | None
ITEMS: dict[str, type[Any]] = {"attachment": Attachment, "paper_signature": PaperSignature}
# Its signatures are steps of the agreement itself.
SIGNED_ELSEWHERE = "agreement"


def places_of(case: Case, workflow: str, *, actor: User) -> list[Place]:
    """Where ACTOR may put something of that workflow now: the case (None), and stages of it."""
    places: list[Place] = [None, *stages_of(case, actor=actor)]
    return [
        place
        for place in places
        if sees_place(case, place, actor) and _may_begin(workflow, case, place, actor)
    ]


def _may_begin(workflow: str, case: Case, place: Place, actor: User) -> bool:
    with db.session.no_autoflush:
        item = ITEMS[workflow](ref=new_ref(), key_id=case.key_id, case=case, stage=place)
        return why_not(item, WORKFLOWS[workflow].start, actor) is None


def choices(case: Case, places: list[Place], *, actor: User) -> Choices:
    """What the forms of this feature offer, beside what every form of a case does."""
    first = next((place for place in places if place), None)
    known = choices_for(case, first or case, actor=actor)
    papers = papers_of(case, actor=actor)
    kept = [row for row in attachments_of(case, actor=actor) if row.state == "kept"]
    own: dict[str, Any] = {
        "places": _offered(places),
        "papers": [(paper.id, name_of_paper(paper)) for paper in papers],
        "papers_to_sign": [
            (paper.id, name_of_paper(paper)) for paper in papers if paper.name != SIGNED_ELSEWHERE
        ],
        "scans": [(row.id, title_of(row)) for row in kept if row.what == SIGNED_SCAN],
        "replaceable": [(row.id, title_of(row)) for row in kept if may_read(row, actor=actor)],
        "parties": known("parties") or _at_own_table(case, places, actor),
    }
    return lambda word: own[word] if word in own else known(word)


def _at_own_table(case: Case, places: list[Place], actor: User) -> list[tuple[int, str]]:
    """The sides of a mediation for its committee, after the referral has ended too: the file is the committee's own, and
    its papers, which name them, are signed and completed by it (人民调解法第27条; AR-1)."""
    own = any(
        place and place.workflow == "mediation" and place.agency_id == actor.agency_id for place in places
    )
    if not own:
        return []
    return [
        (party.id, f"{party.person.called}（{ROLES.get(party.role, party.role)}）")
        for party in case.parties
        if party.side
    ]


def _offered(places: list[Place]) -> list[tuple[int, str]]:
    """Each place by its name; where two are called the same, with the day on which it was opened and whether it is over."""
    names = [name_of_place(place) for place in places]
    return [
        (place.id, f"{name}，{_since(place)}")
        if place and names.count(name) > 1
        else (place.id if place else 0, name)
        for place, name in zip(places, names, strict=True)
    ]


def _since(stage: Stage) -> str:
    over = "，已结束" if stage.ended else ""
    return f"{day_in_words(local(stage.opened_at)[:10])}开启{over}"


def name_of_place(place: Place) -> str:
    """What a place is called: the case, or a stage with the agency that has it."""
    return f"{WORKFLOWS[place.workflow].label}（{place.agency.name}）" if place else "案件（本站案卷）"


def name_of_paper(paper: Document) -> str:
    """A printed paper by its form and the minute of its printing."""
    return f"{PAPERS[paper.name].title}（{local(paper.made_at)}）"


def title_of(row: Attachment) -> str:
    """What a material is called in a list: its kind, the paper it is a scan of, what was written to it."""
    paper = f"：{PAPERS[row.document.name].title}" if row.document else ""
    return f"{KINDS[row.what]}{paper}" + (f"（{row.caption}）" if row.caption else "")


def materials(case: Case, actor: User) -> Panel | None:
    """The block 材料和签署, for those who may add or read something of it."""
    rows = attachments_of(case, actor=actor)
    signatures = signatures_of(case, actor=actor)
    given = {
        "add": bool(places_of(case, "attachment", actor=actor)),
        "sign": bool(places_of(case, "paper_signature", actor=actor)) and bool(papers_of(case, actor=actor)),
        "case": case.ref,
        "rows": [_row(row, actor) for row in rows if row.state == "kept"],
        "gone": [_row(row, actor) for row in rows if row.state != "kept"],
        "signatures": [_signature(row, actor) for row in signatures],
    }
    if not (given["add"] or rows or signatures):
        return None
    return Panel("材料和签署", "attachments/panel.html", given, order=85)


def _row(row: Attachment, actor: User) -> dict[str, Any]:
    readable = may_read(row, actor=actor)
    who = f"{row.party.person.called}（{ROLES.get(row.party.role, '')}）" if row.party else ""
    return {
        "title": title_of(row) if readable else str(KINDS[row.what]),
        "url": url_for("attachments.show", ref=row.ref) if readable else None,
        "small": url_for("attachments.small", ref=row.ref) if readable and row.thumbnail_sha256 else None,
        "pages": row.pages,
        "who": who,
        "place": name_of_place(row.stage),
        "received_on": row.received_on,
        "added_by": row.brought_by,
        "under_seal": row.under_seal or row.of_counselling,
        "state": str(WORKFLOWS["attachment"].stop(row.state).label),
        "replace": url_for(
            "attachments.new", ref=row.chain, kind=row.what, stage=row.stage_id or 0, replaces=row.id
        ),
        "steps": step_entries(row, actor=actor, url=f"/cases/{row.chain}/{row.ref}") if readable else [],
    }


def _signature(row: PaperSignature, actor: User) -> dict[str, Any]:
    scan = row.scan if row.scan and may_read(row.scan, actor=actor) else None
    signer = row.party.person.called if row.party else row.user.name if row.user else "单位印章"
    return {
        "paper": PAPERS[row.document.name].title,
        "who": signer,
        "way": str(dict(SIGNING_WAYS).get(row.way, row.way)) if row.way != "official_seal" else "盖章",
        "signed_on": row.signed_on,
        "witness": row.witness or "",
        "read_aloud": row.read_aloud,
        "scan": url_for("attachments.show", ref=scan.ref) if scan else None,
        "struck": row.state == "struck",
        "steps": step_entries(row, actor=actor, url=f"/cases/{row.chain}/{row.ref}"),
    }
