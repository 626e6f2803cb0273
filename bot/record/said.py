"""A reply with what its choices lead to, before a conversation notes it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.record import plans
from bot.reply import Reply
from bot.talk.plan import Offers, Plan


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, what its choices lead to, what it waits for, and the messages to others with their choices.

    `naming` gives what follows when a person is picked, where the question is who is meant, of those in `among`
    where only some can be.
    """

    reply: Reply
    offers: Offers
    asks: Plan | None = None
    messages: tuple[tuple[str, Offers], ...] = ()
    naming: Callable[[str], Plan] | None = None
    among: tuple[str, ...] = ()


def of_a_card(said: Said, card: str) -> Said:
    """A question of whose choices one is recorded."""
    offers = {label: replace(plan, card=card) if plan.wishes else plan for label, plan in said.offers.items()}
    return replace(said, offers=offers, asks=said.asks and replace(said.asks, card=card))


def with_plans(said: Said, *, asks: bool) -> Reply:
    """The reply as it goes out: with what its choices, and those of its messages, lead to, and what it waits for."""
    messages = zip(said.reply.deliveries, said.messages, strict=True)
    about = said.asks if asks else None
    told: dict[str, object] = {
        "plans": plans.all_written(said.offers),
        "deliveries": tuple(
            one.model_copy(update={"plans": plans.all_written(offers)}) for one, (_, offers) in messages
        ),
        "awaits": about.slot if about else None,
        "asks": plans.written(about) if about else None,
    }
    return said.reply.model_copy(update=told)
