"""Near-copies: found whole, cut, re-headlined, half-buried; stock phrases and furniture make none."""

import csv
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.intake import report_from_text
from counterclaim.record import Block, Report
from counterclaim.weighing import reprints
from counterclaim.weighing.reprints import Pair, Signature, judge, pairs, pairs_of, signature, signatures
from counterclaim.weighing.shingles import shingle

RNG = random.Random(7)
LEXICON = ["".join(RNG.choices("abcdefghijklmnopqrstuvwxyz", k=RNG.randint(3, 9))) for _ in range(3000)]


def words(seed: int, count: int) -> list[str]:
    return random.Random(seed).choices(LEXICON, k=count)


def report(key: str, text: str | list[str], **fields: Any) -> Report:
    joined = text if isinstance(text, str) else " ".join(text)
    return Report(id=key, text_id="", bytes_sha256="", text=joined, **fields)


def signed(*reports: Report) -> list[Signature]:
    return list(signatures(reports))


def kinds(*reports: Report) -> dict[tuple[str, str], str]:
    return {(p.a, p.b): p.kind for p in pairs(signed(*reports))}


STORY, OTHER, THIRD = words(1, 300), words(2, 300), words(3, 300)


@pytest.mark.parametrize(
    ("copy", "kind"),
    [
        (STORY, "verbatim"),
        ([w.upper() + "," for w in STORY], "verbatim"),
        (OTHER[:12] + STORY[12:], "near"),
        (STORY[:210], "near"),
        (STORY[:120], "contained"),
        (OTHER[:120] + STORY + OTHER[120:], "contained"),
        (OTHER[:150] + STORY[:150], "contained"),
        ([w if i % 20 else "changed" for i, w in enumerate(STORY)], "near"),
    ],
    ids=["same", "shouted", "re-headlined", "cut", "cut short", "half-buried", "half of it half-buried", "reworded"],
)  # fmt: skip
def test_copies_are_found(copy: list[str], kind: str) -> None:
    assert kinds(report("a", STORY), report("b", copy), report("c", THIRD)) == {("a", "b"): kind}


def test_a_short_quotation_makes_no_copy() -> None:
    assert kinds(report("a", STORY), report("b", OTHER[:150] + STORY[:40] + OTHER[150:])) == {}
    assert kinds(report("a", STORY[:40]), report("b", OTHER + STORY[:22])) == {}


def test_the_words_in_common_are_told_by_their_share() -> None:
    (pair,) = pairs(signed(report("a", STORY), report("b", OTHER[:150] + STORY[:150])))
    assert pair.share == pytest.approx(146 / 296, abs=0.01)
    assert pair.jaccard == pytest.approx(146 / (592 - 146), abs=0.01)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Syria's army said 1,000 men, it's said, died", "SYRIAS ARMY SAID 1000 men its said died"),
        ("L’armée a tué dix-sept “terroristes” à Gao hier", "Larmee a tue dix sept terroristes a Gao hier"),
        ("the mili\u00adtants \u202eleft\u202c the town on Monday", "The militants left the town on Monday"),
    ],
)
def test_what_carries_nothing_is_not_compared(one: str, other: str) -> None:
    a, b = signed(report("a", one), report("b", other))
    assert a.data == b.data


def test_scripts_without_spaces_have_words() -> None:
    assert shingle(["シリア北部で爆発があり多数が死亡した"]).words.tolist() == [18]
    assert shingle(["Идлиб взрыв", "", "?!", "a_b"]).words.tolist() == [2, 0, 0, 2]


def test_datelines_and_furniture_are_left_out() -> None:
    head, tail = "GAO, June 15 (AFP) - ", " Tags: Mali, Army. Get short URL. Read more about it here and there."
    body = " ".join(STORY[:100])
    text = head + body + tail
    blocks = (
        Block(start=0, end=len(head), role="dateline"),
        Block(start=len(head), end=len(head) + len(body), role="paragraph"),
        Block(start=len(head) + len(body), end=len(text), role="furniture"),
    )
    assert signature(report("a", text, blocks=blocks)).data == signature(report("b", body)).data


def test_texts_too_short_to_tell_are_no_copies() -> None:
    assert kinds(report("a", "Read more"), report("b", "Read more"), report("c", ""), report("d", "")) == {}
    eight = "Army kills five militants in an ambush today"
    assert kinds(report("a", eight), report("b", eight)) == {("a", "b"): "verbatim"}


