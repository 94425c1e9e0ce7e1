"""A dossier in the making, or made: a row that says how far it is, and the sealed pieces of its PDF."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import Case, Stage
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import User


class Dossier(Model):
    """卷宗 of a case (案卷), or of one of its stages (调解卷宗), bound for the person who asked for it.

    `state`: waiting, running, done, failed; cleared: its PDF was taken away a day later. `done` of `total` papers are in
    it. `pieces` are the hashes of the PDF's pieces in the file store, in order. `beat_at` tells a dead worker from a slow
    one; `said` is why it failed.
    """

    __tablename__ = "dossier"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    stage: Mapped[Stage | None] = relationship()
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    pieces: Mapped[list[str]] = mapped_column(JSON, default=list)
    said: Mapped[str] = mapped_column(String(300), default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_by: Mapped[User] = relationship()
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
