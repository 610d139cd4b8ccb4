"""Which subject a row is about: by its names and aliases, else a new one with a slug of its own.

A decision is undone by editing aliases: the subject that has a row's exact name as an alias is the
one that the row is about.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from evidence.core.records import Subject

LONGEST = 80

CHIPS: Mapping[str, str] = {
    "nvidia-h100-sxm5-80gb": "h100-sxm",
    "nvidia-h100-sxm5": "h100-sxm",
    "nvidia-h800-sxm5": "h800-sxm",
    "nvidia-h200-sxm": "h200-sxm",
    "nvidia-a100-sxm4-80-gb": "a100-sxm",
    "nvidia-b200": "b200",
    "amd-instinct-mi300x": "mi300x",
    "google-tpu-v5e": "tpu-v5e",
    "google-tpu-v5p": "tpu-v5p",
    "google-tpu-v6e": "tpu-v6e",
    "google-tpu-v6e-trillium": "tpu-v6e",
    "amazon-trainium2": "trainium2",
}
"""The chips that come with the program, by the slugs that Epoch AI's names for them would have."""


def slugged(name: str) -> str:
    """The slug that a name gives, as stable as the name.

    >>> slugged("Llama 3.1-405B"), slugged("π0 (pi-zero)"), slugged("Tülu 3")
    ('llama-3.1-405b', 'pi0-pi-zero', 'tulu-3')
    """
    folded = unicodedata.normalize("NFKD", "".join(map(_latin, name)))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    slug = re.sub(r"\.{2,}", ".", re.sub(r"[^a-z0-9.]+", "-", plain))
    slug = re.sub(r"^[.-]+|[.-]+$", "", slug)[:LONGEST].rstrip(".-")
    return slug or f"x-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _latin(character: str) -> str:
    if "\u0370" <= character <= "\u03ff" or character == "\u00b5":
        return unicodedata.name(character, "").rpartition(" ")[2].lower()
    return character


class Names:
    """The subjects of one type, found by what they are called."""

    def __init__(self, type_: str, known: Iterable[Subject]) -> None:
        self._type = type_
        self._exact: dict[str, str] = {}
        self._like: dict[str, list[str]] = {}
        self._days: dict[str, str | None] = {}
        self._taken: set[str] = set()
        # What somebody wrote down as an alias goes before what only looks alike.
        for subject in sorted(known, key=lambda one: one.slug):
            self._days[subject.slug] = subject.released
            self._add(subject.slug, subject.slug)
            self._add(subject.name, subject.slug)
            for alias in subject.aliases:
                self._add(alias, subject.slug)
                self._exact[alias] = subject.slug

    def one(self, name: str) -> str:
        """The slug for a name that stands for the same thing wherever it is read."""
        if name not in self._exact:
            like = self._like.get(self._key(name))
            self._exact[name] = like[0] if like else self._fresh(self._key(name))
        return self._exact[name]

    def each(self, rows: Sequence[tuple[str, str | None]]) -> list[str]:
        """A slug for each row's name and date, no two the same.

        Equal names are told apart by date, then by a number; the earliest has the plain slug.
        """
        found: dict[int, str] = {}
        groups: dict[str, list[int]] = {}
        for place, (name, _) in enumerate(rows):
            groups.setdefault(self._exact.get(name, self._key(name)), []).append(place)
        for key, places in groups.items():
            places.sort(key=lambda place: (rows[place][1] or "9999", place))
            self._known(key, places, rows, found)
            for place in places:
                if place not in found:
                    found[place] = self._dated(key, rows[place][1])
        return [found[place] for place in range(len(rows))]

    def _known(
        self,
        key: str,
        places: Sequence[int],
        rows: Sequence[tuple[str, str | None]],
        found: dict[int, str],
    ) -> None:
        """The rows that are about known subjects: those of the same day first."""
        candidates = [key] if key in self._days else []
        candidates += [slug for slug in self._like.get(key, []) if slug != key]
        for same_day in (True, False):
            for place in places:
                for slug in candidates:
                    day, other = rows[place][1], self._days.get(slug)
                    fits = day == other if same_day else len(places) == 1 or not (day and other)
                    if place not in found and slug not in self._taken and fits:
                        found[place] = slug
                        self._taken.add(slug)

    def _dated(self, key: str, day: str | None) -> str:
        stem = key
        if (key in self._taken or key in self._days) and day and self._days.get(key) != day:
            stem = f"{key[: LONGEST - 11].rstrip('.-')}-{day}"
        slug = self._fresh(stem)
        self._days[slug] = day
        return slug

    def _fresh(self, stem: str) -> str:
        slug, count = stem, 1
        while slug in self._taken or slug in self._days:
            count += 1
            slug = f"{stem[: LONGEST - 5].rstrip('.-')}-{count}"
        self._taken.add(slug)
        return slug

    def _key(self, name: str) -> str:
        slug = slugged(name)
        return CHIPS.get(slug, slug) if self._type == "hardware" else slug

    def _add(self, name: str, slug: str) -> None:
        bucket = self._like.setdefault(self._key(name), [])
        if slug not in bucket:
            bucket.append(slug)