def test_what_one_outlet_always_prints_carries_no_weight() -> None:
    """Forty words of news, eighty that stand under each story of the outlet."""
    background = words(9, 80)
    outlet = [report(f"r{i:02}", words(100 + i, 40) + background, publisher="x") for i in range(20)]
    assert kinds(*outlet) == {}


def test_copies_of_one_story_in_many_outlets_do_carry_weight() -> None:
    copies = [report(f"r{i:03}", words(100 + i, 20) + STORY, publisher=f"p{i}") for i in range(60)]
    found = pairs(signed(*copies))
    assert joined(found, [r.id for r in copies]) == 1


def test_ten_thousand_times_the_same_takes_no_time() -> None:
    same = report("r", STORY)
    many = [report(f"r{i:05}", STORY[:250] + words(i, 3 + i % 5)) for i in range(2000)]
    many += [report(f"s{i:05}", STORY) for i in range(8000)]
    ready = signed(same, *many)
    started = time.process_time()
    found = pairs(ready)
    assert time.process_time() - started < 30
    assert joined(found, [s.key for s in ready]) == 1
    assert len(found) < 200_000


def test_a_hub_that_holds_a_piece_of_all_glues_nothing() -> None:
    stories = [words(i, 200) for i in range(30)]
    hub = [w for story in stories for w in story[:40]]
    assert kinds(report("hub", hub), *(report(f"r{i:02}", s) for i, s in enumerate(stories))) == {}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({"publisher": "AFP"}, {"publisher": "nna", "credited_to": ("afp",)}, ("a", "credit")),
        ({"publisher": "nna", "credited_to": ("AFP",)}, {"publisher": "AFP", "published": "2020-01-01"}, ("b", "credit")),
        ({"published": "2020-01-02"}, {"published": "2020-01-01"}, ("b", "date")),
        ({"published": "2020-01-02"}, {"published": "2020-01-02"}, (None, None)),
        ({"published": "2020-01-02", "credited_to": ("AP",)}, {"published": "2020-01-01"}, (None, None)),
        ({}, {"published": "2020-01-01"}, (None, None)),
    ],
)  # fmt: skip
def test_the_direction_is_told_where_it_is_plain(
    a: dict[str, Any], b: dict[str, Any], expected: tuple[str, str]
) -> None:
    (pair,) = pairs(signed(report("a", STORY, **a), report("b", STORY[:200], **b)))
    assert (pair.original, pair.plain_by) == expected


def test_a_book_is_kept_in_part_and_still_compared() -> None:
    book = words(5, 60_000)
    a, b = signed(report("a", book), report("b", book[:40_000]))
    assert len(a.shingles) == reprints.KEPT and 59_900 < a.size <= 59_996
    pair = judge(a, b, reprints.NO_SHINGLES)
    assert pair is not None and pair.jaccard == pytest.approx(2 / 3, abs=0.03)
    assert kinds(report("a", book), report("c", book[30_000:31_000])) == {("a", "c"): "contained"}


def test_signatures_are_the_same_everywhere() -> None:
    """Not on the order of hashes in this process, nor on the batch a text comes in."""
    program = (
        "from counterclaim.weighing.reprints import signature; from counterclaim.record import Report\n"
        "s = signature(Report(id='a', text_id='', bytes_sha256='', text='one two three four five six seven'))\n"
        "print(s.data.hex(), s.bands[:2].tolist(), s.sampled.tolist())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2")
    }
    one = signature(report("a", "one two three four five six seven"))
    assert told == {f"{one.data.hex()} {one.bands[:2].tolist()} {one.sampled.tolist()}\n"}
    among = signed(
        *(report(str(i), words(i, 10 + i)) for i in range(300)), report("a", "One, two three four five six seven.")
    )
    assert among[-1].data == one.data and np.array_equal(among[-1].bands, one.bands)


