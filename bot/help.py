"""Help, made from the list of what the desk can do."""

import tomllib
from functools import cache
from pathlib import Path

_ABILITIES = Path(__file__).parent / "abilities.toml"


@cache
def abilities() -> dict[str, dict[str, list[str] | str]]:
    """What the desk can do: a title and examples by subject, from abilities.toml."""
    return tomllib.loads(_ABILITIES.read_text(encoding="utf-8"))


def help_text() -> str:
    """A short page: one line a subject, each with something to type."""
    lines = ["**I answer from the Programs Guide.** Just type, for example:"]
    for ability in abilities().values():
        examples = " · ".join(f"“{example}”" for example in ability["examples"])
        lines.append(f"• **{ability['title']}:** {examples}")
    lines.append("Ask “why?” after any answer. Answers come from the written guide; no AI model reads your messages.")
    return "\n".join(lines)
