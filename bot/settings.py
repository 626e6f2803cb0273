"""Every setting, from the environment or `.env`."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Slack's tokens choose the face: an app token for Socket Mode, else a signing secret for HTTP.

    A client id with its secret lets any number of workspaces install the desk by OAuth, in place of a bot token.

    `mpn_database` is a file or a URL; `mpn_administrators` are Slack ids with commas between; `mpn_heads_file` gets the
    head of every record once a day; `mpn_metrics_token` opens /metrics to whoever brings it.
    `mpn_keep_days` are days for which the record of a workspace is kept after the app was taken out; 0 for ever.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    port: int = 3000
    mpn_database: str = "mpn.sqlite3"
    mpn_administrators: str = ""
    mpn_heads_file: str = ""
    mpn_metrics_token: str = ""
    mpn_keep_days: int = Field(0, ge=0)

    @property
    def speaks_slack(self) -> bool:
        """Whether any of Slack's tokens is there; what is missing beside it is said when the desk opens."""
        return bool(self.slack_bot_token or self.slack_app_token or self.slack_signing_secret or self.installs_by_oauth)

    @property
    def installs_by_oauth(self) -> bool:
        """Whether workspaces install the desk themselves."""
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def administrators(self) -> tuple[str, ...]:
        """The Slack ids of `mpn_administrators`."""
        return tuple(filter(None, (one.strip() for one in self.mpn_administrators.split(","))))