class Index:
    """What a ledger does, in memory: the rows by band and by sampled shingle."""

    def __init__(self) -> None:
        self.kept: dict[str, Signature] = {}
        self.pairs: dict[tuple[str, str], Pair] = {}

    def add(self, new: Signature) -> None:
        change = pairs_of(new, self)
        for key in change.dropped:
            del self.pairs[key]
        self.pairs.update({(p.a, p.b): p for p in change.added})
        self.kept[new.key] = new

    def banded(self, bands: Sequence[int], limit: int) -> Iterable[tuple[int, str]]:
        return self._among("bands", bands, limit)

    def carriers(self, sampled: Sequence[int], limit: int) -> Iterable[tuple[int, str]]:
        return self._among("sampled", sampled, limit)

    def _among(self, column: str, values: Sequence[int], limit: int) -> Iterable[tuple[int, str]]:
        for value in values:
            yield from [(value, k) for k in sorted(self.kept) if value in getattr(self.kept[k], column)][:limit]

    def counts(self, sampled: Sequence[int]) -> Iterable[tuple[int, str | None, int]]:
        for value in sampled:
            have = [s.publisher for s in self.kept.values() if value in s.sampled]
            yield from ((value, p, have.count(p)) for p in set(have))

    def paired(self, sampled: Sequence[int]) -> Iterable[tuple[str, str]]:
        wanted = np.array(sampled, np.uint32)
        for a, b in self.pairs:
            if np.isin(wanted, np.intersect1d(self.kept[a].sampled, self.kept[b].sampled)).any():
                yield a, b

    def signatures(self, keys: Sequence[str]) -> Iterable[Signature]:
        return [self.kept[k] for k in keys]


PIECES = [words(seed, 45) for seed in range(6)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.lists(st.sampled_from(range(6)), min_size=1, max_size=4), st.sampled_from([None, "x", "y"])),
             min_size=1, max_size=30),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_one_at_a_time_gives_what_all_at_once_gives(
    made: list[tuple[list[int], str | None]], rng: random.Random
) -> None:
    reports = [
        report(f"r{i:02}", [w for piece in pieces for w in PIECES[piece]], publisher=publisher)
        for i, (pieces, publisher) in enumerate(made)
    ]
    ready = signed(*reports)
    index = Index()
    with pytest.MonkeyPatch.context() as patch:  # so that little is common already
        patch.setattr(reprints, "COMMON", 2)
        patch.setattr(reprints, "COMMON_ALL", 7)
        at_once = pairs(ready)
        rng.shuffle(ready)
        assert pairs(ready) == at_once
        for one in ready:
            index.add(one)
    keys = [r.id for r in reports]
    assert groups(list(index.pairs.values()), keys) == groups(at_once, keys)


@given(st.lists(st.text(max_size=200), max_size=5))
@settings(deadline=None)
def test_no_text_breaks_it(texts: list[str]) -> None:
    ready = signed(*(report(str(i), text) for i, text in enumerate(texts)))
    assert len(ready) == len(texts)
    for p in pairs(ready):
        assert 0 < p.share <= 1 and 0 < p.jaccard <= p.share


def groups(found: Iterable[Pair], keys: Iterable[str]) -> set[frozenset[str]]:
    of = {key: {key} for key in keys}
    for p in found:
        if of[p.a] is not of[p.b]:
            of[p.a] |= of[p.b]
            for key in of[p.b]:
                of[key] = of[p.a]
    return {frozenset(members) for members in of.values()}


def joined(found: Iterable[Pair], keys: Iterable[str]) -> int:
    return len(groups(found, keys))


def test_the_copies_in_real_news_are_found(shared: Path) -> None:
    """Every pair that people found is found, and of all pairs few are by one outlet: those share their background."""
    rows: dict[str, dict[str, str]] = {}
    with open(shared / "data" / "fa_kes.csv", encoding="latin-1", newline="") as stream:
        for row in csv.DictReader(stream):
            rows.setdefault(row["unit_id"], row)
    gold = yaml.safe_load((shared / "data" / "fa_kes_gold" / "groups.yaml").read_text(encoding="utf-8"))[
        "wire_pairs"
    ]
    ready = []
    for key, row in rows.items():
        made = signature(report_from_text(row["article_content"], publisher=row["source"]))
        ready.append(
            Signature(key, made.data, made.bands, made.sampled, made.publisher, made.credited, made.published)
        )
    found = {(p.a, p.b): p for p in pairs(ready)}
    wanted = {tuple(sorted((p["a"], p["b"]))) for p in gold}
    assert wanted <= found.keys()
    assert len(found) < 100
