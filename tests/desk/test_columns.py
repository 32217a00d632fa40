"""The columns follow the fold: cut and lengthened where it wrote, they are what columns made anew would be."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from counterclaim.desk import models
from counterclaim.desk.app import create_app
from counterclaim.desk.columns import Columns, Snapshot
from counterclaim.ledger import Ledger
from counterclaim.record import Contested, Incident, IncidentPlace, IncidentTime
from counterclaim.record.incident import Side

NOT = Contested(responsibility=False, count=False, occurrence=False, status=False)


def incident(name: str, actor: str = "Malian army", day: str | None = "2026-01-01", place: str = "Gao") -> Incident:
    return Incident(
        id=f"i-{name}",
        type="Attack",
        time=IncidentTime(start=day, end=day, precision="day" if day else None, date_prec=1 if day else None),
        place=IncidentPlace(
            name=place, gazetteer_id="g", lat=16.0 + len(place), lon=0.0, country="MLI", admin1=None, precision=1
        ),
        sides=(Side(key=actor.casefold(), name=actor, actors=("FAMa",)),),
        claims=(),
        reports=(),
        figures=(),
        contested=NOT,
        grade=None,
        media=(),
        n_origin_groups=1,
    )


def save(ledger: Ledger, *incidents: Incident, changed: list[str] | None = None) -> None:
    ledger.save_fold(incidents, {i.id: [f"stub-{i.id}"] for i in incidents}, changed)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "columns.db") as ledger:
        save(
            ledger, *(incident(f"{n:02}", day=f"2026-01-{n + 1:02}", place=f"P{'x' * (n % 4)}") for n in range(12))
        )
        yield ledger


def told(columns: Columns) -> dict[str, object]:
    """Return what columns say, by the ids of incidents: the numbers of names differ with the order of reading."""
    every = np.ones(len(columns), dtype=np.bool_)
    bearers = {
        (kind, name): {columns.ids[i] for i in np.flatnonzero(tags.bearing(name)).tolist()}
        for kind, tags in columns.tags.items()
        for name in tags.names
    }
    counts = {
        (kind, name): int(n)
        for kind, tags in columns.tags.items()
        for name, n in zip(tags.names, tags.counts(every).tolist(), strict=True)
        if n
    }
    return {
        "orders": {o: [columns.ids[i] for i in columns.ordered(every, o).tolist()] for o in ("latest", "killed")},
        "bearers": {key: ids for key, ids in bearers.items() if ids},
        "counts": counts,
        "first": dict(zip(columns.ids, columns.first.tolist(), strict=True)),
        "places": dict(zip(columns.ids, columns.places, strict=True)),
        "spots": sorted(
            (s.name, s.incidents, s.only or "") for s in models.overview(columns, models.Wanted(), {}, ()).spots
        ),
    }


def test_columns_renewed_are_columns_made_anew(ledger: Ledger) -> None:
    snapshot = Snapshot(ledger)
    before = snapshot.current()
    assert snapshot.current() is before
    old = told(before)
    save(
        ledger,
        incident("03", actor="Other army", day=None, place="Elsewhere"),
        incident("new", day="2025-01-01"),
        changed=["i-03", "i-05"],
    )
    after = snapshot.current()
    assert after is not before and told(before) == old
    assert told(after) == told(Snapshot(ledger).current())
    assert "i-05" not in after.ids and after.ids[-2:] == ["i-03", "i-new"]
    assert after.tags["actor"].bearing("Other army").tolist() == [i == "i-03" for i in after.ids]
    assert after._mask("actor", "other ARMY").any() and not after._mask("actor", "nobody").any()
    save(ledger)
    assert len(snapshot.current()) == 0


def test_the_last_incident_written_again_is_seen(ledger: Ledger) -> None:
    snapshot = Snapshot(ledger)
    snapshot.current()
    for name in ("Front", "Front again"):  # but for the name all is as it was, the place in the table too
        last = incident("11", actor=name, day="2026-01-12", place="Pxxx")
        save(ledger, last, changed=["i-11"])
        assert snapshot.current().tags["actor"].bearing(name).sum() == 1


def test_what_is_written_elsewhere_makes_no_columns(ledger: Ledger) -> None:
    snapshot = Snapshot(ledger)
    columns = snapshot.current()
    ledger.save_fold([], {}, changed=[])
    assert snapshot.current() is columns


def test_a_name_that_nobody_bears_any_more_is_not_listed(ledger: Ledger) -> None:
    reader = TestClient(create_app(ledger), base_url="http://127.0.0.1:8000")
    save(ledger, incident("00", actor="Short-lived Front"), changed=["i-00"])
    assert "Short-lived Front" in reader.get("/").text
    save(ledger, incident("00"), changed=["i-00"])
    assert "Short-lived Front" not in reader.get("/").text
    assert reader.get("/actor?name=Short-lived+Front").status_code == 404
