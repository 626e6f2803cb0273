"""Of each conversation one message at a time, in order, whichever threads bring them."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from bot.slack import turns as module
from bot.slack.turns import Turns

_HERE, _THERE = ("T1", "D1"), ("T1", "D2")


def test_what_is_left_is_done_by_who_is_at_work_and_in_order() -> None:
    turns, done = Turns(), list[int]()
    tickets = [turns.ticket(_HERE) for _ in range(3)]
    turns.leave(tickets[2], lambda: done.append(2))
    turns.leave(tickets[1], lambda: done.append(1))
    assert done == []
    turns.leave(tickets[0], lambda: done.append(0))
    assert done == [0, 1, 2]
    assert not turns._queues


def test_what_is_to_be_answered_at_once_waits_for_what_came_before() -> None:
    turns, done, go_on = Turns(), list[str](), Event()
    first, second, third = (turns.ticket(_HERE) for _ in range(3))

    def at_once() -> None:
        with turns.turn(second):
            done.append("second")

    def slowly() -> None:
        go_on.wait(5)
        done.append("first")

    with ThreadPoolExecutor() as pool:
        left = pool.submit(turns.leave, first, slowly)
        waiting = pool.submit(at_once)
        turns.leave(third, lambda: done.append("third"))
        go_on.set()
        waiting.result(5)
        left.result(5)
    assert done == ["first", "second", "third"]


def test_conversations_do_not_wait_for_each_other() -> None:
    turns, done = Turns(), list[str]()
    turns.ticket(_HERE)
    turns.leave(turns.ticket(_THERE), lambda: done.append("there"))
    assert done == ["there"]


def test_one_that_never_comes_to_its_turn_holds_up_nobody_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 0.01)
    turns = Turns()
    turns.ticket(_HERE)
    with turns.turn(turns.ticket(_HERE)):
        pass


@pytest.mark.parametrize("seed", range(5))
def test_many_threads_answer_each_message_once_and_never_two_at_a_time(seed: int) -> None:
    draw, turns, lock = random.Random(seed), Turns(), Lock()
    order: dict[tuple[str, str], list[int]] = {_HERE: [], _THERE: []}
    done: dict[tuple[str, str], list[int]] = {_HERE: [], _THERE: []}
    at_work: set[tuple[str, str]] = set()
    faults: list[str] = []

    def work(place: tuple[str, str], number: int) -> None:
        if place in at_work:
            faults.append(f"two at a time in {place}")
        at_work.add(place)
        done[place].append(number)
        at_work.discard(place)

    def message(number: int, place: tuple[str, str], *, at_once: bool) -> None:
        with lock:
            ticket = turns.ticket(place)
            order[place].append(number)
        if at_once:
            with turns.turn(ticket):
                work(place, number)
        else:
            turns.leave(ticket, lambda: work(place, number))

    with ThreadPoolExecutor(8) as pool:
        sent = [
            pool.submit(message, number, draw.choice((_HERE, _THERE)), at_once=draw.random() < 0.3)
            for number in range(300)
        ]
        for one in sent:
            one.result(10)
    assert not faults
    assert done == order
    assert not turns._queues
