"""The desk for programs: one JSON request a line in, one JSON reply a line out."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.desk import Desk
from bot.faults import answered, ticked
from bot.reply import Kind, Reply, Request, within_reach
from policy.whole_keys import with_last_fives

_ECHOED: Final = 60
"""Letters of an id that are said back."""


class Line(BaseModel):
    """One request line of the contract for programs."""

    model_config = ConfigDict(extra="forbid")
    text: str | None = None
    as_: str | None = Field(None, alias="as")
    now: AwareDatetime | None = None

    @field_validator("now")
    @classmethod
    def _within_reach(cls, now: datetime | None) -> datetime | None:
        return now and within_reach(now)

    press: str | None = None
    pick: str | None = None
    thread: str | None = None
    cause: str | None = None


class Session:
    """A run of lines: who speaks and what time it is stay as they were until changed."""

    def __init__(
        self,
        desk: Desk,
        workspace: str,
        person: str,
        now: datetime | None = None,
        *,
        only_known: bool = False,
    ) -> None:
        """With `only_known` only people of the directory may speak; without it, anybody."""
        self.desk, self.workspace, self.person, self.now, self.only_known = desk, workspace, person, now, only_known

    def reply(self, number: int, raw: str) -> Reply:
        """The reply to line `number`, counted from 1; a line that cannot be read gets an error that names it."""
        try:
            line = Line.model_validate_json(_text(raw, number))
        except ValidationError as error:
            return Reply(kind=Kind.ERROR, text=f"Line {number}: {_fault(error)}")
        if line.as_ is not None:
            if self.only_known and not self.desk.knows(self.workspace, line.as_):
                said = f"nobody in the people file has the id {with_last_fives(line.as_)[:_ECHOED]!r}."
                return Reply(kind=Kind.ERROR, text=f"Line {number}: {said}")
            self.person = line.as_
        self.now = line.now or self.now
        if line.text is None and line.press is None and line.pick is None:
            return ticked(self.desk, self.workspace, self.now or datetime.now(UTC))
        request = Request(
            workspace=self.workspace,
            person=self.person,
            now=self.now or datetime.now(UTC),
            text=line.text,
            press=line.press,
            pick=line.pick,
            thread=line.thread or self.person,
            cause=line.cause,
        )
        return answered(self.desk, request)

    def replies(self, lines: Iterable[str]) -> Iterator[str]:
        """A JSON line for each line that is not blank."""
        for number, raw in enumerate(lines, 1):
            if raw.strip():
                yield as_json(self.reply(number, raw))


_OF_FACES: Final[dict[str, Any]] = {
    "table": True,
    "plans": True,
    "awaits": True,
    "asks": True,
    "deliveries": {"__all__": {"plans"}},
}


def as_json(reply: Reply) -> str:
    """A reply as one line of JSON, with the keys of the contract."""
    return reply.model_dump_json(exclude=_OF_FACES | {"parts": {"__all__": _OF_FACES | {"parts": True}}})


def _text(raw: str, number: int) -> str:
    """A line as text, without the mark that some programs set before the first one."""
    text = raw.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text.removeprefix("\ufeff") if number == 1 else text


def _fault(error: ValidationError) -> str:
    first: Any = error.errors()[0]
    key = ".".join(str(step) for step in first["loc"])
    match first["type"]:
        case "json_invalid":
            return 'this is not JSON. Write one object a line, such as {"text": "can we demo Dynamics?"}'
        case "extra_forbidden":
            return f"the key {with_last_fives(key)!r} is unknown. Keys: text, as, now, press, pick, thread, cause"
        case _:
            return f"{key or 'the line'}: {first['msg'].removeprefix('Value error, ').lower()}"
