"""Which place a name stands for, and when it stands for none."""

from collections import Counter

from counterclaim.knowledge import gazetteer_index
from counterclaim.knowledge.gazetteer import Gazetteer, load_gazetteer
from counterclaim.knowledge.gazetteer_index import Row, build
from counterclaim.knowledge.geocode import Geocoder, Named


def locate(name, *, country=None, type=None, containers=(), context=(), others=()):
    named = Named(name, type, country, tuple(containers))
    coder = Geocoder(load_gazetteer(), [named, *(Named(o) for o in others)], Counter(dict.fromkeys(context, 3)))
    return coder.locate(named)


def test_the_country_of_the_report_decides_between_namesakes():
    assert locate("Kidal", context=["MLI"]).country == "MLI"
    assert locate("Kidal", context=["IDN"]).country == "IDN"
    assert locate("Tripoli", context=["LBN"]).country == "LBN"
    assert locate("Tripoli", context=["LBY"]).country == "LBY"


def test_without_context_only_a_place_known_by_far_is_taken():
    assert locate("Baghdad").country == "IRQ"
    assert locate("Kidal", others=()) is None or locate("Kidal").country == "MLI"
    assert locate("San Juan") is None or locate("San Juan").place is None


def test_a_village_elsewhere_does_not_outshine_a_great_city():
    assert locate("Moscow", context=["USA"]).country == "RUS"


def test_the_type_tells_a_region_from_its_town():
    region = locate("Idlib", type="province", context=["SYR"])
    town = locate("Idlib", type="city", context=["SYR"])
    assert (region.place.kind, region.precision) == ("admin1", 4)
    assert (town.place.kind, town.precision) == ("place", 1)
    assert town.admin1 == "Idlib"


def test_what_the_words_say_of_the_country_wins():
    assert locate("Tripoli", country="LBN", context=["LBY"]).country == "LBN"
    nowhere = locate("Qarnazab", country="SYR")
    assert (nowhere.place, nowhere.country) == (None, "SYR")


def test_a_place_in_another_is_looked_for_there_alone():
    inside = locate("Saraqib", containers=["Idlib"], context=["SYR"])
    assert inside.place is not None and inside.admin1 == "Idlib"
    missing = locate("Saraqib", type="neighbourhood", containers=["Damascus"], context=["SYR"])
    assert missing is not None and missing.place is None and missing.country == "SYR"


def test_other_spellings_are_taken_in_the_country_of_the_report_alone():
    assert locate("Maaret al-Numan", context=["SYR"]).place is not None
    assert locate("Maaret al-Numan", context=["COL"]) is None


def test_a_border_and_a_quarter_of_a_people_are_no_places():
    assert locate("Turkish border", context=["TUR", "SYR"]) is None


def test_a_country_is_itself():
    located = locate("Mali")
    assert (located.country, located.precision, located.place) == ("MLI", 6, None)


def twins(tmp_path, monkeypatch, names, populations=(0, 0)):
    """Resolve names over an index that has two villages called Umm Qasab in Syria and a town near the first."""
    cities = [
        Row("geonames:1", "Umm Qasab", [], 36.0, 37.0, "SYR", "09", "", populations[0], "place", "GeoNames"),
        Row("geonames:2", "Umm Qasab", [], 33.0, 36.2, "SYR", "06", "", populations[1], "place", "GeoNames"),
        Row("geonames:3", "Tell Rifan", [], 36.1, 37.1, "SYR", "09", "", 900, "place", "GeoNames"),
    ]
    monkeypatch.setattr(gazetteer_index, "_cities", lambda: iter(cities))
    build(tmp_path / "index.sqlite", [])
    named = [Named(n) for n in names]
    return Geocoder(Gazetteer(tmp_path / "index.sqlite", "test"), named, Counter({"SYR": 4})).locate(named[0])


def test_of_two_places_of_one_name_neither_is_taken(tmp_path, monkeypatch):
    assert twins(tmp_path, monkeypatch, ["Umm Qasab"]) is None


def test_unless_one_is_far_greater(tmp_path, monkeypatch):
    assert twins(tmp_path, monkeypatch, ["Umm Qasab"], (100, 9000)).place.gid == "geonames:2"


def test_or_the_other_places_of_the_report_are_near_one(tmp_path, monkeypatch):
    assert twins(tmp_path, monkeypatch, ["Umm Qasab", "Tell Rifan"]).place.gid == "geonames:1"
