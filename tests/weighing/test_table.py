"""Claims by columns: nothing that the weighing needs is lost, and a report counts once."""

import numpy as np
from link_samples import Happens, table, tells

from counterclaim.actions.read import read
from counterclaim.weighing.columns import NONE, Vocabulary
from counterclaim.weighing.table import TableBuilder
from counterclaim.weighing.weighed import weighed


def test_what_comes_out_is_what_the_weighing_takes_from_the_record(root):
    for name in ("15-ssd-agency", "17-ssd-update"):
        reading = read(root / "gold" / f"{name}.txt", published="2026-02-20")
        assert reading.report is not None
        builder = TableBuilder()
        builder.add(reading.report, reading.claims, reading.incidents)
        made = builder.table()
        rows = range(len(reading.claims))
        assert made.weighed(rows, ["o"] * len(rows)) == [weighed(c, reading.report, "o") for c in reading.claims]


def test_a_report_is_added_once():
    told = tells("r1", Happens())
    builder = TableBuilder()
    assert builder.add(*told) and not builder.add(*told)
    assert len(builder.table().report_ids) == 1


def test_columns_of_claims_and_stubs():
    made = table(
        tells("r1", Happens(), Happens(place=None, on=None, killed=None)), tells("r2", Happens(place="Gao"))
    )
    assert made.claims["report"].tolist() == [0, 0, 0, 1, 1]
    assert made.claims["stub"].tolist() == [0, 0, 1, 2, 2]
    assert [row.tolist() for row in (made.rows[0], made.rows[1], made.rows[2])] == [[0, 1], [2], [3, 4]]
    assert made.claims["low"].tolist() == [NONE, 14, NONE, NONE, 14]
    assert made.stubs["spot"].tolist() == [0, NONE, 1]
    assert made.spot(1).name == "Gao" and made.spot(NONE) is None
    assert made.claim_row("r2-i1-killed") == 4 and made.claim_row("r9") is None
    assert made.stub_row(made.stub_ids[2]) == 2


def test_a_stub_without_days_is_taken_to_tell_of_those_before_its_publication():
    made = table(
        tells("r1", Happens(on=None), published="2025-06-14"), tells("r2", Happens(on=None), published=None)
    )
    end = np.datetime64("2025-06-14").astype(int) + 719163
    assert made.stubs["assumed"].tolist() == [1, 0]
    assert made.stubs["end"][0] == end and made.stubs["start"][0] < end
    assert made.stubs["start"][1] == NONE


def test_words_of_places_parties_and_countries_are_left_out():
    named = table(tells("r1", Happens(words="Malian convoy near Kidal with Tessalit Barkhane")))
    plain = table(tells("r1", Happens(words="convoy with Tessalit Barkhane")))
    assert set(named.names[0].tolist()) == set(plain.names[0].tolist())


def test_an_empty_table():
    made = TableBuilder().table()
    assert len(made.claim_ids) == 0 and len(made.claims["low"]) == 0 and len(made.stubs["start"]) == 0


def test_a_vocabulary_gives_each_value_one_code():
    words = Vocabulary(["a", "b"])
    assert [words.code(w) for w in ("b", "c", "a", None)] == [1, 2, 0, NONE]
    assert words[2] == "c" and words[NONE] is None and words.find("d") == NONE
