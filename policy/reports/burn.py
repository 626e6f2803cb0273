"""Whether an install used an activation."""

from typing import Final

from policy.context import count, in_words, key_name
from policy.decision import Form, Verdict
from policy.laws.licences import consumes
from policy.ledger import Key
from policy.model import KeyActivated, Programme
from policy.reports.asked import Report
from policy.reports.keys import key_status
from policy.reports.view import View, yes

_TELL: Final = "Name the key and the machine, and I say what the ledger shows."


def burn_check(view: View) -> Report:
    """Did an install use an activation, by what is recorded; or would one now."""
    asked, machine = view.key(), view.ask.machine
    if asked is None and machine and (only := _key_used_on(view, machine)):
        asked = only
    key = view.ledger.licences.keys.last(asked) if asked else None
    if asked and key is None:
        return key_status(view)
    if key is None:
        return _by_programme(view)
    if machine is None:
        return _last_use(view, key)
    name = machine.casefold()
    entries = view.ledger.licences.activations.entries((key.id, name), until=view.day)
    used = [one for one in entries if isinstance(one, KeyActivated)]
    first_only = view.ask.again and used and used[-1].machine_new
    if used and not (view.ask.supposed or first_only):
        return _burned(view, key, used)
    return _would_burn(view, key, machine, used)


def _by_programme(view: View) -> Report:
    """What an activation costs where no key is named: by the offers in force."""
    standing = view.offers(standing=True)
    if standing and all(one.program is Programme.COMPETENCY for one in standing):
        text = "**Yes, it costs one.** On a competency's key every activation counts, the same machine too."
        return view.says(text, _TELL, verdict=_burn_verdict(view, burned=True), rules=("mak-competency", "mak-finite"))
    text = "**It depends on the programme that issued the key.** With a competency every activation counts, the same "
    text += "machine too; with an Action Pack a new machine, or the same one after a significant hardware change."
    rules = ("mak-competency", "mak-action-pack", "mak-finite")
    return view.says(text, _TELL, verdict=_burn_verdict(view, None), rules=rules)


def _burn_verdict(view: View, burned: bool | None) -> Verdict | None:
    if not view.polar(Form.POLAR):
        return None
    return Verdict.IT_DEPENDS if burned is None else yes(is_so=burned)


def _key_used_on(view: View, machine: str) -> str | None:
    """The key that was last used on a machine, of the product asked about; None where several were."""
    uses = [one for one in view.ledger.licences.products_on(machine, view.day) if view.wants(one.product) and one.key]
    return uses[0].key if len(uses) == 1 else None


def _burned(view: View, key: Key, used: list[KeyActivated]) -> Report:
    """What the last of the activations cost."""
    last = used[-1]
    _, rule = consumes(view.ledger, key, machine_new=last.machine_new, hardware_changed=last.hardware_changed)
    head = f"**{'Yes' if last.consumed else 'No'}.** The activation on {last.machine} with {key_name(key)} on "
    head += f"{in_words(last.on)} (#{last.number}) used {'one' if last.consumed else 'none'}: {_why(last, rule)}."
    total = sum(one.consumed for one in used)
    lines = [f"{count(len(used), 'activation')} on that machine in all, costing {total}."] if len(used) > 1 else []
    after = view.ledger.licences.key(key.id, view.day)
    if after and after.left is not None:
        lines.append(f"{count(after.left, 'activation')} left on {key_name(key)}.")
    if rule == "mak-action-pack":
        lines.append("The same machine again costs none, unless its hardware has changed significantly.")
    rules = (rule, "mak-finite")
    return view.says(head, *lines, verdict=_burn_verdict(view, last.consumed == 1), rules=rules, entries=[last.number])


def _why(entry: KeyActivated, rule: str) -> str:
    if rule == "mak-competency":
        return "on a competency's key every activation counts"
    if entry.machine_new:
        return "it was a new machine"
    if entry.hardware_changed:
        return "the same machine, with significant hardware changes"
    return "the same machine, without significant hardware changes"


def _would_burn(view: View, key: Key, machine: str, used: list[KeyActivated]) -> Report:
    """By the rule of the programme, where no such activation on the machine is recorded."""
    known = bool(used) or view.ledger.licences.use(key.product, machine, view.day) is not None
    changed = view.ask.significant
    burns, rule = consumes(view.ledger, key, machine_new=not known, hardware_changed=changed)
    if rule == "mak-competency":
        head, verdict = (
            "**Yes, it costs one.** On a competency's key every activation counts, the same machine too.",
            True,
        )
    elif changed:
        head, verdict = "**Yes, it costs one:** the hardware of the machine has changed significantly.", True
    elif burns:
        head = (
            "**Yes if the machine is new to this key, no if it is the same one** without significant hardware changes."
        )
        verdict = None
    else:
        head, verdict = "**No, the same machine costs none,** unless its hardware has changed significantly.", False
    if used:
        tell = (
            f"The last activation on {machine} that is recorded was on {in_words(used[-1].on)} (#{used[-1].number}). "
        )
    else:
        tell = f"None on {machine} is recorded{view.when()} for {key_name(key)}. "
    if not view.ask.supposed:
        tell += f'If it was done, tell me: "activated {key.label or key.id} on {machine}".'
    entries = [used[-1].number if used else key.issue]
    return view.says(
        head, tell.strip(), verdict=_burn_verdict(view, verdict), rules=(rule, "mak-finite"), entries=entries
    )


def _last_use(view: View, key: Key) -> Report:
    """The last activation of a key, where no machine was named."""
    track = view.ledger.licences.keys.track(key.id)
    last: KeyActivated | None = None
    for one in track.entries(until=view.day) if track else ():
        last = one if isinstance(one, KeyActivated) else last
    if last is None:
        text = f"**None so far.** No activation of {key_name(key)} is recorded{view.when()}."
        tell = f'On which machine was it? Tell me: "activated {key.label or key.id} on build01".'
        return view.says(
            text, tell, verdict=_burn_verdict(view, burned=False), rules=("mak-finite",), entries=[key.issue]
        )
    return _burned(view, key, [last])
