"""Words across the border: as a person typed them, and as Slack may be told them."""

import datetime as dt
import re
from typing import Final

_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_QUESTION: Final = re.compile(
    r"(?:can|could|may|might|must|should|shall|do|does|did|is|are|am|was|were|has|have|had|will|would)"
    r" (?!(?:you|u|ya|some|someone|somebody|any|anyone|anybody|one|please)\b)\w[^.!?;\n]*\?"
    r"|(?:what|whats|what's|when|who|whose|whom|which|where|why|how)\b[^.!?;\n]*\?",
    re.IGNORECASE,
)
"""One sentence that opens as questions do, ends as they do, and asks nobody to do something ("can you …")."""


def only_asks(text: str) -> bool:
    """Whether words are plainly one question, so that nothing of them is to be recorded."""
    return _QUESTION.fullmatch(text) is not None


def typed(text: str | None, bot_user: str | None = None) -> str:
    """What a person typed, out of Slack's wire form: links by their label, the mention of the bot gone.

    People stay as `<@U…>`, which the reader knows.
    """
    text = text or ""
    if bot_user:
        text = re.sub(rf"<@{re.escape(bot_user)}(\|[^>]*)?>", " ", text)
    return unescape(_REFERENCE.sub(_in_words, text)).strip()


def _in_words(reference: re.Match[str]) -> str:
    sign, target, label = reference.groups()
    match sign:
        case "@":
            return f"<@{target}>"
        case "#":
            return f"#{label or target}"
        case "!":
            return label or f"@{target}"
        case _:
            return label or target


def escape(text: str) -> str:
    """Text that Slack shows as it is: no mention, link or control character of it takes effect."""
    text = _UNSAYABLE.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def moment(at: dt.datetime) -> str:
    """A moment in Slack's marks: each reader reads it in the zone of their own."""
    otherwise = f"{at.astimezone(dt.UTC):%d %b %Y, %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{otherwise}>"


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
