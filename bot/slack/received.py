"""What comes from Slack, read or refused."""

from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError


class UnreadableError(Exception):
    """**I can't read what Slack sent.** Nothing was recorded. Open it anew, and try again."""


class Payload(BaseModel):
    """One thing that Slack sends, as far as the desk needs it."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def read(cls, given: object) -> Self:
        """What Slack sent. Raises UnreadableError for what is none of it."""
        try:
            return cls.model_validate(given)
        except ValidationError:
            raise UnreadableError from None
