"""Known words near an unknown one (pure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Vocabulary:
    """All words of an index with the number of documents of each, by first letter."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        self._by_letter: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for word, documents in counted:
            if len(word) > 2 and word.isalpha():
                self._by_letter[word[0]].append((word, _letters(word), documents))

    def near(self, word: str, limit: int) -> list[str]:
        """Return known words within one error, or two from 8 letters on, the likeliest first.

        Errors are a letter too many, missing, wrong, or two swapped. The first letter is
        right; with a single error it may be the second one. Words of three letters or with
        digits are left alone. More leeway would turn good words of other fields into these.
        """
        if len(word) < 4 or not word.isalpha():
            return []
        allowed = 1 if len(word) < 8 else 2
        mask = _letters(word)
        found = []
        for letter in sorted(set(word[:2])):
            most = allowed if letter == word[0] else 1
            for known, letters, documents in self._by_letter.get(letter, ()):
                if abs(len(known) - len(word)) > most:
                    continue
                # Cheap first: each error changes at most two letters of the set.
                if (mask ^ letters).bit_count() > 2 * most:
                    continue
                errors = distance(word, known, most)
                if errors <= most:
                    found.append((errors, -documents, known))
        found.sort()
        # A word with one error never brings those with two.
        return [known for errors, _, known in found if errors == found[0][0]][:limit]


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


def distance(left: str, right: str, most: int) -> int:
    """Return the number of typing errors between two words; above `most`, most + 1."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return min(row[-1], most + 1)
