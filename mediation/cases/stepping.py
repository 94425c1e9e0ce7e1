"""The one step view: ask what the step asks, then take it. It serves every step of every workflow."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug import Response

from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case
from mediation.cases.told import name_of, said, title_of
from mediation.dates import local
from mediation.db import db
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.web.forms import Choices, StepForm, form_for
from mediation.web.kept import keep_form, kept_data
from mediation.workflow.definition import Start, Step
from mediation.workflow.engine import WORKFLOWS, Stale, ahead, step_for, take, why_not
from mediation.workflow.models import StepTaken
from mediation.workflow.submissions import step_by, submission
from mediation.workflow.words import Tracked

_NOT_SAID = ("confirmed", "csrf_token")
Page = str | Response | tuple[str, int]


def step_page(item: Tracked, trigger: str, *, choices: Choices, back: str, case: Any = None) -> Page:
    """The page of one step of ITEM, and the step itself once the form holds. BACK is where to go afterwards."""
    asks = _asks(item, trigger)
    _refuse_who_never_may(item, trigger)
    if repeated(item, trigger):
        return redirect(back)
    if request.method == "POST" and (seen := request.form.get("seen", type=int)) != item.version:
        return stale_page(Stale(item, seen), trigger, form_for(asks), choices, back)
    step = step_for(item, trigger, actor=current_user)
    form = prepared(step, item, choices)
    if not form.sent():
        return page(step, form, back=back, case=case, meanwhile=_meanwhile(item)), 422 if form.errors else 200
    if step.outward and form.confirmed.data != "yes":
        return confirm_page(step, form, back=back, case=case, leads_to=_leads_to(item, step))
    try:
        take(item, trigger, actor=current_user, facts=form.facts(), key=sent_as(), seen=form.seen.data)
    except Stale as stale:
        return stale_page(stale, trigger, form, choices, back)
    except Incomplete as refusal:
        form.ways_on = _ways_on(refusal.reason, item)
        return with_refusal(step, form, refusal, back=back, case=case)
    undone = WORKFLOWS[item.workflow].steps(f"undo_{trigger}")
    flash(_("已办理：%(step)s。", step=step.label) + (_("10分钟内可以撤销。") if undone else ""), "success")
    return redirect(back)


def repeated(item: Tracked, trigger: str) -> bool:
    """Whether this very submission was taken already: a double click, or a reload of the answer."""
    step = f"{item.workflow}.{trigger}"
    return step_by(submission(sent_as(), actor=current_user, about=item.ref, step=step)) is not None


def sent_as() -> str | None:
    """The name of what was posted: the name of the page, and all that stood in it.

    Sent once more after 返回 with other words in it, it is another submission, and no word of it is passed over: it
    is told that the page is older than the thing.
    """
    if not (key := request.form.get("key")):
        return None
    told = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in _NOT_SAID)
    return f"{key} {sha256(json.dumps(told).encode()).hexdigest()}"


def prepared(step: Step | Start, item: Tracked, choices: Choices) -> StepForm:
    """The form of the step, its choices filled, knowing which version of ITEM its page shows."""
    form = form_for(step.asks)
    form.prepare(item.workflow, step.trigger)
    form.offer_choices(choices)
    if request.method == "GET":
        form.seen.data = getattr(item, "version", None)
        _fill_in(form, item, step.trigger)
    return form


def _fill_in(form: StepForm, item: Tracked, trigger: str) -> None:
    """What others told already stands in the form, to be checked; never over what this person typed before a sign-in."""
    if "kept" in request.args:
        return
    for feature in current_app.extensions["features"]:
        for told in feature.told_before:
            for name, value in told(item, trigger, current_user).items():
                if name in form:
                    form[name].data = value


def page(
    step: Step | Start,
    form: StepForm,
    *,
    back: str,
    case: Any = None,
    meanwhile: Sequence[Mapping[str, str]] = (),
) -> str:
    """The form of one step, with the law it rests on; above it what others did MEANWHILE."""
    return render_template("cases/step.html", step=step, form=form, back=back, case=case, meanwhile=meanwhile)


def with_refusal(
    step: Step | Start, form: StepForm, refusal: Incomplete, *, back: str, case: Any = None
) -> Page:
    """The form again, with what stands in the way; nothing typed is lost."""
    form.refuse(refusal)
    return page(step, form, back=back, case=case), 422


def _ways_on(reason: str, item: Tracked) -> list[tuple[str, str]]:
    """Label and address of the steps that a refusal names in “…” and that can be taken now, of ITEM and of its case."""
    places = [(item, request.path.rpartition("/")[0])]
    if case := getattr(item, "case", None):
        places.append((case, f"/cases/{case.ref}"))
    return [
        (str(step.label), f"{place}/{step.trigger}")
        for thing, place in places
        for step, why in ahead(thing, actor=current_user)
        if why is None and f"“{step.label}”" in reason
    ]


def _leads_to(item: Tracked, step: Step) -> str:
    """What the thing is called to be afterwards, where the step moves it."""
    flow = WORKFLOWS[item.workflow]
    dest = str(step.dest)
    return f"{flow.label}：{flow.stop(dest).label}" if dest in flow.states and dest != item.state else ""


def confirm_page(
    step: Step | Start, form: StepForm, *, back: str, case: Any = None, leads_to: str = ""
) -> str:
    """What is about to happen, before a step that cannot be undone or leaves the organisation."""
    return render_template(
        "cases/confirm.html", step=step, form=form, told=answers_in_words(form), back=back, case=case, leads_to=leads_to,
        posted=[(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_SAID],
    )  # fmt: skip


def stale_page(stale: Stale, trigger: str, form: StepForm, choices: Choices, back: str) -> Page:
    """What the other person did meanwhile, what was typed here, and the way on: to the same form filled as it was, or
    by one click, where what happened leaves this step as it is.

    A page that does not say which version it showed is taken for an old one: nobody knows what it was filled in upon.
    """
    form.offer_choices(choices)
    item = stale.item
    since = _since(item, stale.seen)
    kept = keep_form(current_user.id)
    anew = urlencode(
        {**request.args.to_dict(), "kept": kept, **({"since": stale.seen} if stale.known else {})}
    )
    untouched = stale.known and not request.files and _untouched(item, trigger, since)
    return render_template(
        "errors/stale.html",
        happened=_in_a_list(since),
        typed=answers_in_words(form),
        theirs=_same_step(trigger, since),
        anew=f"{request.path}?{anew}",
        next_url=back,
        known=stale.known,
        version=item.version if untouched else None,
        posted=[pair for pair in request.form.items(multi=True) if pair[0] not in (*_NOT_SAID, "seen")],
    ), 409


def _since(item: Tracked, version: int) -> Sequence[StepTaken]:
    """The steps of ITEM after that version of it, oldest first."""
    query = select(StepTaken).where(StepTaken.subject == item.ref, StepTaken.version > version)
    return db.session.scalars(query.order_by(StepTaken.id)).all()


def _same_step(trigger: str, since: Sequence[StepTaken]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What others answered who took the very same step meanwhile: who, and each question with its answer."""
    rows = [row for row in since if row.trigger == trigger]
    if not rows:
        return []
    hidden = _hidden_parties(rows[0].chain)
    return [(name_of(row), [_pair(line) for line in said(row, hidden)]) for row in rows]


