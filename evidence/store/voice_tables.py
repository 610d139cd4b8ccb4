"""The tables of who speaks on a claim from when until when: worked out from the records.

They hold no record and stand in no log. Whoever writes records makes the rows of the claims that
these bear on anew (`weighing`), so that a score of any day is one sum in the order of the key.
"""

import sqlalchemy as sa
from sqlmodel import Field

from evidence.store.columns import Row, day, link, place, text
from evidence.store.conditions import check

IN_KEY_ORDER = {"sqlite_with_rowid": False}
"""The key is the table, so that one pass over it meets the rows of a claim together."""


class Voice(Row, table=True):
    """How loud (dB) a group speaks on one side of a claim, or of a unit, until before a day."""

    __tablename__ = "voice"
    __table_args__ = (
        check("side_known", "side IN (1, -1)"),
        check("db_counts", "db > 0"),
        check("days_in_order", "starts < ends"),
        IN_KEY_ORDER,
    )

    claim_id: int = link("claim.id", key=True)
    unit: str = text(key=True)
    group_name: str = text(key=True)
    side: int = place()
    starts: int = day(key=True)
    ends: int = day()
    db: float = Field(sa_type=sa.Double)


class Opinion(Row, table=True):
    """What a group gives as the probability of a claim, or of a unit, until before a day."""

    __tablename__ = "opinion"
    __table_args__ = (
        check("share", "u > 0 AND u <= 1"),
        check("lean_of_a_probability", "lean >= -1 AND lean <= 1"),
        check("days_in_order", "starts < ends"),
        IN_KEY_ORDER,
    )

    claim_id: int = link("claim.id", key=True)
    unit: str = text(key=True)
    group_name: str = text(key=True)
    starts: int = day(key=True)
    ends: int = day()
    u: float = Field(sa_type=sa.Double)
    lean: float = Field(sa_type=sa.Double)
