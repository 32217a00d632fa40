"""The fold's results: written, replaced, found by filters; ids minted once, with their trail."""

from typing import Any

import msgspec
import pytest
from ledger_samples import NOTHING_CONTESTED, incident
from sqlalchemy import select

from counterclaim.errors import LedgerError
from counterclaim.ledger import Filters, Ledger, Origin, StubLink, tables
from counterclaim.record import Incident


def save(ledger: Ledger, *incidents: Incident, changed: Any = None) -> None:
    ledger.save_fold(incidents, {i.id: [f"stub-{i.id}"] for i in incidents}, changed)


def ids(ledger: Ledger, order: Any = "latest", limit: int | None = None, **filters: Any) -> str:
    return " ".join(i.id[2:] for i in ledger.incidents(Filters(**filters), order=order, limit=limit))


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    hot = msgspec.structs.replace(NOTHING_CONTESTED, count=True)
    save(
        ledger,
        incident("a", day="2026-01-01", killed=5),
        incident("b", day="2026-01-02", end="2026-01-20", country="NER", place="Téra", killed=None),
        incident("c", day="2026-01-03", contested=hot, grade="fair", killed=9),
        incident("d", day=None, type="Shelling", place="Old Gao"),
    )
    return ledger


def test_filters_and_orders(filled: Ledger) -> None:
    assert ids(filled) == "c b a d"
    assert ids(filled, "earliest") == "a b c d"
    assert ids(filled, "killed") == "c a d b"
    assert ids(filled, limit=2) == "c b" and ids(filled, limit=0) == ""
    assert ids(filled, country="NER") == "b" and ids(filled, type="Shelling") == "d"
    assert ids(filled, contested=True) == "c" and ids(filled, contested=False) == "b a d"
    assert ids(filled, grade="fair") == "c"
    assert ids(filled, place="TERA") == "b" and ids(filled, place="g1") == "c b a d"
    assert ids(filled, place="gao", country="MLI", order="killed") == "c a d"
    assert (
        ids(filled, actor="malian army") == ids(filled, actor="fama") == "c b a d" and ids(filled, actor="x") == ""
    )
    assert ids(filled, actor="FAMA", place="Téra") == "b"
    assert filled.count_incidents() == 4 and filled.count_incidents(Filters(country="MLI")) == 3


def test_an_incident_s_whole_span_counts(filled: Ledger) -> None:
    assert ids(filled, since="2026-01-02", until="2026-01-02") == "b"
    assert ids(filled, since="2026-01-10") == "b" and ids(filled, until="2026-01-01") == "a"
    assert ids(filled, since="2026-01-20", place="Téra") == "b" and ids(filled, since="2026-01-21") == ""
    assert ids(filled, since="0001-01-01") == "c b a"
    with pytest.raises(LedgerError, match="YYYY-MM-DD"):
        ids(filled, since="soon")


def test_only_the_changed_are_replaced(filled: Ledger) -> None:
    before = {i.id: i for i in filled.incidents()}
    merged = incident("a", day="2026-01-01", killed=14, merged_from=("i-c",))
    save(filled, merged, incident("e", day="2026-02-01", split_from="i-c"), changed=["i-a", "i-c"])
    after = {i.id: i for i in filled.incidents()}
    assert ids(filled) == "e b a d" and after["i-b"] == before["i-b"] and after["i-a"] == merged
    assert filled.incident("i-a") == filled.incident("i-c") == merged and filled.incident("i-none") is None
    assert filled.incident_groups()["i-a"] == ("stub-i-a",) and "i-c" not in filled.incident_groups()
    assert filled.incident_of_claims(["c-a", "c-none"]) == {"c-a": "i-a"}
    assert filled.incident_of_stubs(["stub-i-e"]) == {"stub-i-e": "i-e"}
    assert [(i, e, o) for i, e, o, _ in filled.trail("i-c")] == [
        ("i-c", "minted", None), ("i-a", "merged", "i-c"), ("i-e", "split", "i-c"),
    ]  # fmt: skip
    save(filled, merged, changed=["i-a"])
    assert len(filled.trail("i-c")) == 3  # a trail is written once
    assert list(filled.minted_ids()) == ["i-a", "i-b", "i-c", "i-d", "i-e"]
    assert filled.verify() == []


def test_a_fold_that_fails_changes_nothing(filled: Ledger) -> None:
    before = list(filled.incidents())
    minted = filled.minted_ids()
    with pytest.raises(KeyError):
        filled.save_fold([incident("x"), incident("y")], {"i-x": ["s"]})
    assert list(filled.incidents()) == before and filled.minted_ids() == minted


def test_links_and_origins(ledger: Ledger) -> None:
    links = [StubLink(a="s1", b=b, score=0.5, reasons=("same day", "1.5 km")) for b in ("s2", "s3")]
    origin = Origin(a="r1", b="r2", kind="reprint", score=0.9, reasons=("share 0.9",))
    ledger.save_fold([], {}, links=links, origins=[origin])
    assert ledger.links() == links and ledger.links(["s3"]) == links[1:] and ledger.origins(["r2"]) == [origin]
    ledger.save_fold([], {}, [], touching=["s3"])
    assert ledger.links() == links[:1] and ledger.origins() == [origin]
    ledger.save_fold([], {})
    assert ledger.links() == [] == ledger.origins()


def test_no_number_comes_twice(filled: Ledger) -> None:
    def numbers() -> set[int]:
        with filled._database.read() as connection:
            return set(connection.scalars(select(tables.incident.c.n)))

    seen = numbers()
    for changed in (["i-d"], ["i-d"], None, []):
        before = numbers()
        save(filled, *([incident("d")] if changed != [] else []), changed=changed)
        assert not (numbers() - before) & seen
        seen |= numbers()
    save(filled)
    save(filled, incident("d"))
    assert not numbers() & seen
