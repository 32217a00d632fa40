"""Make knowledge/data/ucdp_dyads.csv, who has fought whom, from the UCDP Actor Dataset 22.1 (CC BY 4.0).

    python tools/ucdp_dyads.py ../shared/data/ucdp_actor_221.csv

A dyad's number stands in the rows of all who took part in it: both parties, and states that sent troops to either.
So a pair is written only where its two sides can be told:

    state      an armed group and a government: the dyad's only two actors, or the group is active in one country
               alone and this is that country's government
    nonstate   two armed groups: the dyad's only two actors

Governments against each other are left out: the list has no dates, and most of those wars are long past.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/counterclaim/knowledge/data/ucdp_dyads.csv"
GOVERNMENT = "4"  # Org
Row = dict[str, str]


def parts(cell: str) -> list[str]:
    """Return the entries of a cell."""
    return [part.strip() for part in cell.split(",") if part.strip()]


def members(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Return the actors of each dyad that a column numbers."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for dyad in dict.fromkeys(parts(row[column])):
            found[dyad].append(row)
    return found


def is_home(government: Row, group: Row) -> bool:
    """Tell whether a group is active in one country alone, which is this government's."""
    return len(parts(group["GWNOLoc"])) == 1 and government["NameData"] == f"Government of {group['Location']}"


def state_pairs(rows: list[Row]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (government, group, dyad, type) for state-based dyads."""
    for dyad, actors in members(rows, "DyadId").items():
        governments = [a for a in actors if a["Org"] == GOVERNMENT]
        groups = [a for a in actors if a["Org"] != GOVERNMENT]
        if len(groups) != 1:
            continue
        for government in governments:
            if len(actors) == 2 or is_home(government, groups[0]):
                yield government["ActorId"], groups[0]["ActorId"], dyad, "state"


def nonstate_pairs(rows: list[Row]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (group, group, dyad, type) for dyads between groups."""
    for dyad, actors in members(rows, "NSID").items():
        if len(actors) == 2 and all(a["Org"] != GOVERNMENT for a in actors):
            yield actors[0]["ActorId"], actors[1]["ActorId"], dyad, "nonstate"


def pairs(rows: list[Row]) -> list[tuple[str, str, str, str]]:
    """Return all (actor, actor, dyad, type), in the order of the actors' ids."""
    found = [*state_pairs(rows), *nonstate_pairs(rows)]
    return sorted(found, key=lambda pair: (int(pair[0]), int(pair[1]), int(pair[2])))


def main(table: Path) -> None:
    """Write the pairs; print their counts."""
    with table.open(encoding="utf-8-sig", newline="") as lines:
        found = pairs(list(csv.DictReader(lines)))
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["a", "b", "dyad", "type"])
        writer.writerows(found)
    states = sum(kind == "state" for *_, kind in found)
    print(f"{len(found)} pairs: {states} with a government, {len(found) - states} between groups")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
