"""What the system of a partner does with a referral: the same forms, the same engine, the same refusals as by hand."""

import hashlib
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from flask import current_app, has_request_context
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from mediation.attachments.adding import attach
from mediation.attachments.models import Attachment
from mediation.db import db, today
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.people.program import Delegate
from mediation.people.throttles import count_try
from mediation.referrals.models import Referral
from mediation.referrals.queries import ground_gone
from mediation.web.forms import FORMS, StepForm
from mediation.workflow.engine import take, workflow_of
from mediation.workflow.facts import plain
from mediation.workflow.models import StepTaken
from mediation.workflow.submissions import beginning, step_by, submission

# What a person is asked on the page, and a system is not.
USUAL = {"way": "written"}
FILES_A_DAY = 50
DAY = timedelta(days=1)
TOO_MANY_FILES = "这一张转介单今天上传的文件太多，请按 Retry-After 的秒数等待后再传。"
CHANGED = "这个 Idempotency-Key 已经用于内容不同的一次提交；内容改了，请换一个值。"


class Refused(Incomplete):
    """What was sent does not hold; `errors` says where, by field."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__("内容有误，请按各字段的说明改正后再发。")
        self.errors = errors


def step(
    referral: Referral, trigger: str, told: Mapping[str, Any], *, actor: Delegate | User, key: str
) -> bool:
    """Take the step TRIGGER with what was TOLD. Answers whether it was taken now; False: it was taken before.

    KEY holds for the token, the referral and the step. Raises Incomplete where the same KEY comes with other content,
    where a field is wrong, or something is missing; Forbidden, OutOfTurn.
    """
    sent = submission(key, actor=actor, about=referral.ref, step=f"{referral.workflow}.{trigger}")
    if before := step_by(sent):
        _same_or_refuse(before, told)
        return False
    facts = _facts(workflow_of(referral).steps(trigger)[0].asks, told)
    return take(referral, trigger, actor=actor, facts=facts, key=key) is not None


def attach_to(
    referral: Referral, told: Mapping[str, Any], data: bytes, *, actor: Delegate, key: str
) -> tuple[Attachment, bool]:
    """One file for the stage that the agency took on by REFERRAL; it is drawn anew like every upload. Answers it, and
    whether it came now.

    Raises Incomplete: nothing is in hand, the ground is gone, it is counselling (level 3), or the file is refused; TooMany
    beyond FILES_A_DAY to one referral.
    """
    name = f"{referral.ref}.{key}"
    if before := step_by(beginning(name, actor=actor, workflow=Attachment.workflow, within=referral.chain)):
        _same_or_refuse(before, told)
        known = db.session.scalars(select(Attachment).where(Attachment.ref == before.subject)).one()
        if (known.told or {}).get("sha256") != hashlib.sha256(data).hexdigest():
            raise Incomplete(CHANGED)
        return known, False
    facts = {
        "happened_on": today().isoformat(),
        **{word: plain(value) for word, value in told.items()},
        "stage": _stage_of(referral, actor),
    }
    count_try("api_file", referral.ref, tries=FILES_A_DAY, window=DAY, sentence=TOO_MANY_FILES)
    (row,) = attach(referral.case, facts, [data], actor=actor, key=name)
    return row, True


def _stage_of(referral: Referral, actor: Delegate) -> int:
    stage = referral.stage
    if stage is None or stage.ended or stage.agency_id != actor.agency_id or referral.state != "accepted":
        raise Incomplete("贵单位手里没有这张转介单的环节，不能上传材料；先接收，办结以后不再收。")
    if ground_gone(referral):
        raise Incomplete("转介的依据已经不在（撤回同意或者到期），不再收材料。", rules=("PI-23",))
    if stage.workflow == "counselling":
        raise Incomplete("心理辅导的材料只由辅导员本人保管，不经接口传送。")
    return stage.id


def _facts(asks: str | None, told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the form of the step makes them. Raises Refused with what the form says."""
    if asks is None:
        return {}
    kind = FORMS[asks]
    given = {
        **USUAL,
        "happened_on": today().isoformat(),
        **{name: plain(value) for name, value in told.items()},
    }
    # A form speaks the language of a request; the worker has none of its own.
    with nullcontext() if has_request_context() else current_app.test_request_context():
        form: StepForm = kind(formdata=MultiDict(given), meta={"csrf": False})
        form.offer_choices(lambda _word: [])
        if not form.validate():
            raise Refused({name: [str(line) for line in lines] for name, lines in form.errors.items()})
        return form.facts()


def _same_or_refuse(before: StepTaken, told: Mapping[str, Any]) -> None:
    """Raises Incomplete where the step was taken with other words than those that come now under its key."""
    kept = before.facts or {}
    now_said = {name: plain(value) for name, value in told.items() if value not in (None, "")}
    if any(name in kept and kept[name] != value for name, value in now_said.items()):
        raise Incomplete(CHANGED)
