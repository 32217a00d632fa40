"""Where is it? 200 mentions of places in ../shared/data/fa_kes.csv, coded by hand (gold/places/fa_kes.csv), against the system's.

Each article is parsed and its places found and resolved by the engine's own parts. A coded mention is found where the
system has a mention over its words: one whose bare name they touch, else one that puts its place in it ("Sakhour in
Aleppo": then the containing place is resolved as the geocoder does), else one that merely covers them. Right is a place
within 25 km of the coded one, or none where the coder has none; a mention not found counts as none.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, get_args

from counterclaim.intake import report_from_text
from counterclaim.knowledge.gazetteer import GazetteerPlace
from counterclaim.knowledge.gazetteer_index import Kind
from counterclaim.knowledge.geocode import Geocoder, Located, Named, distance_km
from counterclaim.knowledge.place_words import fold
from counterclaim.reading.context import Context, actors_in, named
from counterclaim.reading.engines.rules import parsed_blocks
from counterclaim.reading.places import FoundPlace

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT.parent / "shared" / "data" / "fa_kes.csv"
GOLD = ROOT / "gold" / "places" / "fa_kes.csv"
SPLITS = ("dev", "test")
RIGHT_KM = 25
KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}


class Coded(NamedTuple):
    """A mention as the coder has it; `place` None where no place of the gazetteer is meant."""

    unit: str
    start: int
    end: int
    name: str
    kind: str
    split: str
    place: GazetteerPlace | None
    note: str


class Scored(NamedTuple):
    """A coded mention beside the system's: was it found, and what was it resolved to (with coordinates)?"""

    coded: Coded
    found: bool
    place: GazetteerPlace | None
    reason: str

    @property
    def outcome(self) -> str:
        """Return right, elsewhere (too far off), invented (the coder has none) or unresolved."""
        ours, theirs = self.coded.place, self.place
        if theirs is None:
            return "right" if ours is None else "unresolved"
        if ours is None:
            return "invented"
        return "right" if distance_km(ours, theirs) <= RIGHT_KM else "elsewhere"


class Places(NamedTuple):
    """The system's mentions in one text, at offsets of that text, and what resolves them."""

    found: list[FoundPlace]
    geocoder: Geocoder

    def read(self, coded: Coded) -> Scored:
        """Return what the system makes of a coded mention."""
        over = [p for p in self.found if p.offset + p.start < coded.end and coded.start < p.offset + p.end]
        place = next((p for p in over if _name_touches(p, coded)), None)
        asked = named(place) if place is not None else next(_containers(over, coded), None)
        if asked is None and over:
            asked = named(over[0])
        located = self.geocoder.locate(asked) if asked is not None else None
        return Scored(coded, bool(over), _with_coordinates(located), located.reason if located else "")


def _name_touches(place: FoundPlace, coded: Coded) -> bool:
    return place.offset + place.name_start < coded.end and coded.start < place.offset + place.name_end


def _containers(over: Iterable[FoundPlace], coded: Coded) -> Iterator[Named]:
    """Yield the places that mentions are put in and that have the coded name, as the geocoder asks for them."""
    for place in over:
        for number, name in enumerate(place.containers):
            if fold(name) in fold(coded.name) or fold(coded.name) in fold(name):
                yield Named(name, None, place.country, place.containers[number + 1 :])


def _with_coordinates(located: Located | None) -> GazetteerPlace | None:
    place = located.place if located is not None else None
    return place if place is not None and place.lat is not None else None


def find(text: str) -> Places:
    """Return the places of a text as the engine finds them; raises ValueError where intake changed the text's offsets."""
    report = report_from_text(text)
    if report.text != text:
        raise ValueError("intake changed the text: its offsets are no longer those of the table")
    context = Context(parsed_blocks(report), None)  # the day of publication dates events; it places nothing
    coder = context.settle(actors_in(report.text), report.dateline)
    found = [place for places in context.places.values() for place in places]
    return Places(found, coder)


def coded_mentions() -> list[Coded]:
    """Return the coded mentions, in the order of the file."""
    with open(GOLD, encoding="utf-8", newline="") as stream:
        return [_coded(row) for row in csv.DictReader(stream)]


