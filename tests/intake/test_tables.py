"""Rows of CSV tables and JSON records."""

import io
from pathlib import Path

import pytest

from counterclaim.errors import UsageError
from counterclaim.intake import IntakeOptions, open_inputs
from counterclaim.record import Rejection, Report


def read(data: bytes, name: str, folder: Path, **options: str) -> list[Report | Rejection]:
    path = folder / name
    path.write_bytes(data)
    return list(open_inputs([str(path)], IntakeOptions(**options)))  # type: ignore[arg-type]


def codes(found: list[Report | Rejection]) -> list[str]:
    return [f.code if isinstance(f, Rejection) else "ok" for f in found]


def test_columns_are_mapped_and_cells_stay_verbatim(tmp_path: Path) -> None:
    data = 'unit,head,story,day,from\n7,Four die,"  Four died.\r\nSo he ""said"". ",12/31/2016,Ledger\n'.encode(
        "latin-1"
    )
    (report,) = read(
        data, "a.csv", tmp_path, text_column="story", title_column="head", date_column="day", source_column="from",
        id_column="unit",
    )  # fmt: skip
    assert isinstance(report, Report)
    assert report.text == '  Four died.\r\nSo he "said". '
    assert (report.title, report.external_id, report.publisher) == ("Four die", "7", "Ledger")
    assert report.published == "2016-12-31"
    assert report.id.startswith("r-")


def test_a_column_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such column; there are: id, text"):
        read(b"id,text\n1,One.\n", "a.csv", tmp_path, date_column="day")
    with pytest.raises(UsageError, match="--text-column; there are: id, story"):
        read(b"id,story\n1,One.\n", "a.csv", tmp_path)


def test_a_date_that_can_be_read_two_ways_stops_before_the_first_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text,date\nOne.,7/31/2016\nTwo.,7/10/2016\n")
    with pytest.raises(UsageError, match=r"a\.csv:3: the date 7/10/2016 .* --date-order"):
        next(open_inputs([str(path)], IntakeOptions()))
    found = list(open_inputs([str(path)], IntakeOptions(date_order="mdy")))
    assert [f.published for f in found if isinstance(f, Report)] == ["2016-07-31", "2016-07-10"]


def test_dates_that_can_be_read_one_way_need_no_order(tmp_path: Path) -> None:
    found = read(b"text,date\nOne.,7/31/2016\nTwo.,2016-07-10\nThree.,soon\n", "a.csv", tmp_path)
    assert [f.published for f in found if isinstance(f, Report)] == ["2016-07-31", "2016-07-10", None]
    assert isinstance(found[2], Report) and [w.code for w in found[2].warnings] == ["unread-date"]


def test_other_delimiters(tmp_path: Path) -> None:
    assert codes(read(b"id\ttext\n1\tOne, two.\n", "a.tsv", tmp_path)) == ["ok"]
    assert codes(read(b"id;text\n1;One, two.\n", "a.csv", tmp_path)) == ["ok"]


def test_bad_rows_are_rejected_with_their_lines(tmp_path: Path) -> None:
    data = b'id,text\n1,One.\n2\n3,"a"b\n4,too,many\n5,A\x00B and more words here.\n'
    found = read(data, "a.csv", tmp_path)
    assert codes(found) == ["ok", "empty", "bad-line", "bad-line", "ok"]
    assert [f.input.rsplit(":", 1)[1] for f in found if isinstance(f, Rejection)] == ["3", "4", "5"]


def test_bad_json_lines_are_rejected_with_their_lines(tmp_path: Path) -> None:
    lines = [
        b'{"text": "One.", "id": 7, "url": "http://example.com/1", "publisher": "Ledger"}',
        b'{"text": "half', b"[1]", b'{"text": 1}', b'{"text": "a", "text": "b"}', b'{"text": NaN}', b"[" * 100_000,
        b'{"text": ""}', b'{"x": 1}', b"", b'{"text": "\\ud800 two"}',
    ]  # fmt: skip
    found = read(b"\n".join(lines), "a.jsonl", tmp_path)
    assert codes(found) == ["ok", *["bad-line"] * 6, "empty", "bad-line", "ok"]
    first, last = found[0], found[-1]
    assert isinstance(first, Report) and isinstance(last, Report)
    assert (first.external_id, first.url, first.publisher) == ("7", "http://example.com/1", "Ledger")
    assert last.text == "\ufffd two"


def test_a_long_array_is_streamed_across_chunks(tmp_path: Path) -> None:
    element = b'{"text": "He said \\"no]\\" and \\\\ {left}."}'
    found = read(b"[" + b",\n".join([element] * 9_000) + b"]", "a.json", tmp_path)
    assert len(found) == 9_000
    assert {f.text for f in found if isinstance(f, Report)} == {'He said "no]" and \\ {left}.'}


def test_a_record_that_lacks_a_named_key_is_warned_of(tmp_path: Path) -> None:
    (found,) = read(b'{"text": "One."}\n', "a.jsonl", tmp_path, date_column="day")
    assert isinstance(found, Report) and [w.code for w in found.warnings] == ["missing-field"]
    (found,) = read(b'{"text": "One."}\n', "a.jsonl", tmp_path, text_column="story")
    assert isinstance(found, Rejection) and "story" in found.message


def test_a_table_on_standard_input() -> None:
    found = list(open_inputs(["-"], IntakeOptions(text_column="story"), io.BytesIO(b"id,story\n1,One.\n2,Two.\n")))
    assert codes(found) == ["ok", "ok"]
