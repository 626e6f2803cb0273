"""Acts on keys, tokens and software, from what is said."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from bot.acts.left import RATIO, activations_left
from bot.acts.said import Make, Said, Unclear, for_each, label_of
from intents.marks import Kind, Tag
from policy import acts
from policy.acts import Act

_Value = TypeVar("_Value")

BOARDS: Final = frozenset({"motherboard", "mainboard"})
_PARTS: Final = BOARDS | frozenset(
    "memory ram disk disks drive drives ssd ssds hdd battery board psu gpu cpu processor fan keyboard screen".split()
)
_PART_ENDS: Final = frozenset({"with", "and", "on", "in", "for", "at", ",", ";"})
_AGAIN: Final = frozenset(
    "reimaged re-imaged reinstalled re-installed reactivated re-activated rebuilt wiped same again".split()
)
_INSTALLED_AGAIN: Final = frozenset({"reinstalled", "re-installed", "reinstall", "re-install"})
_LABELLED: Final = {("key",), ("keys",), ("token",), ("tokens",)}
_REPLACING: Final = ("replac", "reissu", "re-issu", "substitut", "exchang", "supersed", "swap", "instead")
_COMING: Final = frozenset({"place", "came", "comes", "got", "received", "issued", "gave", "sent"})
_SMALL: Final = frozenset({"token", "the", "came", "comes"})
_IN_PLACE_OF: Final = frozenset({("replaces",), ("replaced",), ("in", "place", "of"), ("instead", "of")})
"""Between two tokens, small words aside: the first came for the second: "token 8 replaced token 7"."""
_GIVES: Final = frozenset({"give", "gave", "assign", "assigned", "issue", "hand", "handed", "gets", "got", "allocate"})
_WITH: Final = frozenset({"with", "using"})


def _add_key(said: Said) -> list[Act] | Unclear:
    tokens = [tag for tag in said.tags(Kind.TOKEN) if not (tag.value == "1" and _counts_labels(said, tag))]
    keys = said.tags(Kind.KEY)
    of_tokens = bool(tokens) or said.has("token", "tokens")
    labels = list(dict.fromkeys(label_of(tag) if of_tokens else tag.text for tag in tokens or keys))
    if labels and (people := said.people()) and not said.tags(Kind.PRODUCT) and said.has(*_GIVES):  # "give ana key K1"
        if of_tokens:
            return [acts.GiveKey(person=people[0], token=label) for label in labels]
        return [acts.GiveKey(person=people[0], key=label) for label in labels]
    many = max(len(labels), 1)
    counts = said.tags(Kind.COUNT)
    if counts and int(counts[0].value) == many and (many > 1 or _counts_labels(said, counts[0])):
        counts = counts[1:]  # "two tokens, 40 and 41" counts the tokens
    counted = _apart([int(tag.value) for tag in counts], many)
    products = _apart(list(dict.fromkeys(tag.value for tag in said.tags(Kind.PRODUCT))), many)
    if counted is None or products is None or any(_counts_labels(said, tag) for tag in counts):
        noun, example = ("token", "A4 for 25 seats of Office 365") if of_tokens else ("key", "K1 for Office with 25")
        return Unclear(
            f"**Which {noun} is for what?** I hear several numbers or products here. Say one {noun} at a "
            f"time, with its label, such as “add {noun} {example}{'' if of_tokens else ' activations'}”."
        )
    named: list[str | None] = [*labels] or [None]
    each = zip(named, counted, products, strict=True)
    more = said.of | said.common
    if of_tokens:
        return [acts.AddToken(label=label, service=what, seats=number, **more) for label, number, what in each]
    return [acts.AddKey(label=label, product=what, activations=number, **more) for label, number, what in each]


def _counts_labels(said: Said, count: Tag) -> bool:
    """Whether a number counts keys or tokens, not what they are good for: "2 tokens"."""
    return said.reading.words[count.end : count.end + 1] in _LABELLED


def _apart(values: Sequence[_Value], many: int) -> Sequence[_Value | None] | None:
    """A value for each of several: their own, or one for all; None where the numbers do not match."""
    if len(values) > 1 and len(values) != many:
        return None
    if len(values) == many:
        return values
    return [values[0] if values else None] * many


def _machine_is_new(said: Said) -> bool | None:
    """Whether the machine is said to be new, or the one from before: a new part makes no new machine."""
    if said.has(*_AGAIN):
        return False
    words = said.reading.words
    news = (at for at, word in enumerate(words) if word == "new")
    return True if any(not _is_of_a_part(words, at + 1) for at in news) else None


def _is_of_a_part(words: tuple[str, ...], start: int) -> bool:
    """Whether a part of a machine is named from a word on: "new memory", "new 16 GB SSD"."""
    for word in words[start : start + 4]:
        if word in _PART_ENDS:
            return False
        if word in _PARTS:
            return True
    return False


def _machines_and_key(said: Said) -> tuple[list[str], str | None]:
    """The machines, and the key; what stands behind "with", where another machine is named, is the key."""
    machines: list[Tag] = said.tags(Kind.MACHINE)
    words = said.reading.words
    behind = [tag for tag in machines if tag.start and words[tag.start - 1] in _WITH]
    if said.key is None and len(behind) == 1 and len(machines) > 1:
        return [tag.value for tag in machines if tag is not behind[0]], behind[0].text
    return [tag.value for tag in machines], said.key


def _activation(said: Said) -> list[Act] | Unclear:
    if any(word.startswith("deactivat") for word in said.reading.words):
        return Unclear(
            "**Was it uninstalled?** Then say so, such as “uninstalled Office from build01”. Activations that were "
            "used do not come back."
        )
    keys = dict.fromkeys(tag.text.casefold() for tag in said.tags(Kind.KEY))
    if len(keys) > 1:
        return Unclear(f"**With which key?** I hear {' and '.join(tag.text for tag in said.tags(Kind.KEY))}.")
    if keys and len({tag.value for tag in said.tags(Kind.PRODUCT)}) > 1:
        return Unclear("**Which product with which key?** Say one at a time.")
    machines, key = _machines_and_key(said)
    if key and not machines and (counted := _counted(said, key)):
        return counted
    activated = any("activat" in word for word in said.reading.words)
    if key is None and not activated and said.has("installed", "install", "deployed"):
        return _install(said)  # nobody named a key: an install alone uses no activation
    return _activate(said, machines, key, again=not activated and said.has(*_INSTALLED_AGAIN))


def _counted(said: Said, key: str) -> list[Act]:
    """How many activations are left of a key by what was used of all: "K1 12/25"; nothing where that is not said."""
    if not RATIO.search(said.reading.text):
        return []
    return [acts.CountKey(key=key, left=activations_left(said), **(said.common | {"on": None}))]


def _activate(said: Said, machines: list[str], key: str | None, *, again: bool = False) -> list[Act]:
    return for_each(
        machines,
        lambda machine: acts.ActivateKey(
            key=key,
            product=said.product,
            machine=machine,
            machine_new=None if again else _machine_is_new(said),
            hardware_changed=True if said.has(*BOARDS) else None,
            again=again,
            **said.common,
        ),
    )


def _remove(said: Said) -> list[Act]:
    if said.has(*_INSTALLED_AGAIN):  # never a removal, whatever the words resemble
        machines, key = _machines_and_key(said)
        return _activate(said, machines, key, again=True)
    return _software(acts.RemoveSoftware, keyed=False)(said)


def _software(act: Callable[..., Act], *, keyed: bool) -> Callable[[Said], list[Act]]:
    def make(said: Said) -> list[Act]:
        key: dict[str, Any] = {"key": said.text(Kind.KEY)} if keyed else {}
        machines = [tag.value for tag in said.tags(Kind.MACHINE)]
        return for_each(machines, lambda machine: act(product=said.product, machine=machine, **key, **said.common))

    return make


_install: Final = _software(acts.InstallSoftware, keyed=True)


def _activate_token(said: Said) -> list[Act]:
    tokens, tenants = said.tags(Kind.TOKEN) or said.tags(Kind.KEY), said.tags(Kind.TENANT)
    names = list({tag.value.casefold(): tag.value for tag in tenants}.values())
    more = tuple(names[1:]) if len(tokens) <= 1 else ()
    made: list[Act] = []
    for n, token in enumerate(tokens):
        tenant = tenants[min(n, len(tenants) - 1)].value if tenants else None
        made.append(
            acts.ActivateToken(
                token=label_of(token),
                tenant=tenant,
                more_tenants=more,
                seats=said.count,
                service=said.product,
                **said.common,
            )
        )
    return made or [
        acts.ActivateToken(
            tenant=said.value(Kind.TENANT), more_tenants=more, seats=said.count, service=said.product, **said.common
        )
    ]


def _replace_token(said: Said) -> list[Act] | Unclear | None:
    words = said.reading.words
    if not said.reading.plain and not any(word.startswith(_REPLACING) or word in _COMING for word in words):
        return None  # "token 7 is for Lyon", "undo tokens 7 and 8"
    named = said.tags(Kind.TOKEN)
    tokens = [label_of(tag) for tag in named]
    if len(tokens) == 1 and (people := said.people()):  # "ana got token 7"
        return [acts.GiveKey(token=tokens[0], person=people[0])]
    if len(tokens) > 2:
        return Unclear("**Which token came for which?** Microsoft replaces a token by one other: say one at a time.")
    between = words[named[0].end : named[1].start] if len(tokens) == 2 else ()
    joint = tuple(word for word in between if word not in _SMALL)
    if joint in _IN_PLACE_OF or (joint == ("for",) and said.has(*_COMING)):
        tokens.reverse()
    return [
        acts.ReplaceToken(
            token=tokens[0] if tokens else None, with_token=tokens[1] if len(tokens) > 1 else None, **said.common
        )
    ]


def _view_key(said: Said) -> list[Act]:
    if said.key and (counted := _counted(said, said.key)):
        return counted
    return [acts.ViewKey(key=said.key, product=said.product, **said.common)]


def _view_token(said: Said) -> list[Act]:
    labels = [label_of(tag) for tag in said.tags(Kind.TOKEN) or said.tags(Kind.KEY)]
    return for_each(labels, lambda token: acts.ViewToken(token=token, service=said.product, **said.common))


MAKERS: Final[dict[str, Make]] = {
    "add_key": _add_key,
    "view_key": _view_key,
    "record_activation": _activation,
    "set_activations_left": lambda said: [acts.CountKey(key=said.key, left=activations_left(said), **said.common)],
    "install_software": _install,
    "remove_software": _remove,
    "log_token_view": _view_token,
    "activate_token": _activate_token,
    "replace_token": _replace_token,
}
