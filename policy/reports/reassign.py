"""May a seat go to another person, and from when."""

import datetime as dt
from heapq import nsmallest

from policy.context import count, in_words
from policy.decision import Form, Verdict
from policy.laws.coverage import uncovered
from policy.ledger import Seat, has_clock
from policy.reports.asked import Report
from policy.reports.stock import stocks
from policy.reports.view import LINES, View, cut, listed, tabled, yes


def reassign_check(view: View) -> Report:
    """Whether a person's seat may move on the day, and the first day on which it may."""
    if view.ask.person is None:
        return _of_all(view)
    person = view.ask.person
    if not view.sees(person):
        text = f"**I can't show {cut(view.named(person))}'s seat.** {view.hidden()}"
        return view.says(text, "A Visual Studio seat may move 90 days after its holder got it.", rules=("vs-reassign",))
    held = [one for one in view.ledger.seats.of(person, view.day) if view.wants(one.product)]
    clocked = [one for one in held if has_clock(one.product)]
    held = clocked or held
    if not held:
        return _none_held(view, person)
    if len(held) == 1:
        return _one(view, held[0])
    answers = [_one(view, one) for one in held]
    verdicts = {one.verdict for one in answers}
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.IT_DEPENDS
    days = [one.date for one in answers if one.date and one.date > view.day]
    head = f"**{view.name(person)} has {len(held)} seats.**"
    lines = [answer.text.split("\n")[0] for answer in answers]
    rules = [rule for answer in answers for rule in answer.rules]
    return view.says(head, *listed(lines, len(lines)), verdict=verdict, rules=rules, date=min(days, default=None))


def _one(view: View, seat: Seat) -> Report:
    polar = view.polar(Form.POLAR)
    name, called = view.name(seat.last), view.seat(seat)
    if fault := uncovered(view.ledger, view.ctx, seat.offer, view.day):
        verdict = Verdict.NOT_ALLOWED if polar else None
        text = f"**No.** {fault.text}"
        return view.says(text, verdict=verdict, rules=fault.rules, entries=[fault.entry], date=fault.date)
    if not has_clock(seat.product):
        text = f"**Yes.** {called} may go from {name} to somebody else in your organisation any day: the 90 days are "
        return view.says(
            f"{text}for Visual Studio only.",
            verdict=Verdict.ALLOWED if polar else None,
            rules=("vs-reassign", "grant-as-listed"),
            entries=[seat.assignment],
        )
    ready = seat.free_from <= view.day
    got = f"{name} got {called} on {in_words(seat.since)} (#{seat.assignment})"
    if ready:
        over = f"the 90 days were over on **{in_words(seat.free_from)}**"
        text = f"**{'Yes' if polar else 'Now'}.** {got}; {over}, so it can move{_then(view)}."
        next_step = f'Say "move {name}\'s seat to …" to record it. ' if view.administers else ""
        next_step += "For the next holder the 90 days start anew."
    else:
        left = count((seat.free_from - view.day).days, "day")
        text = f"**Not yet.** {got}; it can go to somebody else from **{in_words(seat.free_from)}**, in {left}."
        next_step = _instead(view, seat)
    return view.says(
        text,
        next_step,
        verdict=yes(is_so=ready) if polar else None,
        rules=("vs-reassign", "vs-per-user"),
        entries=[seat.assignment],
        date=seat.free_from,
    )


def _then(view: View) -> str:
    return view.when() or " today"


def _instead(view: View, seat: Seat) -> str:
    """What is possible before the day: another seat that is free, or the list."""
    free = sum(one.free for one in stocks(view) if one.product == seat.product)
    if free:
        return f"{count(free, 'other seat is', 'other seats are')} free{view.when() or ' today'}."
    waiting = view.ledger.seats.waiting(seat.product, view.day)
    if waiting:
        return (
            f"{count(len(waiting), 'person waits', 'people wait')} for one. Giving it back does not shorten the time."
        )
    return "Giving it back does not shorten the time: it would rest until then."


def _none_held(view: View, person: str) -> Report:
    name = view.name(person)
    book = view.ledger.seats
    states = (book.seat(seat, view.day) for seat in dict.fromkeys(book.ever(person)))
    resting = [one for one in states if one and one.last == person and one.rests(view.day) and view.wants(one.product)]
    polar = view.polar(Form.POLAR)
    verdict = Verdict.NOT_ALLOWED if polar else None
    if not resting:
        what = f"{view.product(view.ask.product)} seat" if view.ask.product else "seat"
        text = f'**{name} has no {what}{view.when()}**, so there is none to move. Say "what does {name} have" for more.'
        return view.says(text, verdict=verdict, rules=("vs-reassign", "track-usage"))
    one = min(resting, key=lambda state: state.free_from)
    back = in_words(one.released) if one.released else ""
    text = (
        f"**Not yet.** {name} gave {view.seat(one)} back on {back} (#{one.release}); it rests until "
        f"**{in_words(one.free_from)}**, 90 days after {name} got it. Until then only {name} may have it again."
    )
    return view.says(text, verdict=verdict, rules=("vs-reassign",), entries=[one.release], date=one.free_from)


def _of_all(view: View) -> Report:
    """Which seats may move, the first to be free first; of others' seats only how many."""
    soonest: list[tuple[dt.date, int, Seat]] = []
    ready = total = 0
    for offer, product in view.ledger.seats.pools():
        if not (has_clock(product) and view.wants(product) and view.covers(offer)):
            continue
        states = view.ledger.seats.holders(offer, product, view.day)
        total += len(states)
        ready += sum(one.free_from <= view.day for one in states)
        seen = [(one.free_from, one.assignment, one) for one in states if view.sees(one.last)]
        soonest = nsmallest(LINES, [*soonest, *seen], key=lambda entry: entry[:2])
    if not total:
        text = f"**No Visual Studio seat is held{view.when()}**, so none waits for its 90 days."
        verdict = Verdict.NOT_ALLOWED if view.ask.form is Form.POLAR else None
        return view.says(text, 'Tell me who has one: "Ana got VS on 3 Oct".', verdict=verdict, rules=("vs-reassign",))
    lines = [
        f"{view.name(one.last)}: {view.seat(one)}, {_from(view, one)} (#{one.assignment})" for _, _, one in soonest
    ]
    rows = [
        (view.name(one.last), view.seat(one), in_words(one.since), in_words(one.free_from)) for _, _, one in soonest
    ]
    later = [day for day, _, _ in soonest if day > view.day]
    return view.says(
        f"**{ready:,} of {total:,} Visual Studio seats may move to somebody else{_then(view)}.**",
        *(listed(lines, total) if view.sees_all else listed(lines, len(lines))),
        "" if view.sees_all else view.hidden(),
        verdict=yes(is_so=ready > 0) if view.ask.form is Form.POLAR else None,
        rules=("vs-reassign",),
        date=None if ready else min(later, default=None),
        table=tabled(("Person", "Seat", "Since", "May move from"), rows, total) if rows and view.sees_all else None,
    )


def _from(view: View, seat: Seat) -> str:
    if seat.free_from <= view.day:
        return f"since {in_words(seat.free_from)}"
    return f"from {in_words(seat.free_from)}"
