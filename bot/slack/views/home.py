"""The Home tab. Pure."""

import datetime as dt
from collections.abc import Iterator
from itertools import count, groupby
from typing import Final

from bot.slack.forms import Form, forms
from bot.slack.payloads import FORM_OF
from bot.slack.tab.content import HomeFacts
from bot.slack.tab.lines import Bar, Line, Tail
from bot.slack.views.choices import button, value_of
from bot.slack.views.message import Block, header, picture, plain, section, shortened, small
from bot.slack.views.pack import pack_button
from bot.slack.views.reply import marked
from bot.slack.views.setup import OPEN, setup_blocks
from bot.slack.views.welcome import PRIVACY
from bot.slack.words import escape, moment
from policy.context import in_words

RECORD: Final = "record"
"""The action id of the list of forms."""

ASK, HELP = "ask", "help"

_BAR: Final = 20
_MOST: Final = 98
_LINE: Final = 2_800
_BARS: Final = 10
_NOBODY: Final = (
    "*Nobody administrates this desk yet.* The first owner or admin of this Slack workspace who writes to me does. "
    "Until then I answer questions about the guide."
)


def home_view(facts: HomeFacts) -> Block:
    """The Home tab of one person."""
    numbers = count()
    blocks = [header(escape(facts.state)), *_list("", facts.attention, numbers)]
    if not facts.administrators:
        blocks.append(section(_NOBODY))
    if facts.administers and facts.steps:
        blocks += [section("*Still to be set up*"), *setup_blocks(facts.steps)]
    if facts.administers:
        blocks.append(_menu())
    if facts.reads_all:
        blocks += _bars(facts.bars)
        blocks += [picture(file, title) for file, title in facts.pictures]
        blocks += _list("Windows open", facts.windows, numbers)
        blocks += _list("Tokens of this year", facts.tokens, numbers)
        blocks += _list("Waiting for a seat", facts.waiting, numbers)
        if facts.rated:
            blocks.append(small(escape(facts.rated)))
    blocks += _list("What you hold", facts.mine, numbers, empty="You hold no seat, and asked for none.")
    if facts.free:
        blocks.append(small(shortened(marked(f"Free today: {' · '.join(facts.free[:_BARS])}."), _LINE)))
    buttons = [button("Ask a question", ASK, ASK)]
    if facts.may_ask:
        buttons.append(button("Ask for a seat", f"{OPEN}request.foot", "request"))
    if facts.administers:
        buttons.append(button("Settings", f"{OPEN}settings.foot", "settings"))
    if facts.reads_all:
        buttons.append(pack_button())
    buttons.append(button("Help", HELP, HELP))
    end = [{"type": "divider"}, {"type": "actions", "elements": buttons}, small(_foot(facts))]
    room = _MOST - len(end)
    cut = [small("There is more than Slack shows here. Ask “where do we stand?”.")] if len(blocks) > room else []
    return {"type": "home", "blocks": [*blocks[:room], *cut, *end]}


def stamped(view: Block, at: dt.datetime) -> Block:
    """The tab with the moment that it shows, which each reader reads in the zone of their own."""
    *above, foot = view["blocks"]
    element = {"type": "mrkdwn", "text": f"As of {moment(at)}."}
    return view | {"blocks": [*above, foot | {"elements": [*foot["elements"], element]}]}


def _menu() -> Block:
    """The list of everything that an administrator records by a form."""
    groups = [
        {
            "label": plain(group, 75),
            "options": [{"text": plain(form.menu or form.title, 75), "value": form.id} for form in found],
        }
        for group, found in groupby(menu(), key=lambda form: form.group)
    ]
    select = {
        "type": "static_select",
        "action_id": RECORD,
        "placeholder": plain("Record something …", 150),
        "option_groups": groups,
    }
    return {"type": "actions", "elements": [select]}


def menu() -> list[Form]:
    """The forms that can be opened from the Home tab's list."""
    return [form for form in forms().values() if form.menu]


def _bars(bars: tuple[Bar, ...]) -> Iterator[Block]:
    if bars:
        yield section("*Seats*")
    for bar in bars[:_BARS]:
        yield section(_bar(bar))
    if len(bars) > _BARS:
        yield small(f"And {len(bars) - _BARS:,} more. Ask “how many seats are free?”.")


def _bar(bar: Bar) -> str:
    """Used, at rest and free, drawn and in words."""
    total = max(bar.total, bar.used + bar.resting, 1)
    used = round(_BAR * bar.used / total)
    resting = min(_BAR - used, round(_BAR * bar.resting / total))
    drawn = "█" * used + "▒" * resting + "░" * (_BAR - used - resting)
    rest = f" · {bar.resting:,} at rest until {in_words(bar.until)}" if bar.resting and bar.until else ""
    words = f"{bar.used:,} of {bar.total:,} used · {bar.free:,} free{rest}"
    return f"{shortened(marked(bar.product), 200)}\n`{drawn}` {words}"


def _list(title: str, tail: Tail, numbers: Iterator[int], empty: str = "") -> Iterator[Block]:
    """A list under its title; nothing at all where it is empty and nothing is to be said of that."""
    if not tail.lines and not empty:
        return
    if title:
        yield section(f"*{title}*")
    if not tail.lines:
        yield small(empty)
    for line in tail.lines:
        yield from _line(line, numbers)
    if tail.more:
        yield small(f"And {tail.more:,} more. Ask “what's coming up?” or “where do we stand?”.")


def _line(line: Line, numbers: Iterator[int]) -> Iterator[Block]:
    yield section(shortened(marked(line.text), _LINE) or "…")
    buttons = [
        button(one.label, f"choice-{next(numbers)}", value_of(one.label, one.plan), _STYLES.get(one.label))
        for one in line.buttons
    ]
    if line.form:
        value = f"{FORM_OF}:{line.form.plan}"
        buttons.append(button(line.form.label, f"{FORM_OF}-{next(numbers)}", value))
    if buttons:
        yield {"type": "actions", "elements": buttons}


_STYLES: Final = {"Approve": "primary", "Deny": "danger"}


def _foot(facts: HomeFacts) -> str:
    named = ", ".join(facts.administrators[:5]) + (" and others" if len(facts.administrators) > 5 else "")
    who = f"Administrators: {named}. " if named else ""
    return shortened(marked(f"{who}Edition of the guide: {in_words(facts.edition)}. {PRIVACY}"), 3_000)
