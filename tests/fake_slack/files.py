"""Files in Slack: uploaded in three steps, looked at some time later, and given only to who holds a token."""

import mimetypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from tests.fake_slack.workspace import Workspace

Json = dict[str, Any]

_IMAGES = ("image/png", "image/jpeg", "image/gif")


@dataclass
class Stored:
    """A file. `looks` is how often Slack is still asked about it before it knows what the file is."""

    id: str
    name: str
    content: bytes
    user: str
    title: str = ""
    channels: set[str] = field(default_factory=set)
    looks: int = 0
    is_external: bool = False

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def as_json(self, address: str, team: str) -> Json:
        known = self.looks <= 0
        path = f"{address}/files-pri/{team}-{self.id}"
        here = {"url_private": f"{path}/{quote(self.name)}"}
        here["url_private_download"] = f"{path}/download/{quote(self.name)}"
        away = {"url_private": f"https://drive.example/{self.id}", "external_type": "gdrive"}
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype if known else "",
            "filetype": self.name.rpartition(".")[2] if known else "",
            "size": len(self.content),
            "user": self.user,
            "mode": "external" if self.is_external else "hosted",
            "is_external": self.is_external,
            "shares": {},
        } | (away if self.is_external else here)


class Files:
    """All files of a workspace, and those that are on their way."""

    def __init__(self) -> None:
        self.kept: dict[str, Stored] = {}
        self.uploads: dict[str, Stored] = {}
        self.lengths: dict[str, int] = {}

    def adds(self, workspace: "Workspace", name: str, content: bytes, user: str, **more: Any) -> Stored:
        stored = Stored(f"F{workspace.number():08}", name, content, user, **more)
        self.kept[stored.id] = stored
        return stored

    def begins(self, workspace: "Workspace", name: str, length: int, user: str, looks: int) -> Stored:
        """The file that a URL was asked for."""
        stored = Stored(f"F{workspace.number():08}", name, b"", user, looks=looks)
        self.uploads[stored.id], self.lengths[stored.id] = stored, length
        return stored

    def takes(self, path: str, body: bytes) -> tuple[int, str]:
        """What the URL of an upload answers."""
        stored = self.uploads.get(path.rpartition("/")[2])
        if stored is None:
            return 404, "no such upload"
        if len(body) != self.lengths[stored.id]:
            return 400, "another length"
        stored.content = body
        return 200, f"OK - {len(body)}"

    def completes(self, file: str) -> Stored | None:
        """The file, once its content is there; each upload can be completed once."""
        stored = self.uploads.get(file)
        if stored is None or len(stored.content) != self.lengths[file]:
            return None
        self.kept[file] = self.uploads.pop(file)
        return stored

    def given(self, path: str) -> Stored | None:
        """The file at a private address."""
        return self.kept.get(path.split("/")[2].partition("-")[2])


def faults_of_files(blocks: Any, files: Files) -> list[str]:
    """What is wrong with the pictures among some blocks: Slack takes those that it knows to be images."""
    return [
        f"invalid slack file [json-pointer:/blocks/{number}/slack_file]"
        for number, block in enumerate(blocks)
        if block.get("type") == "image" and (named := block.get("slack_file")) and not _is_image(files, named)
    ]


def _is_image(files: Files, named: Json) -> bool:
    stored = files.kept.get(str(named.get("id")))
    return set(named) == {"id"} and stored is not None and stored.looks <= 0 and stored.mimetype in _IMAGES
