"""The commands that write figures to files."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from mediation import create_app
from mediation.people.models import Agency
from mediation.starting import Failed
from mediation.statistics import files
from mediation.statistics.periods import Period, last_month, months, period_named
from mediation.statistics.writing import KINDS


@click.command()
@click.option("--period", "name", default="", help="2026-10、2026-Q3 或 2026；不写是上个月。")
@click.option("--agency", default="", help="单位的名称或简称；不写是全部有统计的单位。")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=Path("统计表"), help="存放的文件夹。"
)
@click.help_option(help="显示说明。")
def report(name: str, agency: str, into: Path) -> None:
    """写出统计表（Excel、Word、PDF），小的数字不显示。"""
    with create_app().app_context(), Progress(console=Console(stderr=True)) as progress:
        agencies, period = _agencies(agency), _period(name) if name else last_month()
        task = progress.add_task(period.label, total=len(agencies) * len(KINDS))
        for place in files.written_reports(agencies, period, into, lambda: progress.advance(task)):
            click.echo(str(place))


@click.command()
@click.argument("since", metavar="开始月份")
@click.argument("until", metavar="结束月份")
@click.option("--agency", default="", help="单位的名称或简称；不写是全部有统计的单位。")
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("统计数据.xlsx"),
    help="存放的文件。",
)
@click.help_option(help="显示说明。")
def export(since: str, until: str, agency: str, into: Path) -> None:
    """把若干个月的统计数字写成一个 Excel 文件，例如 mediation export 2026-01 2026-10。"""
    with create_app().app_context(), Progress(console=Console(stderr=True)) as progress:
        agencies, periods = _agencies(agency), months(_period(since), _period(until))
        task = progress.add_task("导出", total=len(agencies) * len(periods))
        into.write_bytes(files.series(agencies, periods, lambda: progress.advance(task)))
    click.echo(str(into))


def _agencies(name: str) -> Sequence[Agency]:
    if found := files.agencies_named(name):
        return found
    raise Failed("没有这个单位，或者它没有统计。请写单位名录里的名称或简称。")


def _period(name: str) -> Period:
    try:
        return period_named(name)
    except (ValueError, OverflowError) as wrong:
        raise Failed(str(wrong)) from None
