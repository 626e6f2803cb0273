"""What comes from Slack, read or refused."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator


class UnreadableError(Exception):
    """**I can't read what Slack sent.** Nothing was recorded. Open it anew, and try again."""


class Payload(BaseModel):
    """One thing that Slack sends, as far as the desk needs it. What is null is taken as left out."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: Any) -> Any:
        if isinstance(given, dict) and None in given.values():
            return {name: value for name, value in given.items() if value is not None}
        return given

    @classmethod
    def read(cls, given: object) -> Self:
        """What Slack sent. Raises UnreadableError for what is none of it."""
        try:
            return cls.model_validate(given)
        except ValidationError:
            raise UnreadableError from None
