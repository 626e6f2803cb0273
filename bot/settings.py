"""Every setting, from the environment or `.env`."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Slack's tokens choose the face: an app token for Socket Mode, else a signing secret for HTTP.

    `mpn_database` is a file or a URL; `mpn_administrators` are Slack ids with commas between.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    port: int = 3000
    mpn_database: str = "mpn.sqlite3"
    mpn_administrators: str = ""

    @property
    def speaks_slack(self) -> bool:
        """Whether the tokens of one of Slack's two modes are there."""
        return bool(self.slack_bot_token and (self.slack_app_token or self.slack_signing_secret))
