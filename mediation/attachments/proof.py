"""Whether each material is the one whose adding the log tells of, and the file in the store the one that was kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import RowMapping, and_, select

from mediation.attachments.kinds import IDENTITY
from mediation.attachments.models import Attachment
from mediation.audit.findings import Finding
from mediation.audit.verify import Tick
from mediation.db import db
from mediation.files.store import get
from mediation.vault.refusals import KeyDestroyed, Unreadable
from mediation.vault.sealed import open_sealed
from mediation.workflow.models import StepTaken

_ROW: Any = Attachment.__table__
_STEP: Any = StepTaken.__table__
_ADDED = (
    select(
        _STEP.c.chain,
        _STEP.c.sequence,
        *(_STEP.c[name].label(f"step_{name}") for name in ("ref", "key_id", "facts_sealed")),
        *(_ROW.c[name] for name in ("key_id", "stage_id", "what", "under_seal", "content_type", "sha256")),
    )
    .join_from(
        _ROW,
        _STEP,
        and_(
            _STEP.c.subject == _ROW.c.ref,
            _STEP.c.workflow == Attachment.workflow,
            _STEP.c.trigger == "start",
        ),
    )
    .order_by(_STEP.c.chain, _STEP.c.sequence)
    .execution_options(yield_per=1000)
)


def materials_match_the_log(tick: Tick) -> Iterator[Finding]:
    """Materials whose row or file was changed. One that was removed or added past the program shows by its state."""
    for row in db.session.execute(_ADDED).mappings():
        tick()
        try:
            told = open_sealed(
                StepTaken, "facts_sealed", row["step_ref"], row["step_key_id"], row["step_facts_sealed"]
            )
            if wrong := _differing(row, told or {}):
                yield _found(row, f"材料登记与步骤的内容不符：{'、'.join(wrong)}")
            if row["content_type"] != _type_of(get(row["sha256"], row["key_id"])):
                yield _found(row, "材料登记与文件不符：文件类型")
        except KeyDestroyed:
            yield Finding(
                row["chain"], row["sequence"], "这份材料不能再核对：密钥已按规定销毁", certain=False
            )
        except Unreadable:
            yield _found(row, "材料的文件不见了，或内容与登记的核对码不符")


def _differing(row: RowMapping, told: Mapping[str, Any]) -> list[str]:
    """What the row says otherwise than the step that added it, in words."""
    differ = {
        "文件的核对码": row["sha256"] != told.get("sha256"),
        "材料种类": row["what"] != told.get("kind"),
        "放在哪里": (row["stage_id"] or 0) != int(told.get("stage") or 0),
        "密封": row["under_seal"] != _sealed_then(row, told),
    }
    return [words for words, differs in differ.items() if differs]


def _sealed_then(row: RowMapping, told: Mapping[str, Any]) -> bool:
    """As the step says it was kept; of older steps what was asked for, but an identity paper may lie sealed unasked."""
    if "kept_sealed" in told:
        return bool(told["kept_sealed"])
    return bool(told.get("under_seal")) or (row["what"] == IDENTITY and bool(row["under_seal"]))


def _type_of(data: bytes) -> str:
    """Kept are pages of PDF and pictures drawn anew as JPEG, nothing else."""
    return "application/pdf" if data.startswith(b"%PDF") else "image/jpeg"


def _found(row: RowMapping, what: str) -> Finding:
    return Finding(row["chain"], row["sequence"], what)
