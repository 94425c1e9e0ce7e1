"""Start a thing on its way, and take it a step on. The one place in the program where a state changes.

Everything happens in one transaction or not at all: lock, why not, fire, audit entry, row, clocks, effects.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from mediation.audit.log import Entry, Subject, hold, record, record_alone
from mediation.db import atomic, db, now, today
from mediation.errors import Forbidden, Incomplete, OutOfTurn, Refusal
from mediation.people.roles import phrase_in_words, phrases_of
from mediation.workflow import clocks
from mediation.workflow.commitment import Said, said
from mediation.workflow.definition import Start, Step, Workflow
from mediation.workflow.facts import plain
from mediation.workflow.models import StepTaken
from mediation.workflow.submissions import beginning, step_by, submission
from mediation.workflow.words import Taken, Tracked, Words, rules_of

# Filled once by load(), read ever after.
WORKFLOWS: dict[str, Workflow] = {}
_words: list[Words] = []


def load(flows: Mapping[str, Workflow], words: Words) -> None:
    """Take the checked workflows and what their words stand for. Called once, by create_app."""
    WORKFLOWS.clear()
    WORKFLOWS.update(flows)
    _words[:] = [words]


class Stale(OutOfTurn):
    """Somebody else was faster: the page that asked showed version `seen` of the thing, or does not say which."""

    def __init__(self, item: Tracked, seen: int | None) -> None:
        super().__init__("在您填写的时候，有人先办理了这件事。您填写的内容还在，请看最新情况后再决定。")
        # What a browser sends may be no version at all, and no number for a database.
        self.known = seen is not None
        self.item, self.seen = item, item.version if seen is None else min(max(seen, 0), item.version)


def workflow_of(item: Tracked) -> Workflow:
    """The machine that ITEM rides."""
    return WORKFLOWS[item.workflow]


def why_not(item: Tracked, step: Step | Start, actor: Any) -> Forbidden | Incomplete | None:
    """Why ACTOR may not take STEP now, or None. A page asks it for a button, take() for certainty."""
    if not phrases_of(actor, item).intersection(step.by):
        whom = "、".join(dict.fromkeys(phrase_in_words(phrase) for phrase in _who_could(item, step)))
        return Forbidden(f"「{step.label}」由{whom}办理。")
    asked = [_words[0].needs[name] for name in step.needs]
    missing = [(need, reason) for need in asked if (reason := need(item, actor))]
    if not missing:
        return None
    rules = dict.fromkeys(rule for need, _reason in missing for rule in rules_of(need))
    return Incomplete("；".join(reason for _need, reason in missing), rules=tuple(rules))


def _who_could(item: Tracked, step: Step | Start) -> tuple[str, ...]:
    """Whoever may take the step; of the owner nothing is said where there is none, and somebody else could."""
    there = tuple(phrase for phrase in step.by if phrase != "the owner" or item.owner_id is not None)
    return there or step.by


def ahead(item: Tracked, *, actor: Any) -> list[tuple[Step, Refusal | None]]:
    """Every step that leads on from where ITEM stands, each with why ACTOR may not take it, or None."""
    return [(step, why_not(item, step, actor)) for step in workflow_of(item).steps(source=item.state)]


def asked_for(step: Step, item: Tracked, actor: Any) -> bool:
    """Whether the facts ask for STEP now: one of the needs named in its `next_unless` does not hold."""
    return any(_words[0].needs[name](item, actor) for name in step.next_unless)


def step_for(item: Tracked, trigger: str, *, actor: Any) -> Step:
    """The step, if ACTOR may take it now. Raises the refusal, if not."""
    step = workflow_of(item).step(trigger, item.state)
    if refusal := why_not(item, step, actor):
        raise refusal
    return step


def start(
    item: Tracked, *, actor: Any, facts: Mapping[str, Any] | None = None, key: str | None = None
) -> Taken:
    """Put ITEM on the first state of its workflow, as the step `start`.

    ITEM is new and has its `ref` and `key_id`. KEY is the name of one submission; whether it was sent before is asked
    of `submissions`, by whoever makes ITEM. Raises Forbidden or Incomplete; a refusal is logged on its own.
    """
    flow = workflow_of(item)
    with _logged_refusal(item, actor, f"{flow.workflow}.start"), atomic() as session:
        given = dict(facts or {})
        # ITEM is not in the session yet: a flush on the way would lose what hangs on it.
        with session.no_autoflush:
            hold(item.chain)
            if refusal := why_not(item, flow.start, actor):
                raise refusal
            _refuse_impossible(item, flow.start, given)
            told = said_of(item, given)
            entry = _record(item, flow.start, actor, told, given, version=1, source=None, dest=flow.first)
        item.state, item.version = flow.first, 1
        session.add(item)
        session.flush()
        begun_in = item.chain if item.chain != item.ref else ""
        sent = beginning(key, actor=actor, workflow=flow.workflow, within=begun_in)
        return _follow(
            Taken(item, actor, flow.start, entry, _day(given), given), told, source=None, sent=sent
        )


def take(
    item: Tracked,
    trigger: str,
    *,
    actor: Any,
    facts: Mapping[str, Any] | None = None,
    key: str | None = None,
    seen: int | None = None,
) -> Taken | None:
    """Move ITEM one step on: check, change, log, and do what follows. Or do nothing at all.

    KEY is the name of one submission: sent twice by the same person for the same step of the same thing, it is one
    step, and the second answer is None. SEEN is the version that the asking page showed; None is for callers in
    the program, which have no page: a browser always says it. Raises OutOfTurn (Stale among them), Forbidden, Incomplete.
    """
    with _logged_refusal(item, actor, f"{item.workflow}.{trigger}"), atomic() as session:
        hold(item.chain)
        sent = submission(key, actor=actor, about=item.ref, step=f"{item.workflow}.{trigger}")
        if step_by(sent):
            return None
        session.refresh(item)
        if seen is not None and seen != item.version:
            raise Stale(item, seen)
        step, source = step_for(item, trigger, actor=actor), item.state
        given = dict(facts or {})
        _refuse_impossible(item, step, given)
        dest = workflow_of(item).fire(source, step)
        told = said_of(item, given)
        entry = _record(item, step, actor, told, given, version=item.version + 1, source=source, dest=dest)
        _write_state(item, dest)
        return _follow(Taken(item, actor, step, entry, _day(given), given), told, source=source, sent=sent)


def _refuse_impossible(item: Tracked, step: Step | Start, facts: Mapping[str, Any]) -> None:
    for doubt in _words[0].doubts:
        if refusal := doubt(item, step, facts):
            raise refusal


@contextmanager
def logged_refusal(kind: str, *, actor: Any, subject: Subject) -> Iterator[None]:
    """A refusal stays in the log though everything else is rolled back. An inner step leaves it to the outer one.

    Whoever opens a larger unit of work around a step says so here, before atomic().
    """
    session = db.session()
    watched = session.info.get("refusal logged", False)
    inner = watched or session.info.get("atomic")
    session.info["refusal logged"] = True
    try:
        yield
    except Refusal:
        if not inner:
            record_alone(f"{kind}.refused", actor=actor, subject=subject)
        raise
    finally:
        session.info["refusal logged"] = watched


def _logged_refusal(item: Tracked, actor: Any, kind: str) -> AbstractContextManager[None]:
    with db.session.no_autoflush:
        subject = Subject(item.chain, item.kind, item.ref)
    return logged_refusal(kind, actor=actor, subject=subject)


def said_of(item: Tracked, facts: Mapping[str, Any]) -> Said:
    """FACTS as a step of ITEM keeps them, and the digest of those that it keeps elsewhere."""
    return said(facts, apart=_words[0].apart, key_id=item.key_id)


def _day(facts: Mapping[str, Any]) -> str:
    return str(plain(facts.get("happened_on")) or today().isoformat())


def _record(
    item: Tracked,
    step: Step | Start,
    actor: Any,
    told: Said,
    facts: Mapping[str, Any],
    *,
    version: int,
    source: str | None,
    dest: str,
) -> Entry:
    return record(
        f"{item.workflow}.{step.trigger}",
        actor=actor,
        subject=Subject(item.chain, item.kind, item.ref),
        version=version,
        source=source,
        dest=dest,
        fields=facts,
        commitment=told.commitment(item.key_id),
    )


def _write_state(item: Tracked, dest: str) -> None:
    table: Any = type(item).__table__  # type: ignore[attr-defined]
    changed = db.session.execute(
        update(table)
        .where(table.c.id == item.id, table.c.version == item.version)
        .values(state=dest, version=item.version + 1)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Stale(item, item.version)
    set_committed_value(item, "version", item.version + 1)
    set_committed_value(item, "state", dest)


def _follow(taken: Taken, told: Said, *, source: str | None, sent: str | None) -> Taken:
    _keep(taken, told, source, sent)
    clocks.turn(taken, workflow_of(taken.item), source=source)
    effects = _words[0].effects
    for name in taken.step.then:
        effects[name](taken)
    return taken


def _keep(taken: Taken, told: Said, source: str | None, sent: str | None) -> None:
    item = taken.item
    row = StepTaken(
        key_id=item.key_id,
        chain=item.chain,
        sequence=taken.entry.sequence,
        subject_kind=item.kind,
        subject=item.ref,
        workflow=item.workflow,
        trigger=taken.step.trigger,
        source=source,
        dest=item.state,
        version=item.version,
        recorded_at=now(),
        happened_on=taken.happened_on[:10],
        actor_id=taken.actor.id,
        agency_id=taken.actor.agency_id,
        idempotency_key=sent,
        apart_digest=told.apart,
    )
    row.facts = told.kept
    db.session.add(row)
    db.session.flush()
