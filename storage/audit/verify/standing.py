"""Which entries stand on a day, and what the offers give by them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from storage.audit.verify.chain import Fields

WINDOW, DAY = timedelta(days=30), timedelta(days=1)


def reversals(entries: Sequence[Fields]) -> dict[int, int | None]:
    """The number of the entry that took each back; a reversal that is taken back restores what it had taken."""
    by_number = {entry["seq"]: entry for entry in entries}
    gone: dict[int, int | None] = {}
    for entry in entries:
        target = by_number.get(entry.get("seq_reversed")) if entry["kind"] == "entry_reversed" else None
        if target is None or target["seq"] >= entry["seq"] or gone.get(target["seq"]):
            continue
        gone[target["seq"]] = entry["seq"]
        if target["kind"] == "entry_reversed" and gone.get(target["seq_reversed"]) == target["seq"]:
            gone[target["seq_reversed"]] = None
    return gone


class Standing:
    """The entries that stand on a day: they took effect by then, and no other took them back."""

    def __init__(self, entries: Sequence[Fields], day: str, founders: Iterable[str]) -> None:
        self.entries, self.day, self.founders = entries, day, set(founders)
        self.gone = reversals(entries)
        standing = [e for e in entries if e["kind"] != "entry_reversed" and not self.gone.get(e["seq"])]
        self.standing = sorted((e for e in standing if e["on"] <= day), key=lambda e: (e["on"], e["seq"]))
        self.by_kind: defaultdict[str, list[Fields]] = defaultdict(list)
        for entry in self.standing:
            self.by_kind[entry["kind"]].append(entry)
        self.offers_now = {e["offer"]: e for e in self.by_kind["offer_purchased"]}
        self.of_offer: defaultdict[str, list[Fields]] = defaultdict(list)
        for entry in self.standing:
            if entry["kind"] in ("offer_renewed", "offer_swapped", "offer_ended"):
                self.of_offer[entry["offer"]].append(entry)

    def of(self, *kinds: str) -> list[Fields]:
        return [e for e in self.standing if e["kind"] in kinds]

    def terms(self, offer: str) -> list[Fields]:
        bought = self.offers_now[offer]
        found = [term(bought["on"], offer, bought["seq"])]
        for entry in self.of_offer[offer]:
            if entry["kind"] == "offer_renewed":
                next_day = date.fromisoformat(found[-1]["last_day"]) + DAY
                continues = date.fromisoformat(entry["on"]) <= next_day - DAY + WINDOW
                found.append(term(next_day.isoformat() if continues else entry["on"], offer, entry["seq"]))
        return found

    def is_over(self, entry: Fields, day: str) -> bool:
        """Whether an entry ended its offer's rights by a day; a lapse on the last day of the term leaves that day."""
        if entry["kind"] != "offer_ended":
            return False
        last_day = max(one["last_day"] for one in self.terms(entry["offer"]))
        on_last = entry["reason"] == "lapsed" and entry["on"] == last_day
        return bool(day > last_day if on_last else day >= entry["on"])

    def swap_of(self, offer: str, until: str) -> tuple[str, int] | None:
        """(day, entry) of the last swap by a day."""
        swaps = [(e["on"], e["seq"]) for e in self.of_offer[offer] if e["kind"] == "offer_swapped"]
        return max((one for one in swaps if one[0] <= until), default=None)

    def grant_on(self, offer: str, product: str, day: str) -> Fields | None:
        """What an offer granted on a day: the last grant by then; else the first after, for it counts from the
        purchase. A swap ends what was granted before it, the end of the offer everything."""
        bought = self.offers_now.get(offer)
        if bought is None or bought["on"] > day:
            return None
        if any(self.is_over(entry, day) for entry in self.of_offer[offer]):
            return None
        since = self.swap_of(offer, day) or (bought["on"], bought["seq"])
        own = [e for e in self.by_kind["grant_recorded"] if (e["offer"], e["product"]) == (offer, product)]
        before = [e for e in own if e["on"] <= day]
        if before and (before[-1]["on"], before[-1]["seq"]) >= since:
            return before[-1]
        after = next((e for e in own if (e["on"], e["seq"]) > since), None)
        swap = self.swap_of(offer, "9999-12-31")
        between = after and swap and day < swap[0] and swap < (after["on"], after["seq"])
        return None if between else after


def term(first_day: str, offer: str, entry: int) -> Fields:
    """A year from a day to the day before the anniversary; of 29 February that is the 28th."""
    start = date.fromisoformat(first_day)
    try:
        anniversary = start.replace(year=start.year + 1)
    except ValueError:
        anniversary = start.replace(year=start.year + 1, day=28)
    return {"offer": offer, "first_day": first_day, "last_day": (anniversary - DAY).isoformat(), "entry": entry}
