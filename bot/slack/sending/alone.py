"""What one person alone is told: by the response URL that came with what they did, else where they did it."""

from bot.slack.payloads import Place
from bot.slack.sending.outbox import Outbox
from bot.slack.views.message import Message


def tell_alone(outbox: Outbox, workspace: str, person: str, url: str, place: Place, message: Message) -> None:
    """Tells a person; `url` lives half an hour and works five times, and not everything that is pressed has one."""

    def instead() -> None:
        if place.is_direct or not place.channel:
            outbox.post(workspace, place if place.channel else Place(person), message)
        else:
            outbox.whisper(workspace, place, person, message)

    outbox.respond(url, message, place.thread_ts, instead)
