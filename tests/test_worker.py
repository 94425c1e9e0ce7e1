"""The worker: what waits is put into the queue by row id, done once, and a failure stops nothing."""

from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select

from mediation import worker
from mediation.cases.work import Task
from mediation.configuration import BadConfiguration, province_of, stated_in
from mediation.db import SHANGHAI, db
from mediation.web.feature import Feature, Job
from mediation.workflow import clocks

MARCH_14 = datetime(2026, 3, 14, 9, tzinfo=SHANGHAI)


@pytest.fixture
def request_of_march(new_case):
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), tick=False):
        return new_case(received_on="2026-03-02")


def test_what_is_queued_is_the_id_of_a_row_and_is_done_once(app, request_of_march, tmp_path):
    (clock,) = [clock for clock in clocks.running_in(request_of_march.ref) if clock.rule == "XF-23"]
    clock_id = clock.id
    db.session.rollback()
    first, second = (worker.queue_of(app, folder=tmp_path) for _ in range(2))
    with time_machine.travel(MARCH_14, tick=False):
        for queue in (first, second):
            look = next(task for task in queue._registry.periodic_tasks if task.name == "look")
            queue.execute(look)
        queued = [first.dequeue(), second.dequeue()]
        assert [task.args for task in queued] == [(clock_id,), (clock_id,)]
        for queue, task in zip((first, second), queued, strict=True):
            queue.execute(task)
    assert first.dequeue() is None
    assert len(db.session.scalars(select(Task).where(Task.kind == "time_limit")).all()) == 1


def test_a_job_that_fails_does_not_keep_the_others_from_work(app, monkeypatch):
    done = []

    def fails(_row_id):
        raise RuntimeError("王芳")

    jobs = [Job("fails", lambda: [1], fails), Job("works", lambda: [2, 3], done.append)]
    monkeypatch.setitem(app.extensions, "features", [Feature(jobs=jobs)])
    assert worker.run_once(app) == 3
    assert done == [2, 3]


def test_the_consumer_starts_and_stops_beside_the_pages(app):
    consumer = worker.beside(app)
    assert all(thread.is_alive() for _worker, thread in consumer.worker_threads)
    consumer.stop(graceful=True)


def test_the_station_names_its_province(tmp_path):
    (tmp_path / "config.toml").write_text('province = "44"\n', encoding="utf-8")
    assert stated_in(tmp_path / "config.toml") == {"PROVINCE": "44"}
    assert stated_in(tmp_path / "none.toml") == {}
    assert (province_of(44), province_of(""), province_of("52")) == ("44", "", "52")


@pytest.mark.parametrize("wrong", ["广东", "440300", "4", "00"])
def test_a_province_that_is_none_is_refused(wrong):
    with pytest.raises(BadConfiguration, match="GB/T 2260"):
        province_of(wrong)


def test_a_broken_configuration_names_the_file(tmp_path):
    (tmp_path / "config.toml").write_text("province = 广东", encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"config\.toml 格式有误"):
        stated_in(tmp_path / "config.toml")
