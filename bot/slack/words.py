"""Words across the border: as a person typed them, and as Slack may be told them."""

import re

_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


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


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
