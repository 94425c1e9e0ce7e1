"""What makes two submissions the same one: a double click, a reload, a page sent twice by a bad line.

The same person, about the same thing, for the same step, under the same name (the `key` that the page was given).
Anything else is another submission: whoever learns the key of somebody else's page learns nothing by it, stops
nothing by it, and meets no row of theirs.
"""

import hashlib
import json
from typing import Any

from sqlalchemy import select

from mediation.db import db
from mediation.workflow.models import StepTaken


def submission(key: str | None, *, actor: Any, about: str, step: str) -> str | None:
    """The digest by which a submission is known; None without a KEY: then nothing is the same.

    ABOUT is the ref of the thing that the step is about, STEP its workflow and trigger: `mediation.conclude`.
    """
    if not key:
        return None
    return hashlib.sha256(json.dumps([actor.ref, about, step, key]).encode()).hexdigest()


def beginning(key: str | None, *, actor: Any, workflow: str, within: str = "") -> str | None:
    """The same for a thing that does not exist yet: it is known by the case WITHIN which it begins, if there is one."""
    return submission(key, actor=actor, about=within, step=f"{workflow}.start")


def step_by(digest: str | None) -> StepTaken | None:
    """The step that this submission has brought about already, or None."""
    if digest is None:
        return None
    return db.session.scalar(select(StepTaken).where(StepTaken.idempotency_key == digest))
