"""Every export of the example ledger: as the golden files have it, and as readers that are not ours take it."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas
import hxl
import jsonschema
import pandas
import pyarrow.parquet as pq
import pyogrio
import pytest

import golden
from counterclaim.actions.export import FORMATS, export, ged_of
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.publishing.exports import acled, ged, parquet
from counterclaim.record import Contested, Figure

_NOT = Contested(responsibility=False, count=False, occurrence=False, status=False)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with golden.example_ledger(tmp_path_factory.mktemp("golden")) as made:
        yield made


def bytes_of(ledger: Ledger, format: str, **options: object) -> bytes:
    return b"".join(export(ledger, format, **options))  # type: ignore[arg-type]


def rows_of(ledger: Ledger, format: str, **options: object) -> list[dict[str, str]]:
    text = bytes_of(ledger, format, **options).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", golden.FILES)
def test_as_the_golden_file(ledger: Ledger, name: str, tmp_path: Path) -> None:
    golden.write(ledger, name, tmp_path)
    for made in sorted(tmp_path.iterdir()):
        assert made.read_bytes() == (golden.GOLDEN / made.name).read_bytes(), "run tools/golden.py and look"


def test_no_golden_file_is_left_over(ledger: Ledger, tmp_path: Path) -> None:
    for name in golden.FILES:
        golden.write(ledger, name, tmp_path)
    assert {p.name for p in golden.GOLDEN.iterdir()} - {p.name for p in tmp_path.iterdir()} == {"readings.jsonl"}


# UCDP GED


def test_ged_in_geopandas(ledger: Ledger, tmp_path: Path) -> None:
    export(ledger, "ged", output=tmp_path / "ged.csv")
    header = (tmp_path / "ged.csv").read_bytes().split(b"\r\n")[0].decode().split(",")
    frame = geopandas.read_file(tmp_path / "ged.csv")
    assert list(frame.columns) == header == list(ged.COLUMNS) and len(header) == 49
    assert header[header.index("best") :][:3] == ["best", "high", "low"]
    numbers = frame[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"]].astype(
        int
    )
    four = numbers[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].sum(axis=1)
    assert len(frame) >= 2 and (four == numbers.best).all()
    assert (
        (numbers.low <= numbers.best).all() and (numbers.best <= numbers.high).all() and (numbers.high >= 1).all()
    )
    assert frame.id.is_unique and (frame.id.astype("int64") < 2**53).all()
    assert frame.type_of_violence.isin(["1", "2", "3"]).all()
    blank = ["relid", "active_year", "code_status", "conflict_new_id", "country_id", "gwnoa", "gwnob"]
    assert all(set(frame[column]) == {""} for column in blank)
    assert pandas.to_datetime(frame.date_start).notna().all()


def test_ged_takes_ids_that_are_known(ledger: Ledger) -> None:
    (row,) = (r for r in rows_of(ledger, "ged") if r["side_b_new_id"] == "4226")
    assert (row["side_a"], row["side_a_new_id"], row["dyad_new_id"]) == (
        "Government of South Sudan",
        "113",
        "12413",
    )
    assert row["dyad_name"] == f"{row['side_a']} - {row['side_b']}"
    assert len(row["source_date"].split(";")) == len(row["source_office"].split(";")) == 5
    (incident,) = ledger.named(f"incident-{int(row['id']):013x}")
    assert incident in {i.id for i in ledger.incidents()}


def test_party_claims_are_high_or_all_three(ledger: Ledger) -> None:
    cautious, accept = (rows_of(ledger, "ged", party_claims=p) for p in ("cautious", "accept"))
    assert sum(int(r["best"]) for r in cautious) < sum(int(r["best"]) for r in accept)
    for rows in (cautious, accept):
        for r in rows:
            assert int(r["best"]) == sum(int(r[c]) for c in r if c.startswith("deaths_"))
    made = export(ledger, "ged", party_claims="accept")
    assert b"".join(made) and made.meta.party_claims == "accept"


def test_what_ged_cannot_hold_is_counted(ledger: Ledger) -> None:
    made = export(ledger, "ged")
    assert b"".join(made)
    counts = made.meta
    assert counts.exported and counts.left_out and counts.exported + sum(counts.left_out.values()) == counts.total


def figure(side: str, low: int, best: int | None, high: int | None, stated: int | None) -> Figure:
    return Figure(
        measure="killed", side=side, unit="people", low=low, best=best, high=high, high_stated=stated,
        open_high=high is None, max_claimed=stated, contested=_NOT, figures_differ=False, relayed_differently=False,
        unanswered=False, provisional=False, basis="third_party", best_claim=None, low_claim=None, high_claim=None,
        claimed_only=(), n_claimants=1, n_origin_groups=1, claims=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "best", "unknown"),
    [(31, 31, 0), (20, 31, 0), (40, 40, 9)],
    ids=["the sides told again", "an earlier number", "a total that is more"],
)
def test_dead_of_nobody_are_not_counted_twice(people: int, best: int, unknown: int) -> None:
    sides = [figure("mil", 8, 8, 8, 8), figure("civilians", 23, 23, 23, 23)]
    toll = ged_of([*sides, figure("people", people, people, people, people)], "cautious")
    assert (toll.total.best, toll.unknown.best) == (best, unknown)
    assert toll.total.low <= toll.total.best <= toll.total.high


def test_a_total_beside_a_party_claim_counts() -> None:
    toll = ged_of([figure("reb", 0, None, 10, 10), figure("people", 12, 12, 12, 12)], "cautious")
    assert (toll.sides["reb"].best, toll.unknown.best, toll.total.best) == (0, 12, 12)


# The other tables


def test_acled_like(ledger: Ledger) -> None:
    rows = rows_of(ledger, "acled")
    assert len(acled.COLUMNS) == 31 and list(rows[0]) == list(acled.COLUMNS)
    for row in rows:
        assert row["interaction"] == acled.interaction(row["inter1"], row["inter2"] or None)
        assert row["event_id_cnty"][:3].isalpha() and row["event_id_cnty"][3:].isdigit()
        assert int(row["fatalities"]) >= 0 and row["time_precision"] in "123" and row["geo_precision"] in "123"
        assert row["event_type"] != "Violence against civilians" or row["inter2"] == "Civilians"


def test_hxl_in_libhxl(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    export(ledger, "hxl", output=path)
    source = hxl.data(str(path), hxl.InputOptions(allow_local=True))
    rows = list(source)
    assert len(rows) == ledger.count_incidents()
    assert "#affected+killed+best" in [c.display_tag for c in source.columns]
    assert all(int(row.get("#affected+killed+min")) <= int(row.get("#affected+killed+max")) for row in rows)
    problems: list[object] = []
    assert hxl.data(str(path), hxl.InputOptions(allow_local=True)).validate(callback=problems.append), problems
    (battle,) = (r for r in rows if r.get("#date+start") == "2026-02-18" and r.get("#event+type") == "Armed clash")
    assert battle.get("#group+name+first") == "Government of South Sudan"


def test_csv_is_safe_and_whole(ledger: Ledger, tmp_path: Path) -> None:
    rows = rows_of(ledger, "csv")
    live = {c.id for _, claims, _ in ledger.iter_live() for c in claims}
    rejected = {d.subject for d in ledger.decisions() if d.action == "reject"}
    assert {r["claim_id"] for r in rows} == live - rejected
    assert len(rows) == len({r["claim_id"] for r in rows})
    assert not [cell for r in rows for cell in r.values() if cell.startswith(("=", "+", "@", "\t", "\r"))]
    folder = tmp_path / "tables"
    folder.mkdir()
    export(ledger, "csv", output=folder)
    assert {p.name for p in folder.iterdir()} == {"claims.csv", "figures.csv", "meta.json"}
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as figures:
        told = list(csv.DictReader(figures))
    assert len(told) == sum(len(i.figures) for i in ledger.incidents())


# GeoJSON, Parquet


def test_geojson_in_geopandas(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "incidents.geojson"
    export(ledger, "geojson", output=path)
    frame = geopandas.read_file(path)
    assert len(frame) == ledger.count_incidents() and frame.crs.to_epsg() == 4326
    meta = json.loads(path.read_bytes())["meta"]
    assert meta["format"] == "geojson" and meta["exported"] == len(frame) and meta["registry"]
    assert not (tmp_path / "incidents.geojson.meta.json").exists()
    assert pyogrio.read_info(path)["features"] == len(frame)


def test_parquet_of_every_table(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    export(ledger, "parquet", output=folder)
    assert {p.stem for p in folder.glob("*.parquet")} == set(parquet.SCHEMAS) and (folder / "meta.json").is_file()
    incidents = geopandas.read_parquet(folder / "incidents.parquet")
    assert len(incidents) == ledger.count_incidents() and incidents.crs == "OGC:CRS84"
    known = incidents[incidents.geometry.notna()]
    assert [(p.x, p.y) for p in known.geometry] == [
        (i.place.lon, i.place.lat) for i in ledger.incidents() if i.place is not None and i.place.lat is not None
    ]
    for table in parquet.SCHEMAS:
        meta = json.loads(pq.read_metadata(folder / f"{table}.parquet").metadata[b"counterclaim"])
        assert (
            meta["format"] == "parquet"
            and meta["party_claims"] == "cautious"
            and meta["exported"] == len(incidents)
        )
    claims = pq.read_table(folder / "claims.parquet").to_pylist()
    quoted = pq.read_table(folder / "evidence.parquet").to_pylist()
    reports = {r["id"] for r in pq.read_table(folder / "reports.parquet").to_pylist()}
    assert {e["claim"] for e in quoted} == {c["id"] for c in claims} and {c["report"] for c in claims} <= reports
    texts = {report.id: report.text for report, _, _ in ledger.iter_live()}
    assert all(texts[e["report"]][e["start"] : e["end"]] == e["quote"] for e in quoted)
    figures = pq.read_table(folder / "figures.parquet").to_pylist()
    told = {(i.id, f.measure, f.side, f.unit): f for i in ledger.incidents() for f in i.figures}
    assert {(f["incident"], f["measure"], f["side"], f["unit"]): f["best"] for f in figures} == {
        key: f.best for key, f in told.items()
    }
    assert len(pq.read_table(folder / "decisions.parquet")) == len(ledger.decisions())


def test_parquet_is_one_zip_where_it_streams(ledger: Ledger, tmp_path: Path) -> None:
    whole = bytes_of(ledger, "parquet")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {*(f"{t}.parquet" for t in parquet.SCHEMAS), "meta.json"}
    export(ledger, "parquet", output=tmp_path / "all.zip")
    assert (tmp_path / "all.zip").read_bytes() == whole


# PLOVER, schema.org


def test_plover_lines(ledger: Ledger) -> None:
    entity = {"type": "object", "required": ["sector", "entity_text"]}
    schema = {
        "type": "object",
        "required": ["id", "has_event", "date", "actor", "event", "mode", "context", "quad_code"],
        "properties": {
            "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
            "actor": {"type": "array", "items": entity},
            "recipient": {"type": "array", "items": entity},
            "event": {"type": "array", "minItems": 1, "items": {"enum": list(golden_plover())}},
            "quad_code": {"enum": [1, 2, 3, 4]},
            "size": {"additionalProperties": {"type": "integer", "minimum": 0}},
            "claims": {"type": "array", "items": {"required": ["id", "claimant", "stance", "evidence"]}},
        },
        "not": {"required": ["text"]},
    }
    lines = [json.loads(line) for line in bytes_of(ledger, "plover").splitlines()]
    assert lines
    for line in lines:
        jsonschema.validate(line, schema)
        assert line["low"] <= line["best"] <= line["high"]


def golden_plover() -> dict[str, int]:
    from counterclaim.publishing.exports.plover import QUAD, SCALE

    assert QUAD.keys() == SCALE.keys() and len(QUAD) == 16
    return QUAD


def test_claims_in_json_ld(ledger: Ledger) -> None:
    graph = json.loads(bytes_of(ledger, "claim"))["@graph"]
    kinds = [node["@type"] for node in graph]
    assert kinds[0] == "Dataset" and graph[0]["meta"]["party_claims"] == "cautious" and "ClaimReview" not in kinds
    claims = [node for node in graph if node["@type"] == "Claim"]
    assert len({node["@id"] for node in claims}) == len(claims) == len(rows_of(ledger, "csv"))
    for node in claims:
        first = min(a.get("datePublished", "~") for a in node["appearance"])
        assert node["text"] and node["author"]["name"] and node["firstAppearance"]["datePublished"] == first
    copies = [node for node in graph if "isBasedOn" in node]
    assert all(node["@id"] != node["isBasedOn"]["@id"] for node in copies)


def test_reviews_are_of_persons_alone(ledger: Ledger) -> None:
    graph = json.loads(bytes_of(ledger, "claim", human=True))["@graph"]
    reviews = [node for node in graph if node["@type"] == "ClaimReview"]
    assert len(reviews) == len(graph) - 1 == len(ledger.decisions()) == 3
    assert {r["author"]["name"] for r in reviews} == {"example coder"}
    assert all("ratingValue" not in r["reviewRating"] for r in reviews)


# What is asked for


def test_filters_leave_out(ledger: Ledger) -> None:
    made = export(ledger, "csv", filters={"since": "2026-03-01"})
    rows = list(csv.DictReader(io.StringIO(b"".join(made).decode(), newline="")))
    assert rows and {r["title"][:15] for r in rows} == {"Army and rebels"} and all(r["incident_id"] for r in rows)
    assert made.meta.filters == {"since": "2026-03-01"} and made.meta.exported == made.meta.total == 2


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_ledger_exports(format: str, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "empty.db") as empty:
        made = export(empty, format)
        chunks = b"".join(made)
        assert made.meta.exported == 0 and (chunks or format == "plover")
        export(empty, "parquet", output=tmp_path / "tables")
    assert len(geopandas.read_parquet(tmp_path / "tables" / "incidents.parquet")) == 0


def test_meta_beside_a_file(ledger: Ledger, tmp_path: Path) -> None:
    made = export(ledger, "acled", output=tmp_path / "events.csv")
    meta = json.loads((tmp_path / "events.csv.meta.json").read_bytes())
    assert not list(made) and meta["exported"] == made.meta.exported
    wanted = {"program", "schema_version", "readings", "registry", "ledger", "party_claims", "format"}
    assert wanted <= meta.keys() and {"engine", "registry", "gazetteer"} <= meta["readings"][0].keys()
    assert {p.name for p in tmp_path.iterdir()} == {"events.csv", "events.csv.meta.json"}


def test_what_cannot_be_asked(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such format"):
        export(ledger, "shapefile")
    with pytest.raises(UsageError, match="--human"):
        export(ledger, "ged", human=True)
    with pytest.raises(UsageError, match="no folder"):
        export(ledger, "ged", output=tmp_path / "none" / "ged.csv")
    with pytest.raises(UsageError, match="one file"):
        export(ledger, "ged", output=tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="this is a file"):
        export(ledger, "parquet", output=tmp_path / "file")
