"""Where the folders that ship beside the code are found: `migrations` and `seeds`."""

from __future__ import annotations

from pathlib import Path

from evidence.core.errors import NotFound


def bundled(name: str) -> Path:
    """The folder of this name: inside an installed package, or beside it in a checkout.

    >>> bundled("migrations").name
    'migrations'
    """
    package = Path(__file__).resolve().parent
    places = (package / "_bundled" / name, package.parent / name)
    for place in places:
        if place.is_dir():
            return place
    looked = " and ".join(str(place) for place in places)
    raise NotFound(
        f"the folder '{name}' is missing: looked for {looked}", "install the program anew"
    )
