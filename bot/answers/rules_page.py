"""The rules to read: one by its id, those nearest to some words, or all by section."""

from datetime import UTC, datetime

from bot.answers.lookup import Lookup
from policy.days import in_words
from policy.rulebook import Edition, Rulebook


def rules_page(words: str, edition: Edition | None = None) -> str | None:
    """The page for an id or words, all rules for none, None where nothing fits."""
    edition = edition or Rulebook.load().as_of(datetime.now(UTC).date())
    if named := [rule for rule in edition.rules if rule in words.split()]:
        return _one(edition, named[0])
    if not words:
        return "\n\n".join(
            f"**{section.section}**\n" + "\n".join(_line(edition, rule.id) for rule in section.rule)
            for section in edition.sections
        )
    nearest = Lookup(edition).nearest(words, most=5)
    return "\n".join(_line(edition, rule) for rule in nearest) or None


def _line(edition: Edition, rule: str) -> str:
    return f"• `{rule}`: {edition.rules[rule].statement}"


def _one(edition: Edition, rule_id: str) -> str:
    rule = edition.rules[rule_id]
    asks = "\n".join(f"• {matter.asks}" for matter in rule.matter)
    examples = "\n".join(f"• {case.ask}" for case in rule.case[:3])
    turns = (
        f"\nIt turns on: {', '.join(name.replace('_', ' ') for name in rule.depends_on)}." if rule.depends_on else ""
    )
    small = f"_{edition.section_of[rule_id]} · edition {in_words(edition.in_force_from)}_"
    return f"**{rule_id}**\n{rule.statement}{turns}\nIt answers:\n{asks}\nPeople ask it like this:\n{examples}\n{small}"
