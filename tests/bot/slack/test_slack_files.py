"""Files over the border: fetched with the token from Slack alone, sent in three steps, and refused as Slack does."""

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.files.transfer import ElsewhereError, GoneError, NotGivenError, fetched, looked_up
from bot.slack.payloads import SharedFile
from storage.importers.faults import TooLargeError
from storage.importers.limits import MOST_BYTES
from tests.fake_slack import FakeSlack, Person


@pytest.fixture
def elsewhere() -> Iterator[FakeSlack]:
    """A server that would like to have the token."""
    with FakeSlack() as other:
        yield other


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return WebClient(slack.bot_token, slack.url, retry_handlers=[])


def shared(slack: FakeSlack, person: Person, content: bytes = b"a,b\n") -> SharedFile:
    """A file in somebody's direct conversation with the desk."""
    kept = slack.workspace.files.adds(slack.workspace, "list.csv", content, person.id, channels={person.dm})
    return SharedFile.model_validate(kept.as_json(slack.address, slack.workspace.team))


def test_a_file_is_fetched_with_the_token(slack: FakeSlack, client: WebClient, paula: Person) -> None:
    assert fetched(client, shared(slack, paula)) == b"a,b\n"


def test_a_file_of_which_only_the_id_was_told_is_looked_up(slack: FakeSlack, client: WebClient, paula: Person) -> None:
    assert fetched(client, SharedFile(id=shared(slack, paula).id)) == b"a,b\n"
    assert slack.calls["files.info"] == 1


def test_the_token_goes_to_slack_alone(
    slack: FakeSlack, elsewhere: FakeSlack, client: WebClient, paula: Person
) -> None:
    there = shared(elsewhere, paula)
    for url in (
        there.url,
        there.url.replace("http", "https"),
        "http://files.slack.com/files-pri/T1-F1/list.csv",
        "https://files.slack.com.evil.example/list.csv",
        "https://evil.example/files.slack.com/list.csv",
        "https://files.slack.com@evil.example/list.csv",
        "https://xslack.com/list.csv",
        "https://files.slack.com:8443/list.csv",
        slack.address.replace("127.0.0.1", "127.0.0.2") + "/files-pri/T1-F1/list.csv",
        "file:///etc/passwd",
        "",
    ):
        with pytest.raises((ElsewhereError, GoneError)):
            fetched(client, SharedFile(id="F1", name="list.csv", url_private_download=url))
    assert elsewhere.calls["files-pri"] == slack.calls["files-pri"] == 0


def test_a_file_that_is_not_given_is_not_the_page_for_signing_in(
    slack: FakeSlack, client: WebClient, paula: Person
) -> None:
    file = shared(slack, paula)
    slack.scopes = slack.scopes - {"files:read"}
    with pytest.raises(NotGivenError, match="files:read"):
        fetched(client, file)
    with pytest.raises(NotGivenError, match="files:read"):
        looked_up(client, file)
    with pytest.raises(NotGivenError):
        fetched(WebClient("xoxb-old", slack.url), file)
    assert slack.calls["sign-in"] == 0


def test_a_redirect_takes_the_token_nowhere(
    slack: FakeSlack, elsewhere: FakeSlack, client: WebClient, paula: Person
) -> None:
    file = shared(slack, paula)
    slack.scopes, slack.sign_in = slack.scopes - {"files:read"}, elsewhere.address
    with pytest.raises(NotGivenError):
        fetched(client, file)
    assert elsewhere.calls["sign-in"] == 0


def test_a_page_in_place_of_a_file_is_no_list(slack: FakeSlack, client: WebClient, paula: Person) -> None:
    kept = slack.workspace.files.adds(slack.workspace, "page.html", b"Name,Email", paula.id, channels={paula.dm})
    page = SharedFile.model_validate(kept.as_json(slack.address, slack.workspace.team) | {"name": "list.csv"})
    with pytest.raises(NotGivenError, match=r"list\.csv"):
        fetched(client, page)


def test_a_file_that_says_too_little_of_its_size_is_not_read_to_its_end(
    slack: FakeSlack, client: WebClient, paula: Person
) -> None:
    file = shared(slack, paula, bytes(MOST_BYTES + 1))
    with pytest.raises(TooLargeError, match="32 MB"):
        fetched(client, file.model_copy(update={"size": 10}))


def test_the_fake_refuses_what_slack_refuses(slack: FakeSlack, client: WebClient, paula: Person) -> None:
    file = shared(slack, paula)
    with pytest.raises(SlackApiError, match="cant_delete_file"):
        client.files_delete(file=file.id)
    assert b"Sign in" in urlopen(file.url).read(), "without a token"
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.files_getUploadURLExternal(filename="x.csv", length=0)
    begun = client.files_getUploadURLExternal(filename="x.csv", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "x"}])
    with pytest.raises(HTTPError):
        urlopen(begun["upload_url"], data=b"four")
    assert urlopen(begun["upload_url"], data=b"abc").read() == b"OK - 3"
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "x"}], channel_id=paula.id)
    client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "x"}], channel_id=paula.dm)
    assert paula.receives()[1] == b"abc"
    for scope, call in (
        ("files:read", lambda: client.files_info(file=file.id)),
        ("files:write", lambda: client.files_getUploadURLExternal(filename="x.csv", length=3)),
    ):
        slack.scopes = slack.scopes - {scope}
        with pytest.raises(SlackApiError, match="missing_scope"):
            call()
    with pytest.raises(SlackApiError, match="unknown_method"):
        client.api_call("files.upload")


def test_the_fake_takes_pictures_only_once_it_has_looked_into_them(
    slack: FakeSlack, client: WebClient, paula: Person
) -> None:
    done = client.files_upload_v2(filename="a.png", content=b"\x89PNG", title="a")
    block = {"type": "image", "slack_file": {"id": done["files"][0]["id"]}, "alt_text": "a"}
    view = {"type": "home", "blocks": [block]}
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_publish(user_id=paula.id, view=view)
    while not client.files_info(file=done["files"][0]["id"])["file"]["mimetype"]:
        pass
    client.views_publish(user_id=paula.id, view=view)
