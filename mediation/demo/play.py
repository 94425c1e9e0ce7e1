"""Fill an empty database with the demo: the people, the real cases and the invented ones, or nothing."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from flask import Flask
from rich.progress import track
from sqlalchemy import update

from mediation.db import atomic, db, now
from mediation.demo.desk import work_at_the_desk
from mediation.demo.directory import furnish
from mediation.demo.disposing import dispose
from mediation.demo.doors import use_doors
from mediation.demo.invented import invented_stories
from mediation.demo.online import ask_online
from mediation.demo.people import settle
from mediation.demo.story import Step, Story, real_stories
from mediation.demo.talking import talk
from mediation.demo.telling import Telling
from mediation.errors import OutOfTurn
from mediation.outbox.models import Message
from mediation.people.models import User
from mediation.retention.destroying import finish_all


def play(app: Flask, *, password: str) -> None:
    """Load the demo. PASSWORD is that of every account of `people.SIGNED_IN`.

    One transaction: broken off half-way, it leaves the database as empty as it was. Raises OutOfTurn where
    there is somebody already.
    """
    with app.app_context():
        if db.session.query(User.id).first():
            raise OutOfTurn("数据库里已有人员，不再载入演示数据。")
        stories = [*real_stories(), *invented_stories(now())]
        with atomic():
            settle(password)
            _tell(stories)
            _read_older_messages()
            furnish()
            ask_online()
            dispose()
            use_doors()
            work_at_the_desk()
            talk()
        finish_all()


def _tell(stories: Iterable[Story]) -> None:
    """All stories side by side in the order of their days, so that numbers are given as in a real year."""
    steps = sorted(_steps(stories), key=lambda told: told[1].at)
    for telling, step in track(steps, description="演示数据"):
        telling.take(step)
        # As a commit does: the next step reads what this one wrote.
        db.session.flush()
        db.session.expire_all()


def _read_older_messages() -> None:
    """Who worked through the stories looked at what came in; the last days are left to be read."""
    older = update(Message).where(Message.made_at < now() - timedelta(days=3))
    db.session.execute(older.values(read_at=Message.made_at))


def _steps(stories: Iterable[Story]) -> Iterator[tuple[Telling, Step]]:
    for story in stories:
        telling = Telling(story)
        yield from ((telling, step) for step in story.steps)
