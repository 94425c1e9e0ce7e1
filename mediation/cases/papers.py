"""Print a paper of a case: its facts from the feature that knows them, checked, kept and logged."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from mediation.audit.commitment import committed
from mediation.audit.log import Subject, record, record_alone, record_read
from mediation.cases.contact_secrets import kept_from_other_side, secrets_of_person
from mediation.cases.handed_over import cut_off
from mediation.cases.models import Case
from mediation.cases.names import names_kept_from
from mediation.cases.numbers import number_paper
from mediation.cases.print_refusals import unsaid
from mediation.cases.proof import PRINT, of_paper
from mediation.cases.queries import find_case
from mediation.db import atomic, db, new_ref, now
from mediation.documents.check import Kept, text_of_html
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.documents.pictures import pages_in
from mediation.documents.printing import check_paper, content_mark, facts_mark, paper_html, print_paper
from mediation.documents.stamps import SAMPLE, Stamp
from mediation.errors import Incomplete, Missing
from mediation.files.store import get, put
from mediation.people.models import User
from mediation.vault.keys import key_of
from mediation.vault.sealed import found_in
from mediation.web.outside import own_address

Builder = Callable[[Case, str, User], Mapping[str, Any]]


def issue(case: Case, name: str, about: str, *, actor: User) -> Document:
    """Print the paper NAME about ABOUT (ref of a stage, a session, an agreement; or of the case) and keep it.

    A numbered paper gets the next number of its series; printed again it keeps it. What would say the same as the
    paper that is there already is not made a second time; what says something else supersedes it. Raises Missing where
    ACTOR may not print it, Incomplete where it cannot or may not be printed (a character without a glyph, a secret in
    the text, something that must hold first).
    """
    facts, kept = facts_of(case, name, about, actor=actor), secrets_for(case, name, about)
    key_id, chain, about = case.key_id, case.ref, about or case.ref
    with unsaid(case, actor=actor):
        check_paper(name, facts, secrets=kept)
        _refuse_names(case, name, facts)
    facts, number_id = _numbered(name, facts, chain, about, actor)
    before = _newest(chain, name, about)
    if before and before.mark == content_mark(name, facts, before.ref, key_of(before.key_id)):
        again = Subject(chain, "document", before.ref)
        record_alone("document.reprint", actor=actor, subject=again, fields=[name])
        return before
    ref = new_ref()
    mark = content_mark(name, facts, ref, key_of(key_id))
    with unsaid(case, actor=actor):
        pdf = print_paper(name, facts, secrets=kept, stamp=Stamp(mark, verify_address()))
    document = Document(
        ref=ref, key_id=key_id, chain=chain, about=about, name=name, sha256=put(pdf, key_id), mark=mark,
        facts_mark=facts_mark(facts, ref, key_of(key_id)),
        pages=pages_in(pdf), number_id=number_id, made_at=now(), made_by_id=actor.id,
    )  # fmt: skip
    with atomic() as session:
        _supersede(chain, name, about)
        session.add(document)
        record(
            PRINT,
            actor=actor,
            subject=Subject(chain, "document", ref),
            fields=[name],
            commitment=committed(key_id, of_paper(name, about, document.sha256)),
        )
    return document


def sample(case: Case, name: str, about: str, *, actor: User) -> bytes:
    """The paper as it would be printed now, marked as a sample, without a number; nothing is kept.

    Raises what `issue` raises.
    """
    facts = facts_of(case, name, about, actor=actor)
    if PAPERS[name].series:
        facts = {**facts, "paper": {**facts["paper"], "number": None}}
    with unsaid(case, actor=actor):
        _refuse_names(case, name, facts)
        pdf = print_paper(name, facts, secrets=secrets_for(case, name, about), stamp=SAMPLE)
    record_read("sample", actor=actor, subject=case.ref, shown=[name])
    return pdf


# The law demands that they name the child, or the adult who cannot act (MIN-11, DV-14).
ON_DUTY = frozenset({"minor_report", "incapable_report"})
# What they say was checked when the package was frozen; one that rests on a duty may name the child.
FROZEN = frozenset({"referral_slip", "told_once"})


def _refuse_names(case: Case, name: str, facts: Mapping[str, Any]) -> None:
    """What leaves the station names no reporter (WR-72); what goes to another agency names no child (MIN-103).

    Raises Incomplete.
    """
    reader = PAPERS[name].reader
    if reader == "inside" or name in ON_DUTY:
        return
    text = text_of_html(paper_html(PAPERS[name], facts))
    for kept in names_kept_from(case, with_duty=reader != "agency" or name in FROZEN):
        if found_in(text, [kept.value]):
            raise Incomplete(
                f"文书里出现了{kept.whose}的{kept.what}，没有打印。请更正自行填写的文字，改成不能认出本人的写法。",
                rules=(kept.rule,),
            )


def _numbered(
    name: str, facts: Mapping[str, Any], chain: str, about: str, actor: User
) -> tuple[Mapping[str, Any], int | None]:
    """The facts with the number of the paper, and the row of that number; as they are where it has no series."""
    if PAPERS[name].series is None:
        return facts, None
    paper = facts["paper"]
    with atomic():
        whose = paper.get("numbered_as", about)
        given = number_paper(chain, name, whose, agency_id=paper["holder"], actor=actor)
        number_id, text = given.id, given.text
    return {**facts, "paper": {**paper, "number": text}}, number_id


def _newest(chain: str, name: str, about: str) -> Document | None:
    """The print of this paper that holds, or None."""
    query = select(Document).filter_by(chain=chain, name=name, about=about, superseded_at=None)
    return db.session.scalars(query.order_by(Document.id.desc()).limit(1)).first()


def _supersede(chain: str, name: str, about: str) -> None:
    older = update(Document).filter_by(chain=chain, name=name, about=about, superseded_at=None)
    db.session.execute(older.values(superseded_at=now()))


def verify_address() -> str:
    """Where anybody can check a paper; empty where the own address is not certain."""
    own = own_address()
    return f"{own.rstrip('/')}/verify" if own else ""


def bytes_of(document: Document, *, actor: User) -> bytes:
    """The paper as it was printed; reading it is logged."""
    key_id, sha256 = document.key_id, document.sha256
    record_read("document", actor=actor, subject=document.chain, shown=[document.ref])
    return get(sha256, key_id)


def find_document(ref: str, *, actor: User) -> Document:
    """A printed paper, for whoever could print it themselves. Raises Missing."""
    document = db.session.scalar(select(Document).where(Document.ref == ref))
    if document is None or not may_read(document, find_case(document.chain, actor=actor), actor=actor):
        raise Missing
    return document


def may_read(document: Document, case: Case, *, actor: User) -> bool:
    """Minutes of one side, or a slip of another agency, are not read off a printed paper either; nor does a partner
    read off a paper on the case or on a person in it, printed by another agency, whom it was not told of."""
    if _of_others(document, case, actor):
        return False
    return may_print(case, document.name, "" if document.about == case.ref else document.about, actor=actor)


def may_print(case: Case, name: str, about: str, *, actor: User) -> bool:
    """Whether ACTOR may print that paper: whoever builds its facts says so."""
    try:
        facts_of(case, name, about, actor=actor)
    except Missing:
        return False
    except Incomplete:
        # It could be printed once; that it cannot be now takes it from nobody.
        return True
    return True


def _of_others(document: Document, case: Case, actor: User) -> bool:
    """Whether ACTOR's agency has a part of the case only, and the paper is on more than that, and none of its own."""
    if case.agency_id == actor.agency_id:
        return False
    whole = {case.ref, *(party.ref for party in case.parties)}
    printer = db.session.get(User, document.made_by_id)
    return document.about in whole and (printer is None or printer.agency_id != actor.agency_id)


