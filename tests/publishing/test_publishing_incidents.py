"""Incidents as a table, CSV, JSON and GeoJSON, from incidents made by hand."""

import csv
import io
import json

import jsonschema
import pytest
from incident_samples import CALM, figure, incident, meta, unknown

from counterclaim.publishing import schema
from counterclaim.publishing.incident_documents import incidents_csv, incidents_geojson, incidents_json
from counterclaim.publishing.incident_table import incident_table, table_end
from counterclaim.publishing.incident_words import days, low_best_high, marks, sentences, spot
from counterclaim.record import Contested, Incident, IncidentPlace, IncidentTime


def table(*incidents: Incident, width: int = 120, color: bool = False) -> str:
    return "".join(incident_table(incidents, width=width, color=color))


def test_the_table() -> None:
    assert (
        table(incident(), unknown())
        == """\
date, id     what, where; sides; killed                    low   best    high said by origins marks

2025-06-13   Armed clash · Kidal, MLI
0123456789   Separatists / Government of Mali
               Separatists                                   3      3      10       2       2 contested (count)
               Government of Mali                            0      ?     24+       1       1 open, unanswered,
                                                                                              provisional

no date      =cmd() · no place told                                                           graded weak
ffff456789   no side told
"""
    )


@pytest.mark.parametrize("width", [1, 80, 100, 200])
def test_no_line_is_wider_than_asked_for(width: int) -> None:
    assert max(map(len, table(incident(), unknown(), width=width).splitlines())) <= max(width, 87)


def test_where_nobody_was_killed_other_losses_are_shown() -> None:
    abducted = figure(measure="abducted", side="civilians", low=5, best=5, high=5, contested=CALM)
    shown = table(incident(figures=(abducted, figure(measure="seized", unit="weapon"))))
    assert "abducted: civilians" in shown and "seized" not in shown


def test_what_reports_bring_in_cannot_steer_the_terminal() -> None:
    place = IncidentPlace(
        name="K\x1b[31mdal\u202e", gazetteer_id=None, lat=None, lon=None, country=None, admin1=None, precision=None
    )
    assert "K\\x1b[31mdal\\u202e" in table(incident(place=place))


def test_colour_only_adds() -> None:
    import re

    colored = table(incident(), color=True)
    assert "\x1b[" in colored
    plain = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert [line.rstrip() for line in plain.splitlines()] == table(incident()).splitlines()


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (meta(total=0), "No incidents yet.\n"),
        (meta(total=0, filters={"country": "MLI"}), "No incident passes these filters.\n"),
        (meta(total=1), "\n1 incident\n"),
        (meta(total=2000, limit=5), "\n5 of 2,000 incidents\n"),
    ],
)
def test_the_end_of_the_table_counts(found, said: str) -> None:  # type: ignore[no-untyped-def]
    assert table_end(found) == said


@pytest.mark.parametrize(
    ("start", "end", "precision", "told"),
    [
        ("2025-06-13", "2025-06-13", "day", "2025-06-13"),
        ("2025-06-13", "2025-06-15", "range", "2025-06-13 to 2025-06-15"),
        ("2025-06-09", "2025-06-15", "week", "week of 2025-06-09"),
        ("2025-06-01", "2025-06-30", "month", "2025-06"),
        ("2025-01-01", "2025-12-31", "year", "2025"),
        (None, None, None, "no date"),
    ],
)
def test_days_as_precise_as_they_are_known(start, end, precision, told: str) -> None:  # type: ignore[no-untyped-def]
    assert days(IncidentTime(start=start, end=end, precision=precision, date_prec=None)) == told


def test_bounds_and_marks() -> None:
    assert low_best_high(figure()) == ("3", "3", "10")
    assert low_best_high(figure(best=None, high=None, high_stated=1000, open_high=True)) == ("3", "?", "1,000+")
    assert low_best_high(figure(best=None, high=None, high_stated=None, open_high=True)) == ("3", "?", "?")
    ways = Contested(responsibility=True, count=True, occurrence=True, status=True)
    assert marks(figure(contested=ways)) == "contested (responsibility, count, occurrence, status)"
    assert marks(figure(contested=CALM, residual=True)) == "residual"
    every = sentences(figure(contested=ways, open_high=True, unanswered=True, provisional=True, residual=True,
                             relayed_differently=True, claimed_only=("c-9",)))  # fmt: skip
    assert len(every) == 11 and "1 claim not counted, for somebody disbelieves them" in every
    assert spot(None) == "no place told"


def rows(*incidents: Incident) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(incidents_csv(incidents)), newline="")))


def test_csv_has_a_row_for_each_figure() -> None:
    first, second, third, nothing = rows(incident(), unknown())
    assert (first["low"], first["best"], first["high"], first["contested_count"]) == ("3", "3", "10", "true")
    assert (second["side_name"], second["best"], second["high"], second["high_stated"]) == (
        "Government of Mali", "", "", "24",
    )  # fmt: skip
    assert third["measure"] == "destroyed" and first["claims"] == "c-1;c-2"
    assert (nothing["incident_id"], nothing["measure"], nothing["where_prec"]) == (unknown().id, "", "")


def test_csv_is_safe_for_spreadsheets_and_keeps_numbers() -> None:
    first, *_, nothing = rows(incident(), unknown())
    assert nothing["type"] == "'=cmd()"
    assert (first["latitude"], first["longitude"]) == ("18.44", "-1.41")


def test_json_is_as_the_schema_says() -> None:
    document = json.loads(b"".join(incidents_json([incident(), unknown()], meta())))
    assert [i["id"] for i in document["incidents"]] == [incident().id, unknown().id]
    jsonschema.validate(document, schema(), cls=jsonschema.Draft202012Validator)
    assert document["meta"]["readings"][0]["engine"] == "rules"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"incidents": document["incidents"]}, schema(), cls=jsonschema.Draft202012Validator)
    empty = json.loads(b"".join(incidents_json([], meta(total=0))))
    jsonschema.validate(empty, schema(), cls=jsonschema.Draft202012Validator)


def test_geojson_has_no_geometry_where_no_place_is_known() -> None:
    collection = json.loads(b"".join(incidents_geojson([incident(), unknown()], meta())))
    assert collection["type"] == "FeatureCollection"
    known, lost = collection["features"]
    assert known["geometry"] == {"type": "Point", "coordinates": [-1.41, 18.44]}
    assert (known["properties"]["where_prec"], known["properties"]["country"]) == (4, "MLI")
    assert lost["geometry"] is None and lost["properties"]["where_prec"] is None
    assert [f["best"] for f in known["properties"]["figures"]] == [3, None, 12]
