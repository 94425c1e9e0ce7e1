"""The commands. Each ends with status 0 only if it succeeded, and says in a sentence why it did not.

What one command alone needs (the drawings, the table of law) is imported when it runs: the others start sooner.
"""

import os
import sys
from datetime import datetime
from itertools import count
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import inspect
from waitress import create_server

from mediation import create_app, places
from mediation.audit.verify import LIMIT, verify_all
from mediation.cases.affected import affected
from mediation.db import SHANGHAI, db, now
from mediation.doctor import examined, fit
from mediation.figure_commands import export, report
from mediation.law.rules import load
from mediation.law.time_limits import Span, TimeLimit, length
from mediation.starting import (
    DEMO_PASSWORD,
    Failed,
    brought_up_to_date,
    is_loopback,
    listening,
    play_demo,
    welcome,
)
from mediation.web.outside import answer_to_loopback
from mediation.worker import beside, run_once, work
from mediation.workflow.engine import WORKFLOWS


def main() -> None:
    """Run the command that was typed. Nobody sees a traceback unless MEDIATION_TRACEBACK asks for it."""
    try:
        sys.exit(commands(standalone_mode=False, prog_name="mediation"))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        if os.environ.get("MEDIATION_TRACEBACK"):
            raise
        click.echo(_sentence(error), err=True)
        sys.exit(1)


@click.group()
@click.version_option(package_name="mediation", message="%(version)s", help="显示版本。")
@click.help_option(help="显示说明。")
def commands() -> None:
    """维权服务与婚姻家庭纠纷调解办案系统。"""