def papers_of(case: Case, *, actor: User) -> list[Document]:
    """The printed papers of a case that ACTOR may read, newest first."""
    query = select(Document).where(Document.chain == case.ref, Document.superseded_at.is_(None))
    found = db.session.scalars(query.order_by(Document.id.desc()))
    return [document for document in found if may_read(document, case, actor=actor)]


def secrets_of(case: Case) -> Iterator[Kept]:
    """What no paper may show: what locates or identifies the people of a case (`secrets_of_person`), and what the
    features keep beside it (a shelter). The respondent's address is no secret of the case.
    """
    for feature in current_app.extensions["features"]:
        for secrets in feature.secrets:
            yield from secrets(case)
    for party in case.parties:
        if party.side != "respondent":
            yield from secrets_of_person(party)


def secrets_for(case: Case, name: str, about: str = "") -> list[Kept]:
    """What the paper NAME about ABOUT may not show: the secrets of the case, and what is kept from the other side if
    that reads it."""
    return [*secrets_of(case), *kept_from_other_side(case, name, PAPERS[name].reader, about)]


def facts_of(case: Case, name: str, about: str, *, actor: User) -> Mapping[str, Any]:
    """The facts of the paper NAME about ABOUT. Raises Missing where ACTOR may not print it, or may not any longer."""
    if cut_off(case, actor=actor):
        raise Missing
    return builder_of(name)(case, about, actor)


def builder_of(name: str) -> Builder:
    """The function of a feature that gathers the facts of the paper NAME. Raises Missing."""
    for feature in current_app.extensions["features"]:
        if name in feature.papers and name in PAPERS:
            builder: Builder = feature.papers[name]
            return builder
    raise Missing
