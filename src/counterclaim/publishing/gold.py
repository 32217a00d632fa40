"""Reports that persons coded, as gold that `counterclaim score` reads: NN.yaml beside NN.txt."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import yaml

from counterclaim.record import Claim, Party, Place, Report, Target
from counterclaim.record.base import Record

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_UNSAFE = re.compile(r"[^\w.-]+")


class GoldSource(Record, frozen=True, kw_only=True):
    """A report with its claims as people left them; `decided` are those that somebody looked at and let stand."""

    report: Report
    relevant: bool
    claims: tuple[Claim, ...]
    decided: frozenset[str]


def gold_files(sources: Iterable[GoldSource]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a gold folder, by name.

    A claim that nobody decided on is an optional fact: finding it is neither right nor wrong. A rejected one is none.
    """
    for source in sources:
        name = _UNSAFE.sub("-", source.report.id)
        yield f"{name}.txt", source.report.text.encode("utf-8", "replace")
        document = gold_document(source)
        text = yaml.dump(document, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=10_000)
        yield f"{name}.yaml", text.encode("utf-8", "replace")


def gold_document(source: GoldSource) -> dict[str, Any]:
    """Return a report's coding in the gold format."""
    report = source.report
    head: dict[str, Any] = {
        "published": report.published,
        "language": report.language,
        "relevant": source.relevant,
        "report": report.id,
        "title": report.title,
    }
    return {**head, "facts": [_fact(c, c.id in source.decided) for c in source.claims]}


def decided_among(claims: Iterable[Claim], decided: Collection[str]) -> frozenset[str]:
    """Return which of some claims persons let stand: those they decided on, and those they added."""
    return frozenset(c.id for c in claims if c.id in decided or c.engine == "human")


def _fact(claim: Claim, decided: bool) -> dict[str, Any]:
    first, *others = claim.evidence
    quantity, time = claim.quantity, claim.time
    fact: dict[str, Any] = {
        "kind": claim.kind,
        "type": claim.type,
        "quantity": None
        if quantity is None
        else {"low": quantity.low, "high": quantity.high, "approx": quantity.approx, "text": quantity.text},
        "agent": _names(claim.agent),
        "target": _names(claim.target),
        "claimant": _claimant(claim),
        "stance": claim.stance,
        "scope": "background" if claim.scope == "background" else claim.incident,
        "date": [time.start, time.end] if time is not None and time.start and time.end else None,
        "place": _names(claim.place),
        "evidence": first.quote,
        "start": first.start,
        "end": first.end,
    }
    if others:
        fact["alt_spans"] = [{"start": e.start, "end": e.end} for e in others]
    if claim.part_of is not None:
        fact["subset"] = True
    if not decided:
        fact["optional"] = True
    return fact


def _claimant(claim: Claim) -> list[str]:
    if not claim.attribution:
        return [claim.claimant]
    link = claim.attribution[-1]
    return list(dict.fromkeys([*_names(link.party), link.text, *_names(link.body)]))


def _names(thing: Party | Target | Place | None) -> list[str]:
    return list(dict.fromkeys(n for n in (thing.name, thing.text) if n.strip())) if thing is not None else []
