"""`mediation import`: the same as the page, for a long file, with progress."""

from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

from mediation.errors import Forbidden, Incomplete, Unknown
from mediation.ledger import batches
from mediation.ledger.columns import BY_NAME, NEEDED
from mediation.ledger.reading import LARGEST, read_file
from mediation.people.passwords import user_with


@dataclass(frozen=True)
class Done:
    """How many rows hold, and of the others a sentence each."""

    good: int
    wrong: list[str]


def bring_in_file(file: Path, login: str, password: str, *, dry_run: bool, progress: Progress) -> Done:
    """Look at the rows of FILE and, unless DRY_RUN, take over those that hold, for whoever LOGIN and PASSWORD name.

    Raises Unknown, Forbidden or Incomplete with a sentence.
    """
    actor = user_with(login, password)
    if actor is None:
        raise Unknown("用户名或密码不对。")
    if not batches.may_import(actor):
        raise Forbidden("旧台账由维权站的负责人导入。")
    with file.open("rb") as opened:
        head, rows = read_file(opened.read(LARGEST + 1))
    batch = batches.bring_in(head, rows, actor=actor)
    try:
        if missing := [BY_NAME[name].label for name in NEEDED if name not in batch.places]:
            raise Incomplete(f"表头里没有找到{'、'.join(missing)}。请在网页上导入一次，选好各列。")
        looked = progress.add_task("检查", total=len(rows))
        wrong, good = [], 0
        for line in batches.lines_of(batch):
            progress.advance(looked)
            good += not line.errors
            wrong += [
                f"第{line.number}行 {BY_NAME[name].label}：{said}" for name, said in line.errors.items()
            ][:1]
        if good and not dry_run:
            taken = progress.add_task("导入", total=len(rows))
            batches.take_over(batch, actor=actor, tick=lambda: progress.advance(taken))
    finally:
        batches.throw_away(batch.id)
    return Done(good, wrong)
