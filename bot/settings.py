"""Every setting, from the environment or `.env`."""

import re
from typing import Any, Final

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_ADDRESS: Final = re.compile(r"https?://[^/\s]+(/\S*)?")
_A_CENTURY: Final = 36_500


class SettingsError(Exception):
    """What is wrong in the environment or in `.env`, by the names of settings; their values are not repeated."""


class Settings(BaseSettings):
    """Slack's tokens choose the face: an app token for Socket Mode, else a signing secret for HTTP.

    A client id with its secret lets any number of workspaces install the desk by OAuth, in place of a bot token.

    `mpn_database` is a file or a URL; `mpn_administrators` are Slack ids with commas between; `mpn_heads_file` gets the
    head of every record once a day; `mpn_metrics_token` opens /metrics to whoever brings it.
    `mpn_keep_days` are days for which the record of a workspace is kept after the app was taken out; 0 for ever.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", str_strip_whitespace=True)

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    port: int = Field(3000, ge=0, le=65_535)
    mpn_database: str = "mpn.sqlite3"
    mpn_administrators: str = ""
    mpn_heads_file: str = ""
    mpn_metrics_token: str = ""
    mpn_keep_days: int = Field(0, ge=0, le=_A_CENTURY)

    @field_validator("slack_api_url", "port", "mpn_database", "mpn_keep_days", mode="before")
    @classmethod
    def _usual_where_empty(cls, value: Any, info: ValidationInfo) -> Any:
        is_empty = isinstance(value, str) and not value.strip()
        return cls.model_fields[info.field_name or ""].default if is_empty else value

    @field_validator("slack_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not _ADDRESS.fullmatch(value):
            raise ValueError("it is no address such as https://slack.com/api/")
        return value if value.endswith("/") else f"{value}/"

    @property
    def speaks_slack(self) -> bool:
        """Whether any of Slack's tokens is there; what is missing beside it is said when the desk opens."""
        of_oauth = self.slack_client_id or self.slack_client_secret
        return bool(self.slack_bot_token or self.slack_app_token or self.slack_signing_secret or of_oauth)

    @property
    def installs_by_oauth(self) -> bool:
        """Whether workspaces install the desk themselves."""
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def administrators(self) -> tuple[str, ...]:
        """The Slack ids of `mpn_administrators`."""
        return tuple(filter(None, (one.strip() for one in self.mpn_administrators.split(","))))


def read_settings() -> Settings:
    """The settings of the environment and of `.env`. Raises SettingsError, in words."""
    try:
        return Settings()
    except ValidationError as wrong:
        told = [f"{str(one['loc'][0]).upper()}: {_told(one['msg'])}." for one in wrong.errors(include_input=False)]
        raise SettingsError(" ".join([*told, "See .env.sample."])) from None
    except (UnicodeDecodeError, OSError):
        raise SettingsError(".env can't be read: it is to be a text file in UTF-8. See .env.sample.") from None


def _told(message: str) -> str:
    return message.removeprefix("Value error, ").partition(",")[0]
