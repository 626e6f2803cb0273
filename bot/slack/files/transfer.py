"""Files in Slack: fetched with the bot's token from Slack alone, and sent in the three steps that Slack asks for."""

from http.client import HTTPException
from threading import Event
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.payloads import SharedFile
from bot.slack.sending.posting import repeatable
from storage.errors import StorageError
from storage.importers.faults import TooLargeError
from storage.importers.limits import MOST_BYTES

_PATIENCE: Final = 30.0
"""Seconds without a byte after which a download is given up."""

_HOSTS: Final = (".slack.com", ".slack-gov.com")
_LOOKS: Final = 20


class FileError(StorageError):
    """{file} could not be had from Slack: {fault}. Drop it here once more in a minute. Nothing was recorded."""


class ElsewhereError(FileError):
    """{file} does not lie in Slack, and I fetch files from Slack alone. Save it as CSV or XLSX and drop that here.
    Nothing was recorded."""


class NotGivenError(FileError):
    """Slack did not give me {file}. If it stays so, the app lacks the scope files:read: whoever runs the desk installs
    it again from manifest.json. Nothing was recorded."""


class GoneError(FileError):
    """{file} is no longer in Slack. Drop it here once more. Nothing was recorded."""


class MayNotSendError(FileError):
    """I may not send files here: the app lacks the scope files:write. Whoever runs the desk installs it again from
    manifest.json. Nothing was recorded."""


class _NoRedirects(HTTPRedirectHandler):
    """The token goes nowhere else. Slack sends those whom it does not give a file to its page for signing in."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def fetched(client: WebClient, file: SharedFile) -> bytes:
    """The content of a file. Raises a FileError, or TooLargeError without reading what is beyond the limit."""
    if (file.size or 0) > MOST_BYTES:
        raise _too_large(file, file.size or 0)
    if file.is_external:
        raise ElsewhereError(file=file.title)
    if not file.url:  # of a file from a shared channel the message tells only the id
        file = looked_up(client, file)
    if not _is_slacks(file.url, client.base_url):
        raise ElsewhereError(file=file.title)
    asked = Request(file.url, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310  # looked at above
    try:
        with build_opener(_NoRedirects).open(asked, timeout=_PATIENCE) as answer:
            if answer.headers.get_content_type() == "text/html":
                raise NotGivenError(file=file.title)
            content = bytes(answer.read(MOST_BYTES + 1))
    except HTTPError as fault:
        if fault.code == 404:
            raise GoneError(file=file.title) from None
        if fault.code < 500:
            raise NotGivenError(file=file.title) from None
        raise FileError(file=file.title, fault=f"it answers with {fault.code}") from None
    except (URLError, OSError, HTTPException):
        raise FileError(file=file.title, fault="it did not answer in time") from None
    if len(content) > MOST_BYTES:
        raise _too_large(file, len(content))
    return content


def looked_up(client: WebClient, file: SharedFile) -> SharedFile:
    """A file as Slack tells of it now. Raises a FileError."""
    try:
        found = repeatable(client).files_info(file=file.id)["file"]
    except SlackApiError as refusal:
        if refusal.response["error"] in ("file_not_found", "file_deleted"):
            raise GoneError(file=file.title) from None
        if refusal.response["error"] == "missing_scope":
            raise NotGivenError(file=file.title) from None
        raise
    return SharedFile.model_validate(found)


def sent(client: WebClient, person: str, name: str, content: bytes, comment: str) -> None:
    """Sends a file to somebody's direct conversation. Raises MayNotSendError, else what Slack's client raises."""
    channel = str(repeatable(client).conversations_open(users=person)["channel"]["id"])
    _uploaded(client, name, content, name, channel=channel, initial_comment=comment)


def kept_picture(client: WebClient, name: str, content: bytes, title: str, pause: float) -> str:
    """The id of a picture that only the bot has, once Slack has looked into it and knows it as one.

    Asks every `pause` seconds, 20 times at most. Raises MayNotSendError, FileError, or what Slack's client raises.
    """
    file = _uploaded(client, name, content, title)
    for _ in range(_LOOKS):
        if repeatable(client).files_info(file=file)["file"].get("mimetype"):
            return file
        Event().wait(pause)
    raise FileError(file=name, fault="Slack does not know it as a picture")


def _uploaded(client: WebClient, name: str, content: bytes, title: str, **shared: Any) -> str:
    try:
        done = client.files_upload_v2(filename=name, content=content, title=title, **shared)
    except SlackApiError as refusal:
        if refusal.response["error"] == "missing_scope":
            raise MayNotSendError from None
        raise
    return str(done["files"][0]["id"])


def _is_slacks(url: str, api: str) -> bool:
    """Whether an address is Slack's over TLS, or of the server whose API the settings name."""
    there, ours = urlsplit(url), urlsplit(api)
    if (there.scheme, there.netloc) == (ours.scheme, ours.netloc):
        return True
    host = there.hostname or ""
    return there.scheme == "https" and there.port in (None, 443) and f".{host}".endswith(_HOSTS) and "@" not in url


def _too_large(file: SharedFile, size: int) -> TooLargeError:
    return TooLargeError(file=file.title, found=f"{size >> 20:,} MB", most=f"{MOST_BYTES >> 20} MB")
