"""What runs beside the pages: every few minutes each job of the features is asked for rows that wait.

A task's only argument is the id of a row that was written in the transaction that caused it; the row says whether there is
still something to do. In the one-station shape it is a thread of `mediation serve`; in a city `mediation worker`.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from mediation.db import db
from mediation.web.feature import Feature, Job

QUEUE = "queue.db"
EVERY = crontab(minute="*/5")
SOON = crontab()
log = structlog.get_logger("mediation")


class Beside(Consumer):  # type: ignore[misc]  # huey carries no types
    """The consumer as threads of a process that has its own way of stopping."""

    def _set_signal_handlers(self) -> None:
        """The process that it runs beside keeps its own."""


def queue_of(app: Flask, *, folder: Path | None = None) -> SqliteHuey:
    """The queue in the instance folder, with a task for each job and the look that fills it."""
    queue = SqliteHuey("mediation", filename=str((folder or Path(app.instance_path)) / QUEUE), results=False)
    ask = [(job, _task(queue, app, job)) for job in jobs_of(app)]

    @queue.periodic_task(EVERY, name="look")  # type: ignore[untyped-decorator]
    def look() -> None:
        for job, put in ask:
            if not job.soon:
                put()

    @queue.periodic_task(SOON, name="look soon")  # type: ignore[untyped-decorator]
    def look_soon() -> None:
        for job, put in ask:
            if job.soon:
                put()

    return queue


def run_once(app: Flask) -> int:
    """Do everything that waits, here and now; answers how many rows were taken."""
    count = 0
    for job in jobs_of(app):
        for row_id in _waiting(app, job):
            _do(app, job, row_id)
            count += 1
    return count


def beside(app: Flask) -> Beside:
    """Start the worker as threads of this process."""
    consumer = Beside(queue_of(app), workers=1, check_worker_health=False)
    consumer.start()
    return consumer


def work(app: Flask) -> None:
    """Be the worker until the process is told to stop."""
    run_once(app)
    Consumer(queue_of(app), workers=2).run()


def jobs_of(app: Flask) -> list[Job]:
    """Every job that a feature offers."""
    features: Iterable[Feature] = app.extensions["features"]
    return [job for feature in features for job in feature.jobs]


def _task(queue: SqliteHuey, app: Flask, job: Job) -> Callable[[], None]:
    do: Any = queue.task(name=job.name)(lambda row_id: _do(app, job, row_id))

    def put() -> None:
        for row_id in _waiting(app, job):
            do(row_id)

    return put


def _waiting(app: Flask, job: Job) -> list[int]:
    with app.app_context():
        try:
            return list(job.due())
        finally:
            db.session.rollback()


def _do(app: Flask, job: Job, row_id: int) -> None:
    """One row. What fails is logged without anything of the case; the row waits for the next look."""
    with app.app_context():
        try:
            job.do(row_id)
        except Exception as error:
            log.error("job failed", job=job.name, row=row_id, error=type(error).__name__)