def _coded(row: dict[str, str]) -> Coded:
    place = None
    if row["lat"]:
        place = GazetteerPlace(
            row["gid"], row["name"], float(row["lat"]), float(row["lon"]), row["country"] or None, row["admin1"],
            "", 0, KINDS[row["kind"]], "coded by hand",
        )  # fmt: skip
    start, end = int(row["start"]), int(row["end"])
    return Coded(row["unit_id"], start, end, row["name"], row["kind"], row["split"], place, row["note"])


def articles() -> dict[str, str]:
    """Return the texts of the table by unit_id, the first of each."""
    csv.field_size_limit(sys.maxsize)
    texts: dict[str, str] = {}
    with open(TABLE, encoding="latin-1", newline="") as stream:
        for row in csv.DictReader(stream):
            texts.setdefault(row["unit_id"], row["article_content"])
    return texts


def score(mentions: Iterable[Coded], texts: dict[str, str]) -> list[Scored]:
    """Return each coded mention beside the system's; raises ValueError where a span does not hold its name."""
    read: dict[str, Places] = {}
    scored = []
    for coded in mentions:
        text = texts[coded.unit]
        if text[coded.start : coded.end] != coded.name:
            raise ValueError(f"{coded.unit}: {coded.name!r} does not stand at {coded.start}-{coded.end}")
        if coded.unit not in read:
            read[coded.unit] = find(text)
        scored.append(read[coded.unit].read(coded))
    return scored


def report_split(split: str, rows: list[Scored]) -> None:
    """Print the figures of one half."""
    outcomes = Counter(row.outcome for row in rows)
    resolved = sum(row.place is not None for row in rows)
    wrong = outcomes["elsewhere"] + outcomes["invented"]
    units = len({row.coded.unit for row in rows})
    unseen = sum(row.outcome == "unresolved" and not row.found for row in rows)
    print(f"{split}: {len(rows)} mentions in {units} articles")
    print(f"  found                     {_share(rows, lambda row: row.found)}")
    print(f"  right within {RIGHT_KM} km        {_share(rows, lambda row: row.outcome == 'right')}")
    for label, has in (("in the gazetteer", True), ("coded null", False)):
        part = [row for row in rows if (row.coded.place is not None) == has]
        print(f"    {label:22s}  {_share(part, lambda row: row.outcome == 'right')}")
    print(
        f"  wrongly resolved          {wrong}/{len(rows)} ({wrong / len(rows):.3f}), of {resolved} resolved:"
        f" {outcomes['elsewhere']} elsewhere, {outcomes['invented']} where the coder has none"
    )
    print(f"  unresolved, yet in it     {outcomes['unresolved']}, {unseen} of them not found")
    by_kind = sorted({row.coded.kind for row in rows})
    kinds = ", ".join(
        f"{kind} {_share([r for r in rows if r.coded.kind == kind], lambda row: row.outcome == 'right')}"
        for kind in by_kind
    )
    print(f"  right by kind             {kinds}\n")


def _share(rows: list[Scored], has: Callable[[Scored], bool]) -> str:
    number = sum(has(row) for row in rows)
    return f"{number}/{len(rows)} ({number / len(rows):.3f})" if rows else "0/0"


def report_errors(rows: Iterable[Scored]) -> None:
    """Print each mention that is not right: what it is, what the system has, and why it says so."""
    for row in rows:
        if row.outcome == "right":
            continue
        coded, place = row.coded, row.place
        have = f"{place.gid} {place.name} ({place.country}): {row.reason}" if place is not None else "none"
        want = coded.place.gid if coded.place is not None else f"none ({coded.note})"
        seen = "" if row.found else ", not found"
        print(
            f"{row.outcome:10s} {coded.unit} {coded.start} {coded.name} [{coded.kind}]: {want}; system {have}{seen}"
        )


def main() -> None:
    """Print the figures of both halves and, where asked, the errors of one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=SPLITS, help="list the errors of this half")
    arguments = parser.parse_args()
    if not TABLE.is_file():
        print(f"{TABLE} is not here: nothing to measure.")
        return
    rows = score(coded_mentions(), articles())
    for split in SPLITS:
        report_split(split, [row for row in rows if row.coded.split == split])
    if arguments.errors:
        report_errors(row for row in rows if row.coded.split == arguments.errors)


if __name__ == "__main__":
    main()
