"""Who a row means: people by address and by name, and ids for those whom nobody knows yet."""

from collections.abc import Iterable

from policy.ledger import Ledger
from storage.people.directory import Person


class Directory:
    """The people of a workspace, and the newcomers of one file, each with an id that says nothing of them."""

    def __init__(self, people: Iterable[Person], ledger: Ledger) -> None:
        self._people = {person.id: person for person in people}
        self._ledger = ledger
        self._by_email: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._last = 0
        self.newcomers: dict[str, Person] = {}
        for person in self._people.values():
            self._file(person)

    def by_id(self, person: str) -> Person | None:
        return self._people.get(person)

    def name(self, person: str) -> str:
        """The name of somebody here; the id of anybody else."""
        found = self._people.get(person) or self.newcomers.get(person)
        return found.name if found and found.name else person

    def find(self, name: str, email: str) -> tuple[str, bool]:
        """The id of a person and whether they are new. Raises LookupError where a name fits several."""
        if email and (found := self._by_email.get(email.casefold())):
            return found, found in self.newcomers
        fitting = self._by_name.get(" ".join(name.split()).casefold(), [])
        if email:  # a namesake with another address is somebody else
            fitting = [one for one in fitting if not self._email_of(one)]
        if len(fitting) > 1:
            raise LookupError(name)
        if fitting:
            return fitting[0], fitting[0] in self.newcomers
        newcomer = Person(self._new_id(), name or email, email)
        self.newcomers[newcomer.id] = newcomer
        self._file(newcomer)
        return newcomer.id, True

    def _file(self, person: Person) -> None:
        if person.email:
            self._by_email.setdefault(person.email.casefold(), person.id)
        self._by_name.setdefault(" ".join(person.name.split()).casefold(), []).append(person.id)

    def _email_of(self, person: str) -> str:
        found = self._people.get(person) or self.newcomers[person]
        return found.email

    def _new_id(self) -> str:
        """Says nothing of the person, so that nothing is left of them once they are erased."""
        while True:
            self._last += 1
            person = f"person-{self._last}"
            if person not in self._people and not any(True for _ in self._ledger.about(person)):
                return person
