"""Signing in: by name and password, for a while, and never by guessing."""

from datetime import timedelta

import pytest
import time_machine

from mediation.db import atomic, now
from mediation.people.signing_in import (
    IDLE,
    LONGEST,
    LONGEST_PAUSE,
    TRIES,
    TRIES_FROM,
    pause_after,
    sign_in_with,
    sign_out_of,
    user_of,
)
from mediation.people.throttles import TooMany
from tests.conftest import PASSWORD


def test_the_right_password_opens_a_sign_in(cast):
    token = sign_in_with("lin", PASSWORD)
    assert user_of(token).login == "lin"


@pytest.mark.parametrize(("login", "password"), [("lin", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_opens_nothing(cast, login, password):
    assert sign_in_with(login, password) is None


def test_after_five_wrong_tries_even_the_right_password_must_wait_a_minute(cast):
    for _ in range(TRIES):
        assert sign_in_with("lin", "guess") is None
    with pytest.raises(TooMany):
        sign_in_with("lin", PASSWORD)
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert sign_in_with("lin", PASSWORD)


def test_a_stranger_at_another_address_locks_nobody_out(cast):
    for number in range(TRIES + 1):
        assert sign_in_with("lin", "guess", asked_from=f"203.0.113.{number}") is None
    assert sign_in_with("lin", PASSWORD, asked_from="192.0.2.7")


def test_who_guesses_from_one_address_at_many_names_must_wait(cast):
    for number in range(TRIES_FROM):
        sign_in_with(f"name {number}", "guess", asked_from="203.0.113.1")
    with pytest.raises(TooMany):
        sign_in_with("another name", "guess", asked_from="203.0.113.1")
    assert sign_in_with("lin", PASSWORD, asked_from="192.0.2.7")


def test_a_try_at_a_name_that_is_guessed_at_waits_some_seconds_and_no_more():
    assert [pause_after(tries) for tries in (1, TRIES, TRIES + 1, TRIES + 2, 10_000)] == [
        0,
        0,
        1,
        2,
        LONGEST_PAUSE,
    ]


def test_guessing_at_one_name_does_not_lock_out_another(cast):
    for _ in range(TRIES):
        sign_in_with("lin", "guess")
    assert sign_in_with("mei", PASSWORD)


def test_an_idle_sign_in_ends(cast):
    token = sign_in_with("lin", PASSWORD)
    with time_machine.travel(now() + IDLE + timedelta(seconds=1)):
        assert user_of(token) is None


def test_a_busy_sign_in_goes_on_but_not_for_ever(cast):
    token, began = sign_in_with("lin", PASSWORD), now()
    for minutes in range(10, int(LONGEST.total_seconds() // 60), 10):
        with time_machine.travel(began + timedelta(minutes=minutes)):
            assert user_of(token) is not None
    with time_machine.travel(began + LONGEST + timedelta(minutes=1)):
        assert user_of(token) is None


def test_signing_out_ends_it_on_the_server(cast):
    token = sign_in_with("lin", PASSWORD)
    sign_out_of(token)
    assert user_of(token) is None


def test_a_dismissed_worker_is_out_at_once(app, cast):
    token = sign_in_with("lin", PASSWORD)
    with atomic():
        cast.lin.active = False
    assert user_of(token) is None
    assert sign_in_with("lin", PASSWORD) is None
