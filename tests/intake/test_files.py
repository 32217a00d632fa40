"""Files, folders and standard input: every input ends in one Report or one Rejection."""

import io
import os
from pathlib import Path

import pytest

from counterclaim import settings
from counterclaim.errors import UsageError
from counterclaim.intake import IntakeOptions, open_inputs
from counterclaim.record import Rejection, Report

SENTENCE = "The army killed ten rebels in Tarka on Monday, the governor said."


def one(data: bytes, name: str, folder: Path, **options: str) -> Report | Rejection:
    path = folder / name
    path.write_bytes(data)
    (found,) = open_inputs([str(path)], IntakeOptions(**options))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b"\xef\xbb\xbf \n", "a.txt", "empty"),
        (b"\x7fELF" + bytes(200), "a.html", "not-text"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "a.html", "not-text"),
        (b"%PDF-1.7\n", "a.html", "not-text"),
        (b"%PDF-1.7\n", "a.pdf", "broken"),
        (bytes(range(256)) * 20, "a.txt", "not-text"),
        (b"<div>" * 100_000, "a.html", "nesting"),
        (b"<div></x>" * 2_000, "a.html", "nesting"),
        (b"<html><body><nav>Home</nav></body></html>", "a.html", "no-article"),
        (b"a " * (2 * settings.MAX_TEXT_CHARS + 1), "a.txt", "too-large"),
        (b"3", "a.json", "bad-line"),
        (b"[]", "a.json", "empty"),
        (b"id,text\n", "a.csv", "empty"),
        (b'id,text\n1,"never closed\n', "a.csv", "bad-line"),
        (b"id,text\n1,a comma, here\n", "a.csv", "bad-line"),
        (b"id,text\n1,\n", "a.csv", "empty"),
    ],
)
def test_rejections(data: bytes, name: str, code: str, tmp_path: Path) -> None:
    found = one(data, name, tmp_path)
    assert isinstance(found, Rejection)
    assert found.code == code
    assert str(tmp_path) in found.input


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    text = "L'armée a tué dix rebelles à Tarka, près de la frontière, a déclaré le gouverneur."
    found = one(text.encode(encoding), "a.txt", tmp_path)
    assert isinstance(found, Report)
    assert found.text == text
    assert found.language == "fr"


def test_cyrillic_code_page(tmp_path: Path) -> None:
    text = "Войска убили десять боевиков в районе города в понедельник, сообщил губернатор."
    found = one(text.encode("cp1251"), "a.txt", tmp_path)
    assert isinstance(found, Report) and found.text == text
    assert [w.code for w in found.warnings] == ["encoding-guessed"]


def test_bad_bytes_are_replaced_with_a_warning(tmp_path: Path) -> None:
    found = one(SENTENCE.encode() + "é à ü ö ñ".encode() * 3 + b" \xff end.", "a.txt", tmp_path)
    assert isinstance(found, Report)
    assert "\ufffd end." in found.text
    assert [w.code for w in found.warnings] == ["bad-bytes"]


def test_control_characters_go_and_line_ends_are_folded(tmp_path: Path) -> None:
    found = one(b"Title here\r\n\r\nThe army\x00 killed ten\x01 rebels in Tarka on Monday.\r", "a.txt", tmp_path)
    assert isinstance(found, Report)
    assert found.text == "Title here\n\nThe army killed ten rebels in Tarka on Monday.\n"
    assert [w.code for w in found.warnings] == ["control-characters"]


def test_capitals_are_english(tmp_path: Path) -> None:
    found = one(SENTENCE.upper().encode(), "a.txt", tmp_path)
    assert isinstance(found, Report) and found.language == "en"


def test_a_folder_is_walked_in_order_and_nothing_in_it_stops_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text(SENTENCE)
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "z.yaml").write_text("a: 1")
    (tmp_path / ".hidden").write_text("x")
    os.symlink(tmp_path, tmp_path / "b" / "loop")
    os.symlink(tmp_path / "gone", tmp_path / "c.txt")
    os.mkfifo(tmp_path / "d.txt")
    (tmp_path.joinpath(os.fsdecode(b"e\xff.txt"))).write_text(SENTENCE)
    found = list(open_inputs([str(tmp_path)], IntakeOptions()))
    assert [f.code if isinstance(f, Rejection) else "ok" for f in found] == [
        "ok", "ok", "not-a-file", "not-found", "not-a-file", "ok", "unknown-kind",
    ]  # fmt: skip


def test_a_missing_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    found = list(open_inputs([str(tmp_path / "no.txt"), str(tmp_path / "a.txt"), "/dev/zero"], IntakeOptions()))
    assert [f.code if isinstance(f, Rejection) else "ok" for f in found] == ["not-found", "ok", "not-a-file"]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (SENTENCE.encode(), [SENTENCE]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'[{"text": "One, \\"]"}, {"content": "Two."}]', ['One, "]', "Two."]),
        (b'{"body": "One."}', ["One."]),
        (f"<!doctype html><html><body><article><p>{SENTENCE}</p></article></body></html>".encode(), [SENTENCE]),
    ],
)
def test_standard_input_is_told_by_how_it_begins(data: bytes, texts: list[str]) -> None:
    found = list(open_inputs(["-"], IntakeOptions(), io.BytesIO(data)))
    assert [f.text for f in found if isinstance(f, Report)] == texts


def test_an_unknown_encoding_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no such text encoding"):
        list(open_inputs(["-"], IntakeOptions(encoding="klingon"), io.BytesIO(b"a")))
