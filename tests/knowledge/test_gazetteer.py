"""The gazetteer over its real index: what it finds, what it refuses, what a user's dump adds."""

import gzip

import pytest

from counterclaim.errors import DataError
from counterclaim.knowledge import gazetteer_index
from counterclaim.knowledge.gazetteer import Gazetteer, load_gazetteer
from counterclaim.knowledge.gazetteer_index import KINDS, Row, build, read_dump, sources_version


def row(**cells):
    columns = ["9000001", "Tin Aghalla", "Tin Aghalla", "Tin Agalla,Tinaghalla", "19.51", "1.02", "P", "PPL", "ML", "", "10",
               "7701465", "", "", "310", "", "402", "Africa/Bamako", "2026-01-01"]  # fmt: skip
    for place, cell in cells.items():
        columns[int(place[1:])] = cell
    return "\t".join(columns)


def test_a_town_its_region_and_its_namesakes():
    found = load_gazetteer().named("Kidal")
    assert {(p.kind, p.country) for p in found} >= {("place", "MLI"), ("admin1", "MLI"), ("place", "IDN")}
    town = next(p for p in found if p.kind == "place" and p.country == "MLI")
    assert (round(town.lat), round(town.lon)) == (18, 1)
    assert town.gid.startswith("geonames:")


def test_articles_accents_and_case_do_not_count():
    gazetteer = load_gazetteer()
    assert gazetteer.named("AL-BUREIJ")[0].gid == gazetteer.named("Al Burayj")[0].gid
    assert gazetteer.named("Bab")[0].name


def test_other_spellings_are_found_by_their_sounds_in_a_country():
    alike = load_gazetteer().alike("Maaret al-Numan", "SYR")
    assert alike[0].name.startswith("Ma") and alike[0].country == "SYR"
    assert load_gazetteer().alike("Maaret al-Numan", "FRA") == ()
    assert load_gazetteer().alike("Xyzzyq", "SYR") == ()


def test_short_names_are_not_taken_by_sounds_alone():
    for place in load_gazetteer().alike("Raqa", "SYR"):
        assert place.likeness == 100 and place.population >= 20_000


def test_divisions_have_a_middle():
    division = load_gazetteer().division("SYR", "12")
    assert division is not None
    assert (division.name, round(division.lat), round(division.lon)) == ("Idlib", 36, 37)


def test_every_row_of_the_supplement_says_where_it_is_from():
    gazetteer = load_gazetteer()
    rows = list(gazetteer_index.supplement())
    assert len(rows) > 100
    assert len({r.gid for r in rows}) == len(rows)
    for r in rows:
        assert r.source and r.kind in KINDS
        assert r.lat is None or (-90 <= r.lat <= 90 and -180 <= r.lon <= 180)
    assert gazetteer.named("Anefis") and gazetteer.named("Zamzam")


def test_a_dump_is_read_by_its_columns(tmp_path):
    dump = tmp_path / "ML.txt"
    dump.write_text(row() + "\n" + row(c0="9000002", c6="A", c7="ADM3") + "\n", "utf-8")
    (found,) = read_dump(dump)
    assert (found.gid, found.country, found.population, found.kind) == ("geonames:9000001", "MLI", 310, "place")
    packed = tmp_path / "ML.txt.gz"
    packed.write_bytes(gzip.compress(dump.read_bytes()))
    assert list(read_dump(packed)) == [found._replace(source="GeoNames (ML.txt.gz)")]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"a,b,c\n", "line 1 is no row of a GeoNames dump"), (b"\xff\xfe\n", "not UTF-8"), (b"", "no place in it"),
     (row(c4="north").encode(), "line 1: could not convert")],
)  # fmt: skip
def test_what_is_no_dump_is_refused_with_its_line(tmp_path, content, says):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(DataError, match=says):
        list(read_dump(path))


def test_a_dump_goes_into_the_index_and_changes_its_version(tmp_path, monkeypatch):
    monkeypatch.setattr(gazetteer_index, "_cities", lambda: iter([
        Row("geonames:1", "Timbor", ["Timbour"], 17.0, 1.0, "MLI", "10", "", 5, "place", "GeoNames")]))  # fmt: skip
    dump = tmp_path / "ML.txt"
    dump.write_text(row() + "\n" + row(c0="1", c1="Timbor", c3="Timboor", c14="900") + "\n", "utf-8")
    build(tmp_path / "index.sqlite", [dump])
    gazetteer = Gazetteer(tmp_path / "index.sqlite", "test")
    assert gazetteer.named("Tinaghalla")[0].population == 310
    refreshed = gazetteer.named("Timbour")[0]
    assert refreshed.population == 900 and gazetteer.named("Timboor")[0].gid == refreshed.gid
    assert "ML.txt" in sources_version([dump]) and sources_version([dump]) != sources_version([])
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []
