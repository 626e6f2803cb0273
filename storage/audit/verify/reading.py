"""What the entries say of a day, read without the desk."""

from collections import defaultdict

from storage.audit.verify.chain import Fields
from storage.audit.verify.standing import Standing


class Reading(Standing):
    """The tables as the entries have them on a day."""

    def tables(self) -> dict[str, list[Fields]]:
        """Every table that follows from the entries: its rows, each a dict."""
        return {
            "entries": self.entries_table(),
            "people": self.people(),
            "offers": self.offers(),
            "terms": [row for offer in self.offers_now for row in self.terms(offer)],
            "grants": self.grants(),
            "keys": self.keys(),
            "activations": self.listed(
                "key_activated", "key", "machine", "machine_new", "hardware_changed", "consumed"
            ),
            "tokens": self.tokens(),
            "seats": self.seats(),
            "machines": self.machines(),
            "incidents": self.listed("incident_opened", "incident", "offer", "support", "product", "version"),
            "credits": self.listed("credit_granted", "credit", "offer", "form", "amount", "currency"),
            "credit_uses": self.listed("credit_used", "credit", "offer", "form", "amount", "currency"),
            "hours": self.listed("hours_used", "offer", "hours"),
            "balances": self.listed("balance_recorded", "offer", "balance", "used"),
            "claims": self.claims(),
            "requests": self.requests(),
            "locations": self.locations(),
        }

    def entries_table(self) -> list[Fields]:
        counted = {entry["seq"] for entry in self.standing}
        return [
            {"seq": e["seq"], "counts": int(e["seq"] in counted), "reversed_by": self.gone.get(e["seq"])}
            for e in self.entries
        ]

    def listed(self, kind: str, *names: str) -> list[Fields]:
        return [
            {"entry": e["seq"], "day": e["on"], "by": e["by"], "reference": e.get("reference")}
            | {name: int(e[name]) if isinstance(e.get(name), bool) else e.get(name) for name in names}
            for e in self.by_kind[kind]
        ]

    def people(self) -> list[Fields]:
        names = ("by", "person", "from_person", "deputy", "to")
        ids = {e[name] for e in self.entries for name in names if e.get(name)} | self.founders
        roles: defaultdict[str, set[str]] = defaultdict(set)
        spoken: set[tuple[str, str]] = set()
        for entry in self.of("role_given", "role_taken"):
            spoken.add((entry["role"], entry["person"]))
            (roles[entry["person"]].add if entry["kind"] == "role_given" else roles[entry["person"]].discard)(
                entry["role"]
            )
        for founder in self.founders:
            if ("administrator", founder) not in spoken:
                roles[founder].add("administrator")
        return [
            {"id": one, "administrator": int("administrator" in roles[one]), "auditor": int("auditor" in roles[one])}
            for one in ids
        ]

    def offers(self) -> list[Fields]:
        return [self.offer(one) for one in self.offers_now]

    def offer(self, offer: str) -> Fields:
        bought = self.offers_now[offer]
        row = {
            "id": offer,
            **{name: bought.get(name) for name in ("program", "competency", "level")},
            **{"purchased": bought["on"], "entry": bought["seq"], "by": bought["by"]},
            **dict.fromkeys(("swapped", "ended", "reason")),
        }
        for entry in self.of_offer[offer]:
            if entry["kind"] == "offer_swapped":
                row |= {"program": entry["program"], "swapped": entry["on"]}
            elif entry["kind"] == "offer_ended":
                row |= {"ended": entry["on"], "reason": entry["reason"]}
        covered = any(one["first_day"] <= self.day <= one["last_day"] for one in self.terms(offer))
        over = any(self.is_over(entry, self.day) for entry in self.of_offer[offer])
        return row | {"in_force": int(covered and not over)}

    def grants(self) -> list[Fields]:
        rows = []
        for entry in self.by_kind["grant_recorded"]:
            now = self.grant_on(entry["offer"], entry["product"], self.day)
            rows.append(
                {"id": entry["grant"], "entry": entry["seq"], "day": entry["on"], "by": entry["by"]}
                | {name: entry.get(name) for name in ("offer", "product", "quantity", "reference")}
                | {"counts": int(now is not None and now["seq"] == entry["seq"])}
            )
        return rows

    def keys(self) -> list[Fields]:
        found: dict[str, Fields] = {}
        for issue in self.by_kind["key_issued"]:
            found.setdefault(
                issue["key"],
                {"id": issue["key"], "issued": issue["on"], "entry": issue["seq"], "by": issue["by"], "viewed": None}
                | {name: issue.get(name) for name in ("label", "offer", "product", "last_five", "activations")}
                | {"left": issue.get("activations"), "used": 0},
            )
        for entry in self.of("key_viewed", "key_counted", "key_activated"):
            row = found.get(entry["key"])
            if row is None:
                continue
            if entry["kind"] == "key_viewed":
                row["viewed"] = row["viewed"] or entry["on"]
            elif entry["kind"] == "key_counted":
                row["left"] = entry["left"]
            else:
                row["used"] += entry["consumed"]
                row["left"] = None if row["left"] is None else max(0, row["left"] - entry["consumed"])
        return list(found.values())

    def tokens(self) -> list[Fields]:
        found: dict[str, Fields] = {}
        for issue in self.by_kind["token_issued"]:
            names = ("label", "offer", "service", "seats", "program_year")
            found.setdefault(
                issue["token"],
                {"id": issue["token"], "issued": issue["on"], "entry": issue["seq"], "by": issue["by"]}
                | {name: issue.get(name) for name in names}
                | dict.fromkeys(("viewed", "activated", "tenant", "replaced_with")),
            )
        for entry in self.of("token_viewed", "token_activated", "token_replaced"):
            row = found.get(entry["token"])
            if row is None:
                continue
            if entry["kind"] == "token_viewed":
                row["viewed"] = row["viewed"] or entry["on"]
            elif entry["kind"] == "token_activated":
                row |= {"activated": entry["on"], "tenant": entry["tenant"]}
            else:
                row["replaced_with"] = entry["with"]
        return list(found.values())

    def seats(self) -> list[Fields]:
        """Who held which seat from when to when: a row for each stretch."""
        homes: dict[str, tuple[str, str]] = {}
        numbers: dict[tuple[str, str] | None, dict[str, int]] = {}
        rows: list[Fields] = []
        last: dict[str, Fields] = {}
        for entry in self.entries:  # a seat keeps the number of its first entry, of whatever day, taken back or not
            if entry["kind"] not in ("seat_assigned", "seat_activated", "seat_released"):
                continue
            home = homes.setdefault(entry["seat"], (entry["offer"], entry["product"]))
            pool = numbers.setdefault(home, {})
            pool.setdefault(entry["seat"], len(pool) + 1)
        for entry in self.of("seat_assigned", "seat_reassigned", "seat_activated", "seat_released"):
            seat, row = entry["seat"], last.get(entry["seat"])
            if entry["kind"] in ("seat_assigned", "seat_reassigned"):
                home_of = entry if entry["kind"] == "seat_assigned" else row
                if home_of is None:
                    continue
                offer, product = home_of["offer"], home_of["product"]
                if row and row["to_day"] is None:
                    row |= {"to_day": entry["on"], "to_entry": entry["seq"], "ended_by": "reassigned"}
                grant = self.grant_on(offer, product, entry["on"])
                row = {
                    **{"entry": entry["seq"], "seat": seat, "offer": offer, "product": product},
                    **{"number": numbers.get(homes.get(seat), {}).get(seat, 0), "person": entry["person"]},
                    **{"from_day": entry["on"], "to_day": None, "to_entry": None, "ended_by": None},
                    **{"activated": None, "by": entry["by"], "grant_entry": grant["seq"] if grant else None},
                }
                rows.append(row)
                last[seat] = row
            elif row is not None and entry["kind"] == "seat_activated":
                row["activated"] = row["activated"] or entry["on"]
            elif row is not None and row["to_day"] is None:
                row |= {"to_day": entry["on"], "to_entry": entry["seq"], "ended_by": "released"}
        for row in rows:
            self.end_with_offer(row)
        return rows

    def end_with_offer(self, row: Fields) -> None:
        """A swap ends the seats of before, and so does the end of the offer."""
        ends = [
            (e["on"], e["seq"], e["kind"])
            for e in self.of_offer[row["offer"]]
            if e["kind"] == "offer_ended"
            or (e["kind"] == "offer_swapped" and (row["from_day"], row["entry"]) < (e["on"], e["seq"]))
        ]
        if ends:
            day, entry, kind = min(ends)
            if row["to_day"] is None or row["to_day"] > day:
                row |= {"to_day": day, "to_entry": entry, "ended_by": kind}

    def machines(self) -> list[Fields]:
        homes = {e["key"]: (e["offer"], e["product"]) for e in self.by_kind["key_issued"]}
        found: dict[tuple[str, str], Fields] = {}
        for entry in self.of("software_installed", "software_removed", "key_activated"):
            offer, product = homes.get(entry.get("key") or "", ("", ""))
            if entry["kind"] == "key_activated":
                if not offer:
                    continue
                place = (product, entry["machine"].casefold())
                if place in found:
                    found[place]["key"] = entry["key"]
                    continue
            else:
                offer, product = entry["offer"], entry["product"]
                place = (product, entry["machine"].casefold())
            if entry["kind"] == "software_removed":
                found.pop(place, None)
                continue
            found[place] = {
                **{"entry": entry["seq"], "machine": entry["machine"], "product": product, "offer": offer},
                **{"install": entry.get("install"), "key": entry.get("key"), "since": entry["on"]},
            }
        return list(found.values())

    def claims(self) -> list[Fields]:
        rows: list[Fields] = []
        last: dict[tuple[str, str], Fields] = {}
        for entry in self.of("claim_made", "claim_decided"):
            place = (entry["claim"], entry["subject"])
            if entry["kind"] == "claim_made":
                last[place] = {
                    **{"entry": entry["seq"], "claim": place[0], "subject": place[1], "made": entry["on"]},
                    **{"decision": None, "decided": None, "decided_entry": None, "by": entry["by"]},
                    "reference": entry.get("reference"),
                }
                rows.append(last[place])
            elif row := last.get(place):
                row |= {"decision": entry["decision"], "decided": entry["on"], "decided_entry": entry["seq"]}
        return rows

    def requests(self) -> list[Fields]:
        found: dict[str, Fields] = {}
        for entry in self.of("seat_requested", "request_decided"):
            if entry["kind"] == "seat_requested":
                found[entry["request"]] = {
                    **{"entry": entry["seq"], "id": entry["request"], "product": entry["product"]},
                    **{"person": entry["person"], "asked": entry["on"], "decision": None, "decided_entry": None},
                    "decided_by": None,
                }
            elif row := found.get(entry["request"]):
                row |= {"decision": entry["decision"], "decided_entry": entry["seq"], "decided_by": entry["by"]}
        return list(found.values())

    def locations(self) -> list[Fields]:
        found: dict[str, Fields] = {}
        for entry in self.of("location_added", "location_removed"):
            place = entry["location"].casefold()
            if entry["kind"] == "location_removed":
                found.pop(place, None)
            else:
                found[place] = {"location": entry["location"], "since": entry["on"], "entry": entry["seq"]}
        return list(found.values())
