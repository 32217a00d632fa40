"""The text for eyes: what it says, at which widths, and that reports cannot write to the terminal."""

import re

import pytest
from publishing_samples import claim, day, full, link, party, quantity, quote, reading, rejected, report, target

from counterclaim.publishing import render
from counterclaim.publishing.text import how_many, shown, what, when, who_says, who_to_whom
from counterclaim.record import Reading

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def plain(one: Reading, width: int | None = 120, refusals: bool = False) -> str:
    return render(one, width=width, color=False, refusals=refusals)


@pytest.mark.parametrize(
    ("low", "high", "more", "words"),
    [
        (10, 10, {}, "10"),
        (10, None, {}, "≥ 10"),
        (None, 20, {}, "≤ 20"),
        (12, 15, {}, "12–15"),
        (300, 300, {"approx": True}, "~300"),
        (0, 0, {}, "0"),
        (20000, None, {}, "≥ 20,000"),
        (3, 3, {"unit": "vehicle"}, "3 vehicles"),
        (1, 1, {"unit": "vehicle"}, "1 vehicle"),
        (2, 2, {"unit": "aircraft"}, "2 aircraft"),
        (None, None, {}, "“at least 10”"),
    ],
)
def test_how_many(low: int | None, high: int | None, more: dict[str, object], words: str) -> None:
    assert how_many(quantity(low, high, **more)) == words


def test_no_quantity() -> None:
    assert how_many(None) == "–"


def test_who_says() -> None:
    assert who_says(claim()) == "governor ← doctors"
    assert who_says(claim(attribution=(), claimant="narrator")) == "narrator"
    assert who_says(claim(attribution=(link("Hassan", body=party("ministry")),))) == "Hassan (ministry)"


def test_who_to_whom() -> None:
    assert who_to_whom(party("rebels"), target("soldiers")) == "rebels → soldiers"
    assert who_to_whom(None, target("tanks", owner="army")) == "→ tanks (army)"
    assert who_to_whom(None, target("people", status="aid_worker")) == "→ people (aid worker)"
    assert who_to_whom(party("rebels"), None) == "rebels"
    assert who_to_whom(None, None) == "–"


def test_when() -> None:
    assert when(day("2013-04-05")) == "2013-04-05"
    assert when(day("2013-04-01", "2013-04-30", "month")) == "2013-04"
    assert when(day("2013-01-01", "2013-12-31", "year")) == "2013"
    assert when(day("2013-04-01", "2013-04-03", "range")) == "2013-04-01 to 2013-04-03"
    assert when(day(None, precision=None)) == "“Friday”"


def test_what() -> None:
    assert what(claim(kind="event", type="Armed clash", outcome="repelled", incident=None), {}) == (
        "Armed clash, repelled"
    )
    marked = claim(4, part_of="a", supersedes=("b", "c"), scope="background")
    assert what(marked, {"a": 3, "b": 2}) == "killed (of #3; updates #2, a claim not shown; background)"
    assert what(claim(kind="media", type="verified", incident=None), {}) == "media: verified"


@pytest.mark.parametrize("width", [80, 100, 120, 140, 170, 200])
def test_every_width_holds_every_word(width: int) -> None:
    text = plain(full(), width)
    assert all(len(line) <= width for line in text.splitlines())
    flat = re.sub(r"\s+", " ", text)
    for words in (
        "Clash in Idlib",
        "Example News · 2013-04-06 · credited to AFP · ok · relevance 0.93",
        *("OWN SIDE", "ADVERSARY", "ALLY", "THIRD PARTY", "ANONYMOUS", "UNKNOWN"),
        *("≥ 10", "vehicles", "denied", "unverified"),
        "i1 Armed clash · Idlib · 2013-04-05 · rebels / Syrian Army",
    ):
        assert words in flat
    if width < 160:
        assert "“at least 10 soldiers killed by rebels”" in flat
    assert "\x1b" not in text and "…" not in text.replace(" … ", "")


def test_where_and_when_are_one_column_at_80_and_two_at_120() -> None:
    assert "where, when" in plain(full(), 80)
    assert "where, when" not in plain(full(), 120)


def test_colour_adds_nothing_but_colour() -> None:
    colored = render(full(), width=100, color=True, refusals=False)
    assert "\x1b[" in colored
    stripped = [line.rstrip() for line in ANSI.sub("", colored).splitlines()]
    assert stripped == plain(full(), 100).splitlines()


@pytest.mark.parametrize("color", [True, False])
def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch, color: bool) -> None:
    before = render(full(), width=100, color=color, refusals=False)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.setenv(name, "1")
        assert render(full(), width=100, color=color, refusals=False) == before


def test_readings_without_claims_say_what_to_do() -> None:
    assert "--relevance off" in plain(reading(outcome="not_relevant", relevance=0.1), 80)
    unread = plain(reading(outcome="unread_language", report=report(language="fr")), 80)
    assert "(fr)" in unread and "--language" in unread
    assert "Rejected (binary): not a text" in plain(rejected()) and "bad.pdf" in plain(rejected())
    assert "No claims found." in plain(reading())


def test_first_words_where_there_is_no_title() -> None:
    assert plain(reading(report=report(title=None))).startswith("The governor said doctors counted")


def test_refusals_when_asked() -> None:
    assert "1 refused" in plain(full()) and "quote_mismatch" not in plain(full())
    assert "quote_mismatch: the quotation does not stand there" in plain(full(), refusals=True)


def test_shown() -> None:
    assert shown("a\x1b[31mb\u202ec\u2066d\x00\x9b\u2028") == "a\\x1b[31mb\\u202ec\\u2066d\\x00\\x9b\\u2028"
    assert shown(" a\r\n\tb ") == "a b"
    assert shown("می\u200cروم [bold] :smile: \ud800") == "می\u200cروم [bold] :smile: \\ud800"


def test_nothing_from_a_report_reaches_the_terminal_raw() -> None:
    nasty = "x\x1b]0;t\x07\u202ey[red]\x9b\u2067"
    one = reading(
        claim(attribution=(link(nasty, body=party(nasty + "b")),), agent=party(nasty), type=nasty, outcome=nasty,
              target=target(nasty, owner=nasty), evidence=(quote(nasty),), time=day(None, words=nasty),
              quantity=quantity(None, None, nasty)),
        report=report(title=nasty, publisher=nasty, published=nasty, credited_to=(nasty,)),
        refusals=full().refusals,
    )  # fmt: skip
    for text in (plain(one, 80, True), plain(one, 200, True), plain(rejected(nasty))):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert "[red]" in text
