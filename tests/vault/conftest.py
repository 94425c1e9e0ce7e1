"""A small program of its own with a vault, and a few rows to seal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from mediation.db import new_ref
from mediation.vault.keys import install, new_key
from mediation.vault.sealed import Sealed


class Base(DeclarativeBase):
    pass


class Woman(Base):
    __tablename__ = "women"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    key_id: Mapped[str]
    name_sealed: Mapped[bytes | None]
    alias_sealed: Mapped[bytes | None]
    answers_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    scan_sealed: Mapped[bytes | None]

    name = Sealed("name_sealed")
    alias = Sealed("alias_sealed")
    answers = Sealed("answers_sealed", kind="json")
    phone = Sealed("phone_sealed", kind="secret")
    scan = Sealed("scan_sealed", kind="bytes")


class Neighbour(Base):
    __tablename__ = "neighbours"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str]
    key_id: Mapped[str]
    name_sealed: Mapped[bytes | None]

    name = Sealed("name_sealed")


def program(folder: Path, **config: str) -> Flask:
    """A program whose data lies in `folder/instance` and whose master key beside it."""
    (folder / "instance").mkdir(exist_ok=True)
    app = Flask(__name__, instance_path=str(folder / "instance"))
    app.config.update({"KEY_FILE": str(folder / "key" / "master.key")} | config)
    return app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A program with its vault open."""
    app = program(tmp_path)
    install(app)
    with app.app_context():
        yield app


@pytest.fixture
def woman(app: Flask) -> Woman:
    """Someone with a key of her own."""
    return Woman(ref=new_ref(), key_id=new_key("person"))


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A database of data beside the key store."""
    engine = create_engine(f"sqlite:///{app.instance_path}/data.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()
