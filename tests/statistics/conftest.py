"""A small spring that is counted by hand: who came in February and March 2026, and what became of them."""

from datetime import datetime

import pytest
import time_machine

from mediation.db import SHANGHAI, atomic
from mediation.workflow.engine import take
from tests.conftest import prepare_archive


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def came(new_case):
    """Registers a request on a day of 2026."""

    def make(month, day, **given):
        with time_machine.travel(at(month, day), tick=False):
            return new_case(**{"received_on": f"2026-{month:02d}-{day:02d}", **given})

    return make


@pytest.fixture
def spring(came, cast):
    """Seven in February: five of them about support by visit; one about a divorce by telephone, with violence; one about
    wages, sealed. Of the first, one is closed on 20 March. On 2 March one comes about support."""
    support = [came(2, 2, actor=cast.mei), *(came(2, day) for day in range(3, 7))]
    violence = came(2, 9, category_kind="离婚", channel="call", q_violence="yes")
    sealed = came(2, 10, category_class="劳动和社会保障权益", category_kind="工资报酬", channel="letter")
    with atomic():
        sealed.level = 3
    with time_machine.travel(at(2, 11), tick=False):
        told = {"violence_kinds": ["bodily", "mental"], "injured": "yes"}
        take(violence, "record_violence", actor=cast.mei, facts=told)
        take(violence, "open_protection", actor=cast.mei, facts={"reason": "有危险。"})
    with time_machine.travel(at(3, 20), tick=False):
        prepare_archive(support[0], cast)
    return [*support, violence, sealed, came(3, 2)]
