"""The methods of the Web API that the desk calls, with what Slack refuses in them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fake_slack.files import Stored, faults_of_files
from tests.fake_slack.linter import faults_of_message, faults_of_view
from tests.fake_slack.workspace import BOT_ID, BOT_USER, Json, Posted, RefusedError, Workspace

ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "im:history",
        "im:write",
        "users:read",
    }
)
_LONGEST_TEXT = 40_000
_LOOKS = 2
"""How often Slack is asked about an upload before it knows what it is: it looks into files after it took them."""


@dataclass
class Call:
    """One call of a method: its arguments, as JSON or as a form that holds JSON."""

    workspace: Workspace
    args: Json
    refused_blocks: frozenset[str] = frozenset()

    def text(self, name: str) -> str | None:
        value = self.args.get(name)
        return None if value is None else str(value)

    def parsed(self, name: str) -> Any:
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as fault:
            raise RefusedError(f"invalid_{name}_format") from fault


def called(call: Call, method: str, scopes: frozenset[str]) -> Json:
    """The answer of a method. Raises RefusedError."""
    if method not in _METHODS:
        raise RefusedError("unknown_method", req_method=method)
    scope, run = _METHODS[method]
    if scope and scope not in scopes:
        raise RefusedError("missing_scope", needed=scope, provided=",".join(sorted(scopes)))
    return {"ok": True} | run(call)


def content(call: Call) -> tuple[str, list[Json]]:
    """Text and blocks of a message."""
    text, blocks = call.text("text") or "", call.parsed("blocks") or []
    if not text.strip() and not blocks:
        raise RefusedError("no_text")
    if len(text) > _LONGEST_TEXT:
        raise RefusedError("msg_too_long")
    faults = faults_of_message(blocks, call.refused_blocks) or faults_of_files(blocks, call.workspace.files)
    if faults:
        error = "msg_blocks_too_long" if "msg_blocks_too_long" in faults[0] else "invalid_blocks"
        raise RefusedError(error, response_metadata={"messages": [f"[ERROR] {fault}" for fault in faults]})
    return text, blocks


def _auth_test(call: Call) -> Json:
    return {
        "url": "https://acme.slack.com/",
        "team": "Acme",
        "user": "mpn_desk",
        "team_id": call.workspace.team,
        "enterprise_id": call.workspace.enterprise,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": call.workspace.org_wide,
    }


def _channel(call: Call) -> str:
    channel = call.text("channel") or ""
    if channel in call.workspace.people:
        return call.workspace.dm(channel)
    named = {f"#{one['name']}": str(found) for found, one in call.workspace.channels.items() if "name" in one}
    channel = named.get(channel, channel)
    if channel not in call.workspace.channels:
        raise RefusedError("channel_not_found")
    return channel


def _post_message(call: Call) -> Json:
    channel, (text, blocks) = _channel(call), content(call)
    thread_ts = call.text("thread_ts")
    if thread_ts and not call.workspace.message(channel, thread_ts):
        raise RefusedError("thread_not_found")
    posted = Posted(channel, call.workspace.ts(), BOT_USER, text, blocks, thread_ts)
    posted.metadata = call.parsed("metadata")
    call.workspace.keeps(posted)
    return {"channel": channel, "ts": posted.ts, "message": posted.as_json()}


def _post_ephemeral(call: Call) -> Json:
    channel, (text, blocks) = _channel(call), content(call)
    person = call.text("user")
    if person not in call.workspace.people:
        raise RefusedError("user_not_in_channel")
    posted = Posted(channel, call.workspace.ts(), BOT_USER, text, blocks, call.text("thread_ts"), person)
    call.workspace.keeps(posted)
    return {"message_ts": posted.ts}


def _update(call: Call) -> Json:
    channel, (text, blocks) = _channel(call), content(call)
    message = call.workspace.message(channel, call.text("ts") or "")
    if message is None or message.alone:
        raise RefusedError("message_not_found")
    if message.user != BOT_USER:
        raise RefusedError("cant_update_message")
    call.workspace.changes(message, text, blocks)
    changed = {key: value for key, value in message.as_json().items() if key != "ts"}
    return {"channel": channel, "ts": message.ts, "text": text, "message": changed}


def _history(call: Call) -> Json:
    channel = _channel(call)
    if not channel.startswith("D"):
        raise RefusedError("missing_scope", needed="channels:history", provided="im:history")
    with_metadata = call.text("include_all_metadata") in ("True", "true", "1")
    oldest = float(call.text("oldest") or 0)
    found = [
        each
        for each in call.workspace.messages
        if each.channel == channel and not each.alone and float(each.ts) >= oldest
    ]
    start, many = int(call.text("cursor") or 0), int(call.text("limit") or 100)
    read = [each.as_json() for each in found[::-1][start : start + many]]
    if not with_metadata:
        read = [{key: value for key, value in each.items() if key != "metadata"} for each in read]
    more = start + many < len(found)
    cursor = {"response_metadata": {"next_cursor": str(start + many)}} if more else {}
    return {"messages": read, "has_more": more} | cursor


def _open_conversation(call: Call) -> Json:
    people = (call.text("users") or "").split(",")
    if len(people) != 1 or people[0] not in call.workspace.people:
        raise RefusedError("user_not_found")
    return {"channel": {"id": call.workspace.dm(people[0])}}


def _user(call: Call) -> Json:
    user = call.workspace.people.get(call.text("user") or "")
    if user is None:
        raise RefusedError("user_not_found")
    return {"user": user}


def _users(call: Call) -> Json:
    if call.workspace.org_wide and call.text("team_id") != call.workspace.team:
        raise RefusedError("missing_argument")
    members = list(call.workspace.people.values())
    start, many = int(call.text("cursor") or 0), int(call.text("limit") or 1_000)
    rest = start + many
    cursor = str(rest) if rest < len(members) else ""
    return {"members": members[start:rest], "response_metadata": {"next_cursor": cursor}}


def _view(call: Call) -> Json:
    view = call.parsed("view")
    if faults := faults_of_view(view, call.refused_blocks) or faults_of_files(view["blocks"], call.workspace.files):
        raise RefusedError("invalid_arguments", response_metadata={"messages": faults})
    return dict(view)


def _open_view(call: Call) -> Json:
    view = _view(call)
    person = call.workspace.uses_trigger(call.text("trigger_id"))
    if person:
        call.workspace.stack(person).clear()
    return {"view": call.workspace.shows(person, view)}


def _update_view(call: Call) -> Json:
    old = call.workspace.views.get(call.text("view_id") or "")
    if old is None:
        raise RefusedError("not_found")
    if call.text("hash") not in (None, old["hash"]):
        raise RefusedError("hash_conflict")
    shown = old | _view(call) | {"hash": f"{call.workspace.number()}.h"}
    with call.workspace.changed:
        call.workspace.views[old["id"]] = shown
        call.workspace.changed.notify_all()
    return {"view": shown}


def _publish_view(call: Call) -> Json:
    person, view = call.text("user_id") or "", _view(call)
    if person not in call.workspace.people:
        raise RefusedError("user_not_found")
    if view["type"] != "home":
        raise RefusedError("invalid_arguments")
    with call.workspace.changed:
        call.workspace.homes[person] = view
        call.workspace.changed.notify_all()
    return {"view": view | {"id": f"V{call.workspace.number():03}"}}


def _upload_url(call: Call) -> Json:
    name, length = call.text("filename"), int(call.text("length") or 0)
    if not name or length <= 0:
        raise RefusedError("invalid_arguments")
    stored = call.workspace.files.begins(call.workspace, name, length, BOT_USER, _LOOKS)
    return {"upload_url": f"{call.workspace.address}/upload/v1/{stored.id}", "file_id": stored.id}


def _complete_upload(call: Call) -> Json:
    channel = call.text("channel_id")
    if channel and channel not in call.workspace.channels:  # a person's id is none
        raise RefusedError("channel_not_found")
    found = []
    for one in call.parsed("files") or []:
        stored = call.workspace.files.completes(str(one.get("id")))
        if stored is None:
            raise RefusedError("file_not_found")
        stored.title = one.get("title") or stored.name
        found.append(stored)
    if channel:
        shown = [_file_json(call, stored) for stored in found]
        for stored in found:
            stored.channels.add(channel)
        text, thread_ts = call.text("initial_comment") or "", call.text("thread_ts")
        posted = Posted(channel, call.workspace.ts(), BOT_USER, text, thread_ts=thread_ts, files=shown)
        call.workspace.keeps(posted)
    return {"files": [{"id": stored.id, "title": stored.title} for stored in found]}


def _file_json(call: Call, stored: Stored) -> Json:
    return stored.as_json(call.workspace.address, call.workspace.team)


def _file_info(call: Call) -> Json:
    stored = call.workspace.files.kept.get(call.text("file") or "")
    if stored is None:
        raise RefusedError("file_not_found")
    stored.looks -= 1
    return {"file": _file_json(call, stored)}


def _delete_file(call: Call) -> Json:
    stored = call.workspace.files.kept.get(call.text("file") or "")
    if stored is None:
        raise RefusedError("file_not_found")
    if stored.user != BOT_USER:
        raise RefusedError("cant_delete_file")
    del call.workspace.files.kept[stored.id]
    return {}


_METHODS: dict[str, tuple[str | None, Callable[[Call], Json]]] = {
    "auth.test": (None, _auth_test),
    "chat.postMessage": ("chat:write", _post_message),
    "chat.postEphemeral": ("chat:write", _post_ephemeral),
    "chat.update": ("chat:write", _update),
    "conversations.history": ("im:history", _history),
    "conversations.open": ("im:write", _open_conversation),
    "files.completeUploadExternal": ("files:write", _complete_upload),
    "files.delete": ("files:write", _delete_file),
    "files.getUploadURLExternal": ("files:write", _upload_url),
    "files.info": ("files:read", _file_info),
    "users.info": ("users:read", _user),
    "users.list": ("users:read", _users),
    "views.open": (None, _open_view),
    "views.update": (None, _update_view),
    "views.publish": (None, _publish_view),
}
