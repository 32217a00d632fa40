"""Does the registry know the names in news, and do its alliances agree with the text?

Over ../shared/data/re3d, official texts and encyclopaedia articles on Syria and Iraq with their entities and relations
marked: the share of organisations found (the registry's scan; and the marked words looked up), of locations found,
and what relation() makes of the pairs marked as allies or as fighting each other, where both ends resolve.
Documents in the order of their ids: those at even places were looked at while tuning, those at odd places were not.
"""

import argparse
import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.knowledge.alliances import relation

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "re3d"
SURE = 0.5  # annotators' agreement from which a mark counts
UNDATED = datetime.date(2016, 7, 1)  # the middle of the dated documents, for those whose address gives no date
EXPECTED = {"AlliesOf": {"ally", "own"}, "FightingAgainst": {"adversary"}}
_DATE = re.compile(r"/(20\d\d)/(\d\d)/")
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_CAPITAL = re.compile(r"\b(?!(?:We|It|They|I|Our|Some|Those|These|All|Many|Local|Others)\b)[A-Z]")
Span = tuple[int, int]


class Document(NamedTuple):
    """A text with its sure marks: entities and relations as the corpus gives them."""

    text: str
    day: datetime.date
    entities: list[dict[str, object]]
    relations: list[dict[str, object]]

    def spans(self, kind: str) -> list[Span]:
        """Return the spans of the entities of a type, without their articles."""
        return [
            bare(self.text, int(str(e["begin"])), int(str(e["end"]))) for e in self.entities if e["type"] == kind
        ]


def rows(path: Path) -> Iterator[dict[str, object]]:
    """Yield the objects of a file of JSON lines."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def sure(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return the sure marks of a file by document."""
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows(path):
        if float(str(row["confidence"])) >= SURE:
            found.setdefault(str(row["documentId"]), []).append(row)
    return found


def documents() -> list[Document]:
    """Return the corpus in the order of the documents' ids."""
    found = []
    for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        entities, relations = sure(folder / "entities.json"), sure(folder / "relations.json")
        for row in rows(folder / "documents.json"):
            key = str(row["_id"])
            dated = _DATE.search(str(row["sourceUrl"]))
            day = datetime.date(int(dated[1]), int(dated[2]), 15) if dated else UNDATED
            found.append((key, Document(str(row["text"]), day, entities.get(key, []), relations.get(key, []))))
    return [document for _, document in sorted(found, key=lambda pair: pair[0])]


def bare(text: str, begin: int, end: int) -> Span:
    """Return a span without its article."""
    article = _ARTICLE.match(text, begin, end)
    return (article.end() if article else begin), end


