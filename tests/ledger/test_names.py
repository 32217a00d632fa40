"""Ids by their beginnings, and the versions of a report, on both kinds of database."""

from ledger_samples import claim, meta, report

from counterclaim.ledger import Ledger
from counterclaim.record import Claim, Reading, Report


def _reading(of: Report, *claims: Claim) -> Reading:
    return Reading(
        outcome="ok", report=of, relevant=True, relevance=1.0, claims=claims, incidents=(), refusals=(), meta=meta(),
    )  # fmt: skip


def _add(ledger: Ledger, text: str, url: str) -> tuple[Report, Claim]:
    made = report(text, url=url)
    told = claim(made, "killed 3", stub=None)
    ledger.add(_reading(made, told), ledger.start_run(meta()))
    return made, told


def test_an_id_by_its_beginning(ledger: Ledger) -> None:
    first, told = _add(ledger, "They killed 3 men.", "https://news.example/1")
    second, other = _add(ledger, "Others killed 3 women.", "https://news.example/2")
    for id_, kind in ((first.id, "report"), (told.id, "claim")):
        digits = id_.split("-", 1)[1]
        for words in (id_, id_[:12], digits, digits[:10], f" {id_} "):
            assert ledger.named(words) == [id_]
        assert ledger.named(id_, ("incident", "stub")) == []
        assert ledger.named(id_, (kind,)) == [id_]
    assert ledger.named("r-") == sorted([first.id, second.id])
    assert ledger.named("c-") == sorted([told.id, other.id]) and len(ledger.named("c-", limit=1)) == 1


def test_what_begins_like_nothing(ledger: Ledger) -> None:
    _add(ledger, "They killed 3 men.", "https://news.example/1")
    for words in ("", " ", "%", "_", "r_", "r-zzz", "~", "c-' OR 1=1 --", "é"):
        assert ledger.named(words) == []


def test_versions_of_a_report(ledger: Ledger) -> None:
    first, _ = _add(ledger, "They killed 3 men.", "https://news.example/1")
    second, _ = _add(ledger, "They killed 3 men and fled.", "https://news.example/1")
    alone, _ = _add(ledger, "They killed 3 men.", "https://news.example/2")
    assert [(v.id, v.live) for v in ledger.versions(first.id)] == [(first.id, False), (second.id, True)]
    assert ledger.versions(second.id) == ledger.versions(first.id)
    assert [v.id for v in ledger.versions(alone.id)] == [alone.id] and ledger.versions("r-none") == []