@commands.command()
@click.option("--host", envvar="MEDIATION_HOST", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", envvar="MEDIATION_PORT", default=5000, show_default=True, help="监听端口。")
@click.option(
    "--demo/--no-demo", "wanted", default=None, help="数据库为空时是否载入演示数据；默认仅限本机地址。"
)
@click.option(
    "--worker/--no-worker",
    "with_worker",
    default=True,
    help="是否同时在后台处理提醒（另有 worker 进程时关闭）。",
)
@click.help_option(help="显示说明。")
def serve(host: str, port: int, wanted: bool | None, with_worker: bool) -> None:
    """升级数据库，数据库为空时载入演示数据，然后启动服务。"""
    with listening(host, port) as door:
        app = create_app()
        if is_loopback(host):
            answer_to_loopback(app)
        brought_up_to_date(app)
        if wanted or (wanted is None and is_loopback(host)):
            play_demo(app, DEMO_PASSWORD)
        server = create_server(
            app, sockets=[door], threads=8, ident="",
            # The headers of proxies are read by the program itself, and only where the station states proxies.
            clear_untrusted_proxy_headers=not app.config["PROXIES"],
        )  # fmt: skip
        welcome(app, f"http://{host}:{door.getsockname()[1]}")
        worker = beside(app) if with_worker else None
        try:
            server.run()
        finally:
            if worker:
                worker.stop(graceful=True)


@commands.command()
@click.option("--once", is_flag=True, help="只处理现在到期的，处理完就结束。")
@click.help_option(help="显示说明。")
def worker(once: bool) -> None:
    """在后台处理期限提醒和逐级上报，每五分钟一次。"""
    app = create_app()
    brought_up_to_date(app)
    if once:
        click.echo(f"处理了 {run_once(app)} 项。")
    else:
        work(app)


@commands.command()
@click.option("--password", default=DEMO_PASSWORD, show_default=True, help="全部演示账号的密码。")
@click.help_option(help="显示说明。")
def demo(password: str) -> None:
    """载入演示数据（数据库必须为空）。"""
    app = create_app()
    brought_up_to_date(app)
    if not play_demo(app, password):
        raise Failed("数据库里已有人员，不再载入演示数据。请用 MEDIATION_INSTANCE 换一个空的数据文件夹。")


@commands.command()
@click.help_option(help="显示说明。")
def doctor() -> None:
    """检查本机缺少什么，并说明怎么补上。"""
    findings = examined()
    for finding in findings:
        click.echo(str(finding))
    if not fit(findings):
        raise Failed("缺少必需的组件，见上面标有「缺少」的各行。")


@commands.group("db")
@click.help_option(help="显示说明。")
def database() -> None:
    """数据库结构。"""


@database.command()
@click.help_option(help="显示说明。")
def upgrade() -> None:
    """把数据库升级到当前版本的结构。"""
    brought_up_to_date(create_app())
    click.echo("数据库结构已是最新。")


@commands.group()
@click.help_option(help="显示说明。")
def workflow() -> None:
    """流程文件（workflows/*.yaml）。"""


@workflow.command()
@click.help_option(help="显示说明。")
def check() -> None:
    """检查全部流程文件，指出有错的文件和行。"""
    with create_app().app_context():
        click.echo(f"{len(WORKFLOWS)} 个流程文件检查无误。")


@workflow.command()
@click.option("--check", "only_check", is_flag=True, help="不写文件，只检查图是否与流程文件一致。")
@click.option("--into", type=click.Path(path_type=Path), default=places.drawings, help="存放流程图的文件夹。")
@click.help_option(help="显示说明。")
def draw(only_check: bool, into: Path) -> None:
    """为每个流程画图（Mermaid 和 SVG）。"""
    from mediation.workflow import drawing

    with create_app().app_context():
        if not only_check:
            drawing.draw_all(WORKFLOWS, into)
        elif stale := drawing.stale(WORKFLOWS, into):
            named = "、".join(map(str, stale))
            raise Failed(f"流程图与流程文件不一致：{named}。请运行 mediation workflow draw。")
    click.echo("流程图与流程文件一致。")


@commands.group()
@click.help_option(help="显示说明。")
def law() -> None:
    """法律规则。"""


@law.command()
@click.argument("rule", metavar="规则编号")
@click.help_option(help="显示说明。")
def show(rule: str) -> None:
    """显示一条规则：内容、依据和期限，例如 mediation law show PM-LIMIT。"""
    try:
        register = load(places.workflows())
        found = register.rule(rule)
    except LookupError as unknown:
        raise Failed(str(unknown)) from None
    click.echo(f"{found.id}\n{found.zh}\n{found.en}\n依据：{found.source}（{found.in_force}）")
    click.echo(f"核对程度：{found.certainty}")
    if found.effect:
        click.echo(f"后果：{found.effect}")
    for version in register.versions_of(rule):
        until = f"至 {version.valid_to}" if version.valid_to else "起（现行）"
        spans = version.alternatives or version.phases
        general = "" if spans and version.span.amount is None else f"{_long(version, version.span)}，"
        click.echo(f"期限：{version.span.label}，{general}{version.valid_from} {until}")
        for span in spans.values():
            click.echo(f"  {span.label}：{_long(version, span)}")
        for province in version.provinces.values():
            click.echo(
                f"  {province.name}（{province.valid_from} 起）：{length(province)}，{province.article}"
            )


def _long(limit: TimeLimit, span: Span) -> str:
    """How long; of a time of waiting without a number, that it has none."""
    return "没有固定天数" if limit.waits and span.amount is None else length(span, limit.aim)


@law.command()
@click.option("--check", "only_check", is_flag=True, help="不写文件，只检查对照表是否与程序一致。")
@click.help_option(help="显示说明。")
def table(only_check: bool) -> None:
    """写出法律对照表 docs/law.md：规则、流程、文书各在哪里，由哪些测试证明。只在源码目录里可用。"""
    from mediation import law_table

    if not places.in_checkout():
        raise Failed("对照表要用到测试，只能在源码目录里生成。")
    place = places.drawings().parent / "law.md"
    with create_app().app_context():
        text = law_table.written(load(places.workflows()), WORKFLOWS, place.parents[1])
    if not only_check:
        place.write_text(text, encoding="utf-8")
    elif not place.is_file() or place.read_text(encoding="utf-8") != text:
        raise Failed("docs/law.md 与程序不一致。请运行 mediation law table。")
    click.echo("法律对照表与程序一致。")


@commands.command("import")
@click.argument("file", metavar="文件", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--login", required=True, help="导入人的用户名（本站负责人）。")
@click.password_option(
    confirmation_prompt=False, prompt="密码", envvar="MEDIATION_IMPORT_PASSWORD", help="导入人的密码。"
)
@click.option("--dry-run", is_flag=True, help="只检查，不导入。")
@click.help_option(help="显示说明。")
def import_(file: Path, login: str, password: str, dry_run: bool) -> None:
    """导入一个旧台账（.xlsx）。各列按上次导入时选的对，没有选过的按常见的表头对。"""
    from mediation.ledger.command import bring_in_file

    app = create_app()
    brought_up_to_date(app)
    with app.app_context(), Progress(console=Console(stderr=True)) as progress:
        done = bring_in_file(file, login, password, dry_run=dry_run, progress=progress)
    for said in done.wrong:
        click.echo(said)
    if done.wrong and not done.good:
        raise Failed(f"{len(done.wrong)} 行有错，没有可以导入的。")
    verb = "可以导入" if dry_run else "已导入"
    click.echo(f"{verb} {done.good} 行，{len(done.wrong)} 行有错没有导入。")


@commands.group()
@click.help_option(help="显示说明。")
def audit() -> None:
    """审计记录。"""


@audit.command()
@click.help_option(help="显示说明。")
def verify() -> None:
    """逐条核对审计记录、步骤、文书和保护防改装置，指出被更改、删除、插入或调换的。"""
    with create_app().app_context(), Console(stderr=True).status("正在核对…") as status:
        if not inspect(db.engine).has_table("audit_entry"):
            raise Failed("数据库里还没有任何表，没有可核对的记录。请先运行 mediation db upgrade。")
        done = count(1)

        def tick() -> None:
            if (number := next(done)) % 500 == 0:
                status.update(f"正在核对…已核对 {number} 项")

        verified = verify_all(tick)
    for finding in (*verified.unproven, *verified.findings):
        click.echo(str(finding))
    if verified.findings:
        raise Failed(f"核对了 {verified.entries} 条记录，发现 {len(verified.findings)} 处问题。\n{LIMIT}")
    click.echo(f"核对了 {verified.entries} 条记录，没有发现问题。\n{LIMIT}")


@audit.command("affected")
@click.help_option(help="显示说明。")
@click.option("--since", required=True, type=click.DateTime(), help="从何时起，如 2026-11-26T08:00:00。")
@click.option("--until", type=click.DateTime(), help="到何时为止；不写就是现在。")
@click.option("--login", default="", help="只看这个账号看过的。")
def list_affected(since: datetime, until: datetime | None, login: str) -> None:
    """账号或者设备出事后，列出这段时间被看过的案件；怎样通知本人，见 docs/breach.md。"""
    with create_app().app_context():
        end = until.replace(tzinfo=SHANGHAI) if until else now()
        found = affected(since.replace(tzinfo=SHANGHAI), end, login=login)
    for one in found:
        click.echo(f"{one.number}  打开 {one.opened} 次，列表里 {one.listed} 次  {one.contact}")
    click.echo(f"共 {len(found)} 件。")


commands.add_command(report)
commands.add_command(export)


def _sentence(error: Exception) -> str:
    words = str(getattr(error, "orig", None) or error) or type(error).__name__
    return f"未能完成：{words}\n（设置 MEDIATION_TRACEBACK=1 后重试，可看到技术细节。）"


if __name__ == "__main__":
    main()
