"""What is asked for by name is looked up by name: a ledger of many readings must not be walked for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from counterclaim.actions.folding import refold
from counterclaim.desk import queries
from counterclaim.ledger import Ledger
from counterclaim.record import Reading


@pytest.fixture
def told(tmp_path: Path, readings: list[Reading]) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "plans.db") as ledger:
        run = ledger.start_run(readings[0].meta)
        for reading in readings:
            ledger.add(reading, run)
        refold(ledger)
        yield ledger


@contextmanager
def statements(ledger: Ledger) -> Iterator[list[tuple[str, Any]]]:
    made: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        made.append((statement, parameters))

    event.listen(ledger._database.engine, "before_cursor_execute", note)
    yield made
    event.remove(ledger._database.engine, "before_cursor_execute", note)


def plans(ledger: Ledger, do: Callable[[], Any]) -> list[str]:
    """Return the steps by which SQLite finds what `do` asks for."""
    with statements(ledger) as made:
        assert do()
    with ledger._database.read() as connection:
        return [
            str(row[3])
            for statement, parameters in made
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def test_claims_and_stubs_are_looked_up_by_their_ids(told: Ledger) -> None:
    incident = next(i for i in told.incidents() if i.claims)
    stubs = told.incident_groups()[incident.id]

    def of_incident() -> list[queries.Entry]:
        with queries.connected(told) as connection:
            return queries.entries(connection, [1, 2, 3])

    for do in (
        lambda: told.claims(incident.claims),
        lambda: told.reports_of_stubs(stubs),
        of_incident,
    ):
        steps = plans(told, do)
        assert steps and not [s for s in steps if "ix_reading_live" in s or s.startswith("SCAN claim")], steps


def test_a_merge_is_folded_without_walking_all_readings(told: Ledger) -> None:
    incident = next(i for i in told.incidents() if i.claims)
    with told.fold_view() as session:
        for do in (
            lambda: session.stubs_of_claims(incident.claims),
            lambda: session.sizes_of_stubs(told.incident_groups()[incident.id]),
        ):
            steps = plans(told, do)
            assert steps and not [s for s in steps if "ix_reading_live" in s], steps


def test_ids_are_looked_up_by_their_beginnings(told: Ledger) -> None:
    incident = next(i for i in told.incidents() if i.claims)
    for words in (incident.id, incident.reports[0], incident.claims[0], incident.claims[0].removeprefix("c-")[:8]):
        steps = plans(told, lambda words=words: told.named(words))
        assert steps and not [s for s in steps if s.startswith("SCAN")], steps
