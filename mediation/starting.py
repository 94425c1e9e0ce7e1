"""What it takes to start: an address that is free, tables of today, the demo in an empty database, a word of welcome."""

import ipaddress
import os
import socket
from typing import IO

import click
from flask import Flask
from flask_migrate import Migrate
from flask_migrate import upgrade as migrate

from mediation import places
from mediation.db import db
from mediation.demo.people import ACCOUNTS
from mediation.demo.play import play
from mediation.people.models import User
from mediation.people.passwords import user_with

# No secret: it is printed at every start, and is given away on the loopback only.
DEMO_PASSWORD = "weiquan-12338"


class Failed(click.ClickException):
    """A command that did not succeed, with the sentence that says why and what to do."""

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises Failed where the address or the port cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError):
        raise Failed(
            f"不能在 {host} 的 {port} 端口启动：地址不可用，或端口已被占用。"
            "请停止占用它的程序，或换一个端口，例如 MEDIATION_PORT=5001 make serve。"
        ) from None


def is_loopback(host: str) -> bool:
    """Whether HOST is this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def brought_up_to_date(app: Flask) -> None:
    """Migrate the database of APP to the tables of this version. What this process writes is its user's alone."""
    os.umask(0o077)
    folder = str(places.migrations())
    Migrate(app, db, directory=folder)
    with app.app_context():
        migrate(directory=folder)


def play_demo(app: Flask, password: str) -> bool:
    """Fill an empty database with the demo. False if there is somebody in it already."""
    with app.app_context():
        if db.session.query(User.id).first():
            return False
    click.echo("正在载入演示数据（只在首次需要）…")
    play(app, password=password)
    return True


def welcome(app: Flask, address: str) -> None:
    """Say where the program is, and the demo accounts where the demo's password still opens."""
    click.echo(f"\n地址 · address: {address}    停止 · stop: Ctrl+C")
    with app.app_context():
        if user_with("intake", DEMO_PASSWORD):
            click.echo(f"演示账号 · demo accounts（密码 · password: {DEMO_PASSWORD}）")
            for login, work in ACCOUNTS.items():
                click.echo(f"  {login:<14} {work}")