def _pair(line: str) -> tuple[str, str]:
    label, _colon, answer = line.partition("：")
    return label, answer


def _hidden_parties(chain: str) -> frozenset[int]:
    """The parties of the case of that CHAIN whom this person is not shown; what rides in no case has none."""
    case = db.session.scalar(select(Case).where(Case.ref == chain))
    if case is None:
        return frozenset()
    shown = {party.id for party in shown_parties(case, actor=current_user)}
    return frozenset(party.id for party in case.parties if party.id not in shown)


def _in_a_list(rows: Sequence[StepTaken]) -> list[dict[str, str]]:
    return [{"at": local(row.recorded_at), "who": name_of(row), "title": title_of(row)} for row in rows]


def _meanwhile(item: Tracked) -> list[dict[str, str]]:
    """What others did while the form was filled that is shown again here."""
    since = request.args.get("since", type=int)
    known = since is not None and 0 <= since < item.version and kept_data() is not None
    return _in_a_list(_since(item, since)) if known and since is not None else []


def _untouched(item: Tracked, trigger: str, since: Sequence[StepTaken]) -> bool:
    """Whether the step may be taken as before, and nobody took the same one meanwhile, or corrected a record."""
    if any(row.trigger in (trigger, "correct") for row in since):
        return False
    step = next(iter(WORKFLOWS[item.workflow].steps(trigger, item.state)), None)
    return step is not None and why_not(item, step, current_user) is None


def answers_in_words(form: StepForm) -> list[tuple[str, str]]:
    """Each answered question with its answer, as it is shown before a step is confirmed."""
    return [
        (str(field.label.text), text)
        for field in form
        if field.widget.__class__.__name__ != "HiddenInput" and (text := _in_words(field))
    ]


def _refuse_who_never_may(item: Tracked, trigger: str) -> None:
    """Whoever may not take the step, wherever ITEM stands, is not told what others did with it. Raises Forbidden."""
    refusals = [why_not(item, step, current_user) for step in WORKFLOWS[item.workflow].steps(trigger)]
    if refusals and refusals[0] and all(isinstance(refusal, Forbidden) for refusal in refusals):
        raise refusals[0]


def _asks(item: Tracked, trigger: str) -> str | None:
    known = WORKFLOWS[item.workflow].steps(trigger)
    if not known:
        raise Missing
    return known[0].asks


def _in_words(field: Any) -> str:
    if hasattr(field, "entries"):
        return "；".join(filter(None, (_in_words(entry) for entry in field.entries)))
    if hasattr(field, "form"):
        return "，".join(f"{inner.label.text}：{text}" for inner in field.form if (text := _in_words(inner)))
    if field.data is False and hasattr(field, "choices"):
        # A question answered no is an answer; a box that is not ticked is none.
        return "否"
    if field.data in (None, "", [], False):
        return ""
    if field.data is True:
        return "是"
    chosen = field.data if isinstance(field.data, list) else [field.data]
    labels = (
        {str(value): str(label) for value, label, *_ in getattr(field, "iter_choices", list)()}
        if hasattr(field, "choices")
        else {}
    )
    shown = [labels.get(str(one), str(one)) for one in chosen]
    return "、".join(shown) if labels else (field._value() if hasattr(field, "_value") else shown[0])
