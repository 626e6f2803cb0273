"""Acts on keys, tokens and software, from what is said."""

from collections.abc import Callable
from typing import Any, Final

from bot.said import Make, Said, for_each, label_of
from intents.marks import Kind
from policy import acts
from policy.acts import Act


def _add_key(said: Said) -> list[Act]:
    tokens, keys = said.tags(Kind.TOKEN), said.tags(Kind.KEY)
    counts = [int(tag.value) for tag in said.tags(Kind.COUNT)]
    if len(tokens or keys) > 1 and counts[:1] == [len(tokens or keys)]:
        counts = counts[1:]  # "two tokens, 40 and 41" counts the tokens
    count = next(iter(counts), None)
    if tokens or said.has("token", "tokens"):
        labels = list(dict.fromkeys(label_of(tag) for tag in tokens or keys))
        return for_each(
            labels,
            lambda label: acts.AddToken(label=label, service=said.product, seats=count, **said.of, **said.common),
        )
    return for_each(
        [tag.text for tag in keys],
        lambda label: acts.AddKey(label=label, product=said.product, activations=count, **said.of, **said.common),
    )


def _activation(said: Said) -> list[Act]:
    again = said.has("reimaged", "reinstalled", "reactivated", "rebuilt", "wiped", "same")
    changed = True if said.has("motherboard", "mainboard") else None
    machine_new = False if again else (True if said.has("new") else None)
    machines = [tag.value for tag in said.tags(Kind.MACHINE)]
    return for_each(
        machines,
        lambda machine: acts.ActivateKey(
            key=said.key,
            product=said.product,
            machine=machine,
            machine_new=machine_new,
            hardware_changed=changed,
            **said.common,
        ),
    )


def _software(act: Callable[..., Act], *, keyed: bool) -> Make:
    def make(said: Said) -> list[Act]:
        key: dict[str, Any] = {"key": said.text(Kind.KEY)} if keyed else {}
        machines = [tag.value for tag in said.tags(Kind.MACHINE)]
        return for_each(machines, lambda machine: act(product=said.product, machine=machine, **key, **said.common))

    return make


def _activate_token(said: Said) -> list[Act]:
    tokens, tenants = said.tags(Kind.TOKEN) or said.tags(Kind.KEY), said.tags(Kind.TENANT)
    made: list[Act] = []
    for n, token in enumerate(tokens):
        tenant = tenants[min(n, len(tenants) - 1)].value if tenants else None
        made.append(acts.ActivateToken(token=label_of(token), tenant=tenant, seats=said.count, **said.common))
    return made or [
        acts.ActivateToken(tenant=said.value(Kind.TENANT), seats=said.count, service=said.product, **said.common)
    ]


def _replace_token(said: Said) -> list[Act]:
    tokens = [label_of(tag) for tag in said.tags(Kind.TOKEN)]
    return [
        acts.ReplaceToken(
            token=tokens[0] if tokens else None, with_token=tokens[1] if len(tokens) > 1 else None, **said.common
        )
    ]


def _view_token(said: Said) -> list[Act]:
    labels = [label_of(tag) for tag in said.tags(Kind.TOKEN) or said.tags(Kind.KEY)]
    return for_each(labels, lambda token: acts.ViewToken(token=token, service=said.product, **said.common))


MAKERS: Final[dict[str, Make]] = {
    "add_key": _add_key,
    "view_key": lambda said: [acts.ViewKey(key=said.key, **said.common)],
    "record_activation": _activation,
    "set_activations_left": lambda said: [acts.CountKey(key=said.key, left=said.count, **said.common)],
    "install_software": _software(acts.InstallSoftware, keyed=True),
    "remove_software": _software(acts.RemoveSoftware, keyed=False),
    "log_token_view": _view_token,
    "activate_token": _activate_token,
    "replace_token": _replace_token,
}
