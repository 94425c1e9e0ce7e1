"""A test on PostgreSQL finds no trace of the one before, and a run leaves nothing behind."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import Renewed, Run, address_of, shape

pytestmark = pytest.mark.postgres

SCHEMA = """
CREATE TABLE person (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE log (id serial PRIMARY KEY, person integer NOT NULL REFERENCES person);
INSERT INTO person (name) VALUES ('王芳');
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append only'; END $$;
"""
GUARD = "CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION refuse()"
ANOTHER_RUN = """
from tests.databases import Run
run = Run()
print(run.create("left"), flush=True)
input()
"""


@pytest.fixture(scope="module")
def renewed(run: Run) -> Iterator[Renewed]:
    """A database with a log that refuses to be emptied."""
    template = run.create("small_template")
    _do(template, SCHEMA + GUARD)
    renewed = Renewed(run, template, "small")
    yield renewed
    renewed.close()


@pytest.fixture
def another() -> Iterator[subprocess.Popen[str]]:
    """Another run, alive, with a database of its own."""
    program = [sys.executable, "-c", ANOTHER_RUN]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def _do(database: str, statements: str) -> None:
    with psycopg.connect(address_of(database)) as connection:
        connection.execute(statements.encode())


def _ask(database: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address_of(database)) as connection:
        return connection.execute(question.encode()).fetchall()


def _exists(database: str) -> bool:
    return bool(_ask("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))


def test_rows_and_counters_are_as_they_were_made(renewed):
    _do(
        renewed.fresh(),
        "INSERT INTO person (name) VALUES ('李强'); UPDATE person SET name = 'x' WHERE id = 1",
    )
    _do(renewed.fresh(), "INSERT INTO log (person) VALUES (1), (1)")
    database = renewed.fresh()
    assert _ask(database, "SELECT id, name FROM person") == [(1, "王芳")]
    assert _ask(database, "INSERT INTO log (person) VALUES (1) RETURNING id") == [(1,)]
    assert _ask(database, "INSERT INTO person (name) VALUES ('李强') RETURNING id") == [(2,)]


def test_what_refuses_stands_again_after_the_emptying(renewed):
    _do(renewed.fresh(), "INSERT INTO log (person) VALUES (1)")
    renewed.fresh()
    database = renewed.fresh()
    _do(database, "INSERT INTO log (person) VALUES (1)")
    with pytest.raises(psycopg.errors.RaiseException):
        _do(database, "DELETE FROM log")
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        _do(database, "INSERT INTO log (person) VALUES (77)")


def test_whoever_takes_a_guard_away_leaves_a_new_database(renewed):
    _do(renewed.fresh(), "DROP TRIGGER kept ON log")
    database = renewed.fresh()
    _do(database, "INSERT INTO log (person) VALUES (1)")
    with pytest.raises(psycopg.errors.RaiseException):
        _do(database, "DELETE FROM log")


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER kept ON log",
        "ALTER TABLE log DISABLE TRIGGER kept",
        "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
        f"DROP TRIGGER kept ON log; {GUARD}",
        "ALTER TABLE person ADD COLUMN more text",
        "ALTER TABLE log DROP CONSTRAINT log_person_fkey",
        "CREATE INDEX more ON person (name)",
        "CREATE TABLE more (id integer)",
        "CREATE SCHEMA more",
        "ALTER SEQUENCE person_id_seq INCREMENT 7",
        "ALTER TABLE person ALTER name SET DEFAULT 'x'",
        "GRANT ALL ON person TO public",
    ],
)
def test_every_change_of_the_schema_is_noticed(renewed, change):
    with psycopg.connect(address_of(renewed.fresh())) as connection:
        before = shape(connection)
        connection.execute(change.encode())
        assert shape(connection) != before
        connection.rollback()
        assert shape(connection) == before


def test_whoever_is_still_connected_is_shown_out(renewed):
    with psycopg.connect(address_of(renewed.fresh())) as late:
        late.execute("LOCK TABLE person")
        database = renewed.fresh()
        with pytest.raises(psycopg.OperationalError):
            late.execute("INSERT INTO person (name) VALUES ('late')")
        late.close()
    assert _ask(database, "SELECT count(*) FROM person") == [(1,)]


def test_a_dead_run_is_cleaned_up_by_the_next_one(another):
    left = another.stdout.readline().strip()
    assert _exists(left)
    another.send_signal(signal.SIGKILL)
    another.wait()
    Run().end()
    assert not _exists(left)


def test_a_living_run_is_left_alone(another):
    kept = another.stdout.readline().strip()
    Run().end()
    assert _exists(kept)


def test_a_run_that_ends_leaves_nothing():
    other = Run()
    made = other.create("one")
    assert _exists(made)
    other.end()
    assert not _exists(made)
