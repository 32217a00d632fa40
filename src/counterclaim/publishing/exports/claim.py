"""schema.org JSON-LD: one Claim for each claim of the ledger; one ClaimReview for each decision of a person (METHOD 6.1).

A machine's output never becomes a review. A review says whether a report was read rightly, not whether what it says is
true, and so has no rating of truth.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from counterclaim.publishing.exports.material import ExportMeta, host_of
from counterclaim.record import Claim, Decision, Report

CONTEXT: list[Any] = [
    "https://schema.org",
    {"counterclaim": "urn:counterclaim:", "meta": {"@id": "counterclaim:meta", "@type": "@json"}},
]
NOTES = (
    "A ClaimReview is a person's decision on how a report was read; none is a machine's, and none rates truth.",
)
_PERSONS = frozenset({"eyewitness", "relative", "expert", "local_official", "anonymous"})
_VERDICTS = {
    "accept": "read as the report has it",
    "correct": "corrected by the reviewer",
    "reject": "not what the report says",
    "add": "added by the reviewer",
}


class Appearing(NamedTuple):
    """A claim with every report in which it stands, its own first; `origin` is the first of them by day."""

    claim: Claim
    report: Report
    appearances: tuple[Report, ...]
    origin: Report


class Reviewed(NamedTuple):
    """A decision in force on a claim: the claim as it was read (or added), its report, where it still counts."""

    decision: Decision
    claim: Claim
    report: Report | None


def claim_document(
    claims: Iterable[Appearing], meta: ExportMeta, reprints: Iterable[tuple[Report, Report]] = ()
) -> Iterator[bytes]:
    """Yield the pieces of a JSON-LD document: a Dataset with the meta, the reports with whom they reprint, the claims.

    `reprints` are pairs of a report and the one it copies; they come after the claims.
    """
    yield from _document(meta, "Claims read from reports of armed conflict", _chain(claims, reprints))


def review_document(reviews: Iterable[Reviewed], meta: ExportMeta) -> Iterator[bytes]:
    """Yield the pieces of a JSON-LD document: a Dataset with the meta, and the reviews."""
    yield from _document(meta, "Human reviews of claims read from reports", map(_review, reviews))


def _chain(claims: Iterable[Appearing], reprints: Iterable[tuple[Report, Report]]) -> Iterator[dict[str, Any]]:
    yield from map(claim_node, claims)
    for copy, original in reprints:
        yield _reprint(copy, original)


def _document(meta: ExportMeta, name: str, nodes: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder()
    dataset = {
        "@id": "counterclaim:export",
        "@type": "Dataset",
        "name": name,
        "creator": {"@type": "SoftwareApplication", "name": "Counterclaim", "softwareVersion": meta.program},
        "meta": meta,
    }
    yield b'{"@context":' + encoder.encode(CONTEXT) + b',"@graph":[\n' + encoder.encode(dataset)
    for node in nodes:
        yield b",\n" + encoder.encode(node)
    yield b"\n]}\n"


def claim_node(appearing: Appearing) -> dict[str, Any]:
    """Return a claim as schema.org has it: its words, who makes it, where it stands, where it stood first."""
    claim = appearing.claim
    return {
        "@id": _id(claim.id),
        "@type": "Claim",
        "identifier": claim.id,
        "name": _name(claim),
        "text": " … ".join(e.quote for e in claim.evidence),
        "author": _author(claim, appearing.report),
        "inLanguage": appearing.report.language or "und",
        "appearance": [_article(r) for r in appearing.appearances],
        "firstAppearance": _article(appearing.origin),
    }


def _name(claim: Claim) -> str:
    """Return what is claimed, in the record's terms: "killed: 10 soldiers"."""
    number = claim.quantity.text if claim.quantity else None
    target = claim.target.name if claim.target else None
    told = " ".join(part for part in (number, target) if part)
    denied = "not " if claim.stance == "denied" else ""
    return f"{denied}{claim.type}: {told}" if told else f"{denied}{claim.type}"


def _author(claim: Claim, report: Report) -> dict[str, Any]:
    if not claim.attribution:
        return {"@type": "Organization", "name": host_of(report) or report.byline or "the report itself"}
    last = claim.attribution[-1]
    body = {"@type": "Organization", "name": last.body.name} if last.body is not None else None
    kind = "Person" if body is not None or last.role in _PERSONS else "Organization"
    found: dict[str, Any] = {"@type": kind, "name": claim.claimant}
    if body is not None:
        found["affiliation"] = body
    return found


def _article(report: Report) -> dict[str, Any]:
    fields = {
        "@id": _id(report.id),
        "@type": "NewsArticle",
        "headline": report.title,
        "url": report.url,
        "datePublished": report.published,
        "publisher": {"@type": "Organization", "name": report.publisher} if report.publisher else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _reprint(copy: Report, original: Report) -> dict[str, Any]:
    return {"@id": _id(copy.id), "@type": "NewsArticle", "isBasedOn": {"@id": _id(original.id)}}


def _review(reviewed: Reviewed) -> dict[str, Any]:
    decision, claim, report = reviewed
    after = msgspec.convert(decision.after, Claim) if decision.action == "correct" and decision.after else claim
    item: dict[str, Any] = {
        "@id": _id(claim.id),
        "@type": "Claim",
        "name": _name(after),
        "text": " … ".join(e.quote for e in claim.evidence),
    }
    if report is not None:
        item["author"], item["appearance"] = _author(claim, report), [_article(report)]
    fields = {
        "@id": _id(decision.id),
        "@type": "ClaimReview",
        "claimReviewed": _name(claim),
        "itemReviewed": item,
        "author": {"@type": "Person", "name": decision.coder},
        "datePublished": decision.at,
        "reviewAspect": "whether the report was read rightly",
        "reviewRating": {"@type": "Rating", "alternateName": _VERDICTS[decision.action]},
        "reviewBody": decision.reason,
    }
    return {name: value for name, value in fields.items() if value is not None}


def reviewable(decision: Decision) -> bool:
    """Tell whether a decision judges a claim."""
    return decision.action in _VERDICTS


def _id(id_: str) -> str:
    return f"counterclaim:{id_}"
