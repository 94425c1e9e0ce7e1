"""大屏: a page for a hall, at a secret address and without a sign-in. It tells what a report tells, and nothing else."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic, db, new_ref, now, today
from mediation.errors import Forbidden, Missing
from mediation.law.calendar import add_months
from mediation.people.models import User
from mediation.statistics.models import Board
from mediation.statistics.periods import Period, last_month

KEEPER = "supervisor"


def periods_shown() -> list[Period]:
    """The last month, quarter and year that are over."""
    month = today().replace(day=1)
    quarter = month.replace(month=month.month - (month.month - 1) % 3)
    return [
        last_month(),
        Period(add_months(quarter, -3), 3),
        Period(add_months(month.replace(month=1), -12), 12),
    ]


def boards_of(actor: User) -> Sequence[Board]:
    """The boards of ACTOR's agency that show something, the newest first; for whoever leads it."""
    query = select(Board).where(Board.agency_id == actor.agency_id, Board.ended_at.is_(None))
    return db.session.scalars(query.order_by(Board.id.desc())).all() if actor.role == KEEPER else []


def find_board(ref: str) -> Board:
    """The board at that address, for whoever knows it. Raises Missing; also once it was ended."""
    found = db.session.scalar(select(Board).where(Board.ref == ref, Board.ended_at.is_(None)))
    if found is None or not found.agency.active:
        raise Missing
    return found


def open_board(*, actor: User) -> Board:
    """A board with an address of its own."""
    _only_the_keeper(actor)
    with atomic() as session:
        board = Board(ref=new_ref(), agency_id=actor.agency_id, made_by_id=actor.id, made_at=now())
        session.add(board)
        session.flush()
        _record("board.open", board, actor)
    return board


def end_board(ref: str, *, actor: User) -> None:
    """Whoever knows the address sees nothing any longer."""
    _only_the_keeper(actor)
    board = next((one for one in boards_of(actor) if one.ref == ref), None)
    if board is None:
        raise Missing
    with atomic():
        board.ended_at = now()
        _record("board.end", board, actor)


def _only_the_keeper(actor: User) -> None:
    if actor.role != KEEPER:
        raise Forbidden("大屏由本单位负责人开通和停用。")


def _record(kind: str, board: Board, actor: User) -> None:
    # The ref is the secret of the address: the log, which others read, names the row.
    record(kind, actor=actor, subject=Subject(STATION, "board", f"board-{board.id}"))
