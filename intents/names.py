"""The workspace's names that a sentence can mean, as an index kept up to date."""

from dataclasses import dataclass, field

from intents.people import People


@dataclass(slots=True)
class Names:
    """People, and by lower-case label the ids of keys and tokens and the names of machines and tenants."""

    people: People = field(default_factory=People)
    keys: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    machines: dict[str, str] = field(default_factory=dict)
    tenants: dict[str, str] = field(default_factory=dict)
