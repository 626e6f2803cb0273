"""What a product key or token in full looks like however it is written, and what only looks like one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LENGTH: Final = 25
WIDEST: Final = 6
"""Signs and blanks that may stand between two groups of a key."""

_GROUP: Final = 5
_GROUPS: Final = 5
_SHORTEST_GROUP: Final = 3
_LISTED: Final = 3
"""Names with the same beginning that make a list."""
_ODD: Final = 3
"""Letters that keys don't have, but are typed for others that look alike: O for Q, S for 8."""
_SWITCHES: Final = 6
_SWITCHES_IN_A_RUN: Final = 4
_FEWEST_CONSONANTS, _FEWEST_DIGITS = 8, 2
_HASHES: Final = frozenset({32, 40, 64})
_OF_KEYS: Final = frozenset("BCDFGHJKMNPQRTVWXY2346789")
"""What Microsoft's keys are made of: nothing that makes a word, or is taken for another."""
_BEYOND_HEX: Final = frozenset("GHJKMNPQRTVWXY")
_HEX: Final = frozenset("0123456789ABCDEF")

_LISTS: Final = re.compile(r"[,;]|^\s*\n\s*$")
_PIECE: Final = re.compile(r"[A-Za-z0-9]+")
_TURNED: Final = re.compile(r"[0-9][A-Za-z]|[A-Za-z]{3}[0-9]{3}")
"""What every scrambled piece has, and few messages: quick to look for."""
_ORDINARY: Final = re.compile(r"[A-Za-z]*[0-9]*|[0-9]+(?:st|nd|rd|th|am|pm|h|x|k|gb|tb|mb)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"([A-Za-z]+)[0-9]+")
_RUN: Final = re.compile(rf"(?:[BCDFGHJKMNPQRTVWXYbcdfghjkmnpqrtvwxy0-9][^A-Za-z0-9,;\n]{{0,{WIDEST}}}){{{LENGTH},}}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces of letters and digits in a row, and what stands between them."""

    pieces: tuple[str, ...]
    joints: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Stretch":
        """That of a text which begins and ends with a piece."""
        return cls(tuple(_PIECE.findall(text)), tuple(_PIECE.split(text)[1:-1]))

    @property
    def letters(self) -> str:
        return "".join(self.pieces).upper()

    @property
    def is_shouted(self) -> bool:
        """Whether there is no small letter in it."""
        return not any(map(str.islower, "".join(self.pieces)))

    @property
    def is_listed(self) -> bool:
        """Whether commas or lines stand between all of them, as between the things of a list."""
        return bool(self.joints) and all(map(_LISTS.search, self.joints))

    @property
    def is_tight(self) -> bool:
        """Whether the same sign stands between all of them, and no blank."""
        return len({*self.joints}) == 1 and not any(c.isspace() or c in ",;" for c in self.joints[0])


def is_in_groups(stretch: Stretch) -> bool:
    """Whether groups of five are a key: five in a row of them at least."""
    if stretch.is_listed and len(stretch.pieces) != _GROUPS:
        return False  # the last five of several keys
    return any(
        _are_groups(Stretch(stretch.pieces[at : at + _GROUPS], stretch.joints[at : at + _GROUPS - 1]))
        for at in range(len(stretch.pieces) - _GROUPS + 1)
    )


def _are_groups(five: Stretch) -> bool:
    digits = sum(map(_has_digit, five.pieces))
    if five.letters.isdecimal() or not digits:
        return False
    if five.is_tight:
        return five.joints[0] == "-" or not _is_list(five)
    if _is_list(five) or all(map(_NUMBERED.fullmatch, five.pieces)):
        return False
    if digits >= _FEWEST_DIGITS and any(map(_is_scrambled, five.pieces)):
        return True
    if five.is_shouted:
        return sum(map(str.isalpha, five.pieces)) > 1
    is_whispered = "".join(five.pieces).islower() and {*five.joints} == {" "}
    return is_whispered and digits > _FEWEST_DIGITS and any(map(_is_mixed, five.pieces))


def is_in_one(run: str) -> bool:
    """Whether a run of letters and digits is a key, or has one within."""
    if run.isdecimal() or not _has_digit(run):
        return False
    is_hash = len(run) in _HASHES and _HEX.issuperset(run.upper())
    return len(run) == LENGTH or (not is_hash and _switches(run) >= _SWITCHES_IN_A_RUN)


def is_spelled(text: str) -> bool:
    """Whether single letters and digits are a key: not the letters of an alphabet, nor numbers alone."""
    letters = sum(map(str.isalpha, text))
    return letters >= _FEWEST_CONSONANTS and _has_digit(text)


def found_loose(text: str) -> tuple[int, int] | None:
    """Where a key stands in a text that is grouped otherwise than in fives, or is glued to other letters."""
    return (_window(text) or _run(text)) if _TURNED.search(text) else None


def _window(text: str) -> tuple[int, int] | None:
    """The pieces that are a key between them, as many letters and digits as it has; of several the likeliest."""
    spots = list(_PIECE.finditer(text))
    likeliest: tuple[int, int, int] | None = None
    for first, last in _as_long_as_a_key(spots):
        start, end = spots[first].start(), spots[last].end()
        stretch = Stretch.of(text[start:end])
        beside = [spots[at][0] for at in (first - 1, last + 1) if 0 <= at < len(spots)]
        if not _goes_on(stretch, beside) and _is_a_key(stretch):
            odd = _odd(stretch.letters)
            likeliest = min(likeliest or (odd, start, end), (odd, start, end))
    return likeliest and likeliest[1:]


def _as_long_as_a_key(spots: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The first and last of pieces that have as many letters between them as a key, or one more, or one less."""
    for first in range(len(spots)):
        total = len(spots[first][0])
        for last in range(first + 1, len(spots)):
            total += len(spots[last][0])
            if total > LENGTH + 1 or spots[last].start() - spots[last - 1].end() > WIDEST:
                break
            if total >= LENGTH - 1:
                yield first, last


def _goes_on(stretch: Stretch, beside: Iterable[str]) -> bool:
    """Whether it is but a part of a list, as of the last five of several keys."""
    size = len(stretch.pieces[0])
    return stretch.is_listed and any(len(piece) == size and _has_digit(piece) for piece in beside)


def _is_a_key(stretch: Stretch) -> bool:
    if _is_list(stretch):
        return False
    if len(stretch.letters) != LENGTH or not any(map(_is_mixed, stretch.pieces)):
        return _is_in_fives_but_for_a_slip(stretch)
    sizes = [*map(len, stretch.pieces)]
    is_even = max(sizes[:-1]) - min(sizes[:-1]) <= 1 and sizes[-1] <= max(sizes[:-1]) + 1
    if not is_even and any(c in ",;\n" for joint in stretch.joints for c in joint):
        return False  # things of a list, with a number each
    is_scrambled = any(map(_is_scrambled, stretch.pieces))
    if is_scrambled and _odd(stretch.letters) <= _ODD and _is_of_keys(stretch.letters):
        return True
    many = max(_SWITCHES, len(sizes) + 1)  # a name with a number has one
    if sum(map(_switches, stretch.pieces)) >= many and all(map(_is_mixed, stretch.pieces)):
        return True
    is_shouted = stretch.is_shouted and (is_scrambled or sum(map(str.isalpha, stretch.pieces)) > 1)
    is_in_threes = is_scrambled and min(sizes[:-1]) >= _SHORTEST_GROUP
    return is_even and sum(map(_has_digit, stretch.pieces)) * 2 >= len(sizes) and (is_shouted or is_in_threes)


def _is_in_fives_but_for_a_slip(stretch: Stretch) -> bool:
    """Whether four of five groups are of five, with one letter too many in the other, or one too few."""
    sizes = [*map(len, stretch.pieces)]
    if len(sizes) != _GROUPS or sizes.count(_GROUP) != _GROUPS - 1 or not stretch.is_tight:
        return False
    is_known = stretch.is_shouted or any(map(_is_scrambled, stretch.pieces))
    return is_known and sum(map(_has_digit, stretch.pieces)) >= _FEWEST_DIGITS


def _run(text: str) -> tuple[int, int] | None:
    """A run of what only keys are made of, whatever it is glued to and however many signs are in it."""
    for found in _RUN.finditer(text):
        end = found.start() + len(found[0].rstrip())
        while not text[end - 1].isalnum():
            end -= 1
        stretch = Stretch.of(text[found.start() : end])
        odd = _odd(stretch.letters)
        if odd * _GROUP <= len(stretch.letters) and _is_of_keys(stretch.letters) and not _is_list(stretch):
            if any(map(_is_scrambled, stretch.pieces)):
                return found.start(), end
    return None


def _is_of_keys(letters: str) -> bool:
    """Whether there are as many consonants and digits as any key has; those of a hash are A to F."""
    digits = sum(map(str.isdigit, letters))
    beyond = sum(c in _BEYOND_HEX for c in letters)
    return digits >= _FEWEST_DIGITS and len(letters) - digits >= _FEWEST_CONSONANTS and beyond >= _LISTED


def _is_list(stretch: Stretch) -> bool:
    """Whether several of the pieces begin alike, as the names of machines and the labels of keys do."""
    begin = Counter(piece[:2].upper() for piece in stretch.pieces if piece[:2].isalpha())
    numbered = Counter(found[1].upper() for piece in stretch.pieces if (found := _NUMBERED.fullmatch(piece)))
    return max([0, *begin.values(), *numbered.values()]) >= _LISTED


def _is_mixed(piece: str) -> bool:
    return _has_digit(piece) and not piece.isdecimal()


def _is_scrambled(piece: str) -> bool:
    """Whether letters and digits stand in it as in no name with a number, and no day or time."""
    return not _ORDINARY.fullmatch(piece)


def _odd(letters: str) -> int:
    return sum(c not in _OF_KEYS for c in letters)


def _switches(piece: str) -> int:
    return sum(one.isdigit() != two.isdigit() for one, two in pairwise(piece))


def _has_digit(piece: Sequence[str]) -> bool:
    return any(map(str.isdigit, piece))