def is_named(words: str) -> bool:
    """Tell whether a mention has a name in it: a capital that is not a pronoun's."""
    return _CAPITAL.search(words) is not None


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span shares a letter with one of the others."""
    return any(span[0] < end and start < span[1] for start, end in others)


def find_places(text: str) -> list[Span] | None:
    """Return the spans of the places in a text, or None where no reader is wired in."""
    from counterclaim.reading.parse import load_model
    from counterclaim.reading.places import find_places as read

    return [(place.start, place.end) for place in read(load_model()(text))]


def resolve(registry: Registry, words: str, day: datetime.date) -> str | None:
    """Return the one actor that a mention stands for: looked up whole, else the only name in it."""
    match = registry.find(words, date=day)
    if match is not None:
        return match.id
    ids = {hit[2] for hit in registry.scan(words)}
    return ids.pop() if len(ids) == 1 else None


def count_names(registry: Registry, corpus: list[Document]) -> Counter[str]:
    """Count the organisations and locations that are found."""
    counts: Counter[str] = Counter()
    for document in corpus:
        hits = [(start, end) for start, end, *_ in registry.scan(document.text)]
        trimmed = {bare(document.text, *hit) for hit in hits}
        for span in document.spans("Organisation"):
            words = document.text[slice(*span)]
            for name in ("organisations", "named organisations") if is_named(words) else ("organisations",):
                counts[name] += 1
                counts[f"{name}, overlap"] += touches(span, hits)
                counts[f"{name}, exact"] += span in trimmed
                counts[f"{name}, looked up"] += resolve(registry, words, document.day) is not None
        count_places(document, counts)
    return counts


def count_places(document: Document, counts: Counter[str]) -> None:
    """Count the locations that are found."""
    places = find_places(document.text)
    if places is None:
        return
    trimmed = {bare(document.text, *place) for place in places}
    for span in document.spans("Location"):
        for name in ("locations", "named locations") if is_named(document.text[slice(*span)]) else ("locations",):
            counts[name] += 1
            counts[f"{name}, overlap"] += touches(span, places)
            counts[f"{name}, exact"] += span in trimmed


def count_relations(registry: Registry, corpus: list[Document], notes: list[str]) -> Counter[str]:
    """Count what relation() says of the pairs whose ends resolve; note the others."""
    counts: Counter[str] = Counter()
    for document in corpus:
        for row in document.relations:
            kind = str(row["type"])
            if kind not in EXPECTED:
                continue
            counts[kind] += 1
            source, target = (resolve(registry, str(row[end]), document.day) for end in ("source", "target"))
            if source is None or target is None or source == target:
                notes += [f"unresolved {row[e]}" for e, i in (("source", source), ("target", target)) if i is None]
                continue
            counts[f"{kind}, resolved"] += 1
            said = relation(registry, [source], [target], document.day)
            outcome = "right" if said in EXPECTED[kind] else "unknown" if said == "unknown" else "wrong"
            counts[f"{kind}, {outcome}"] += 1
            if outcome != "right":
                notes.append(f"{kind} {source} {target} {document.day}: {said}")
    return counts


def share(counts: Counter[str], part: str, whole: str) -> str:
    """Return a share with what it is of."""
    return f"{counts[part] / counts[whole]:.3f} ({counts[part]} of {counts[whole]})" if counts[whole] else "n/a"


def missed(registry: Registry, corpus: list[Document]) -> Counter[str]:
    """Count the named organisations in which no name is found."""
    counts: Counter[str] = Counter()
    for document in corpus:
        hits = [(start, end) for start, end, *_ in registry.scan(document.text)]
        for span in document.spans("Organisation"):
            words = document.text[slice(*span)]
            if is_named(words) and not touches(span, hits) and resolve(registry, words, document.day) is None:
                counts[words] += 1
    return counts


def report(half: str, registry: Registry, corpus: list[Document], listing: bool) -> None:
    """Print the figures of one half, one a line."""
    notes: list[str] = []
    counts = count_names(registry, corpus) + count_relations(registry, corpus, notes)
    print(f"{half}: {len(corpus)} documents")
    for name in ("organisations", "named organisations", "locations", "named locations"):
        for way in ("overlap", "exact", "looked up"):
            if way != "looked up" or "organisations" in name:
                print(f"{half}: {name}, {way}: {share(counts, f'{name}, {way}', name)}")
    for kind in EXPECTED:
        print(f"{half}: {kind}: right, of all pairs: {share(counts, f'{kind}, right', kind)}")
        print(f"{half}: {kind}: both ends resolve: {share(counts, f'{kind}, resolved', kind)}")
        for outcome in ("right", "unknown", "wrong"):
            print(f"{half}: {kind}: {outcome}: {share(counts, f'{kind}, {outcome}', f'{kind}, resolved')}")
    if listing:
        print(
            *sorted(notes),
            *(f"missed {n} {words}" for words, n in missed(registry, corpus).most_common()),
            sep="\n",
        )


def main() -> int:
    """Report both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true", help="list what the tuning half misses or gets wrong")
    listing = parser.parse_args().missed
    if not CORPUS.is_dir():
        print(f"No corpus at {CORPUS.parent.parent.name}/data/re3d beside the project: nothing to measure.")
        return 0
    registry, corpus = load_registry(), documents()
    report("tuning", registry, corpus[::2], listing)
    report("held out", registry, corpus[1::2], False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
