"""Pictures of a membership as SVG: the year's windows on a line, seats over time, activations used."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

import pygal  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

from policy.context import in_words

_INK, _PAPER = "#222222", "#ffffff"
_COLOURS: Final = ("#1b5e9e", "#e08a00", "#5b8c2a", "#9a3b7a", "#7a7a7a", "#4aa3a2")
_OF_BARS: Final = ("#1b5e9e", "#b9cfe4")
_DASHES: Final = ("", "", "7, 4", "2, 3", "9, 3", "1, 2")
"""Lines stay apart on paper without colours too."""

_WIDTH: Final = 920
_BAR: Final = 14
_SVG: Final = "http://www.w3.org/2000/svg"
_MOST_POINTS: Final = 400


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days on a line of its own; `what` says what kind it is and gives it its colour."""

    line: str
    what: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Steps:
    """A number that stays as it is from one day to the next: (day, value), in order."""

    what: str
    steps: tuple[tuple[dt.date, int], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Of a whole some is used; `whole` None where it is not limited."""

    what: str
    used: int
    left: int


def timeline(spans: Sequence[Span], title: str, today: dt.date) -> str:
    """Lines of spans over time: terms of offers and windows."""
    lines = list(dict.fromkeys(span.line for span in spans))
    place = {line: len(lines) - number for number, line in enumerate(lines)}
    chart = _over_time(title, 150 + 34 * len(lines), _marks([s.first for s in spans] + [s.last for s in spans]))
    chart.y_labels = [{"label": line[:40], "value": place[line]} for line in lines]
    chart.range = (0, len(lines) + 1)
    chart.show_dots = False
    for what in dict.fromkeys(span.what for span in spans):
        points: list[tuple[dt.date, int | None]] = []
        for span in (span for span in spans if span.what == what):
            height = place[span.line]
            points += [(span.first, height), (max(span.last, span.first + dt.timedelta(days=1)), height)]
            points.append((span.last, None))
        width = _BAR if what == spans[0].what else _BAR // 2
        chart.add(what, points, stroke_style={"width": width, "linecap": "butt"}, allow_interruptions=True)
    chart.add(in_words(today), [(today, 0), (today, len(lines) + 1)], stroke_style={"width": 1, "dasharray": "4, 3"})
    return _svg(chart)


def over_time(lines: Sequence[Steps], title: str) -> str:
    """Numbers over time, as steps."""
    chart = _over_time(title, 320, _marks([day for line in lines for day, _ in line.steps]))
    chart.show_dots = False
    chart.y_title = "seats"
    top = max((value for line in lines for _, value in line.steps), default=1)
    chart.range = (0, max(1, top) * 1.04)
    chart.y_labels = _ticks(max(1, top))
    for line, dashes in zip(lines, _DASHES, strict=False):
        chart.add(line.what, _as_stairs(_thinned(line.steps)), stroke_style={"width": 2.5, "dasharray": dashes})
    return _svg(chart)


def bars(used: Sequence[Bar], title: str) -> str:
    """What is used and what is left, a bar each."""
    chart = pygal.HorizontalStackedBar(
        height=130 + 30 * len(used), print_values=True, print_zeroes=False, **_common(title, _OF_BARS), spacing=8
    )
    chart.x_labels = [bar.what[:40] for bar in reversed(used)]
    chart.add("used", [bar.used for bar in reversed(used)])
    chart.add("left", [bar.left for bar in reversed(used)])
    return _svg(chart)


def _over_time(title: str, height: int, marks: list[dt.date]) -> Any:
    chart = pygal.DateLine(height=height, x_value_formatter=lambda day: _day(day), **_common(title))
    chart.x_labels = marks
    chart.x_label_rotation = 0 if len(marks) <= 8 else 25
    return chart


def _common(title: str, colours: Sequence[str] = _COLOURS) -> dict[str, Any]:
    return {
        "title": title,
        "width": _WIDTH,
        "explicit_size": False,
        "legend_at_bottom": True,
        "truncate_legend": -1,
        "truncate_label": -1,
        "js": (),
        "margin": 12,
        "margin_right": 40,
        "show_x_guides": True,
        "style": Style(
            background=_PAPER,
            plot_background=_PAPER,
            foreground=_INK,
            foreground_strong=_INK,
            foreground_subtle="#999999",
            guide_stroke_color="#dddddd",
            major_guide_stroke_color="#dddddd",
            guide_stroke_dasharray="1,0",
            major_guide_stroke_dasharray="1,0",
            value_colors=("#ffffff", *[_INK] * (len(_COLOURS) - 1)),
            stroke_width="inherit",  # else pygal draws every line one pixel wide, whatever its series says
            stroke_opacity="1",
            stroke_opacity_hover="1",
            colors=colours,
            font_family="system-ui, sans-serif",
            title_font_size=17,
            label_font_size=12,
            major_label_font_size=12,
            legend_font_size=12,
            value_font_size=12,
            opacity="1",
            opacity_hover="1",
            transition="0s",
        ),
    }


def _svg(chart: Any) -> str:
    """The picture as an element that can stand in a page: without scripts and remarks, the same each time."""
    chart.config.legend_at_bottom_columns = max(1, len(chart.raw_series))
    chart.uuid = hashlib.sha256(str(chart.config.title).encode()).hexdigest()[:8]
    root = chart.render_tree()
    for parent in list(root.iter()):
        for child in [one for one in parent if not isinstance(one.tag, str) or one.tag.endswith("script")]:
            parent.remove(child)
    ElementTree.register_namespace("", _SVG)
    text = ElementTree.tostring(root, encoding="unicode")
    return text if "xmlns=" in text[:300] else text.replace("<svg ", f'<svg xmlns="{_SVG}" ', 1)


def _marks(days: Sequence[dt.date]) -> list[dt.date]:
    """First days of months, quarters or years between the first and the last of the days, some six of them."""
    if not days:
        return []
    first, last = min(days), max(days)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months / step <= 7), 240)
    found = []
    month = first.year * 12 + first.month - 1
    month += -month % step
    while (day := dt.date(month // 12, month % 12 + 1, 1)) <= last:
        if day >= first:
            found.append(day)
        month += step
    return found or [first]


def _ticks(top: int) -> list[int]:
    step = next(step * 10**power for power in range(9) for step in (1, 2, 5) if top / (step * 10**power) <= 6)
    return list(range(0, top + step, step))


def _as_stairs(steps: Sequence[tuple[dt.date, int]]) -> list[tuple[dt.date, int]]:
    stairs: list[tuple[dt.date, int]] = []
    for day, value in steps:
        if stairs:
            stairs.append((day, stairs[-1][1]))
        stairs.append((day, value))
    return stairs


def _thinned(steps: Sequence[tuple[dt.date, int]]) -> list[tuple[dt.date, int]]:
    """Not more steps than a picture can show; first and last stay."""
    if len(steps) <= _MOST_POINTS:
        return list(steps)
    every = len(steps) / _MOST_POINTS
    return [*(steps[int(place * every)] for place in range(_MOST_POINTS)), steps[-1]]


def _day(day: dt.date | dt.datetime) -> str:
    return in_words(day.date() if isinstance(day, dt.datetime) else day)
