"""A key or token that was typed in full: what is kept of the request, and what is said of it."""

from dataclasses import replace

from bot.reply import Request
from intents.secrets import without_secrets
from policy.whole_keys import with_last_fives


def kept_clean(request: Request, secrets: tuple[str, ...]) -> Request:
    """The request without a key in full, wherever one stands in it: parts of it are passed on and kept."""
    text = without_secrets(request.text)[0] if secrets and request.text else request.text
    press, pick = (value and with_last_fives(value) for value in (request.press, request.pick))
    if (text, press, pick) == (request.text, request.press, request.pick):
        return request
    return replace(request, text=text, press=press, pick=pick)


def warned(text: str, secrets: tuple[str, ...]) -> str:
    """The text, with a warning where a key or token was typed in full."""
    if not secrets:
        return text
    ends = ", ".join(f"…{last_five}" for last_five in secrets)
    return f"**I left out a key ({ends}).** Never send one in full: the last five characters are enough.\n{text}"
