"""Zip archives: every member ends in its reports or in one row that says why not."""

import io
import stat
import struct
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from document_samples import archive, docx, page, pdf

from counterclaim import settings
from counterclaim.intake import IntakeOptions, open_inputs
from counterclaim.record import Rejection, Report

SENTENCE = b"The army killed ten rebels in Tarka on Monday, the governor said."


def outcomes(data: bytes, folder: Path, name: str = "a.zip") -> list[str]:
    (folder / name).write_bytes(data)
    found = open_inputs([str(folder / name)], IntakeOptions())
    return [f.code if isinstance(f, Rejection) else "ok" for f in found]


def inputs(data: bytes, folder: Path) -> list[str]:
    (folder / "a.zip").write_bytes(data)
    found = open_inputs([str(folder / "a.zip")], IntakeOptions())
    return [f.input.removeprefix(f"{folder}/") for f in found if isinstance(f, Rejection)]


def test_each_member_is_an_input_of_its_own_kind(tmp_path: Path) -> None:
    members = [
        ("news/", b""),
        ("news/a.txt", SENTENCE),
        ("news/b.csv", b"text\nOne died.\nTwo died.\n"),
        ("c.pdf", pdf([page(["Ten people died in Tarka on Monday, the army said."])])),
        ("d.docx", docx(["Four people died in Lomo."])),
        ("e.exe", b"MZ"),
        ("f.txt", b""),
    ]
    assert outcomes(archive(members), tmp_path) == ["ok", "ok", "ok", "ok", "ok", "unknown-kind", "empty"]
    assert inputs(archive(members), tmp_path) == ["a.zip/e.exe", "a.zip/f.txt"]


def test_an_archive_in_a_folder_and_from_standard_input(tmp_path: Path) -> None:
    data = archive([("a.txt", SENTENCE)])
    (tmp_path / "x.zip").write_bytes(data)
    (tmp_path / "y.txt").write_bytes(SENTENCE)
    assert len([f for f in open_inputs([str(tmp_path)], IntakeOptions()) if isinstance(f, Report)]) == 2

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    for stream in (io.BytesIO(data), Pipe(data)):
        assert len([f for f in open_inputs(["-"], IntakeOptions(), stream) if isinstance(f, Report)]) == 1


def test_names_that_are_not_to_be_read(tmp_path: Path) -> None:
    members = [
        ("../up.txt", SENTENCE),
        ("/etc/abs.txt", SENTENCE),
        ("a\\..\\..\\b.txt", SENTENCE),
        ("C:/c.txt", SENTENCE),
        ("__MACOSX/._a.txt", b"\x00\x05"),
        (".hidden/a.txt", SENTENCE),
        (".DS_Store", b"x"),
        ("fine.txt", SENTENCE),
    ]
    assert outcomes(archive(members), tmp_path) == ["unsafe-name"] * 4 + ["hidden"] * 3 + ["ok"]


def test_a_name_that_stands_twice_is_two_inputs(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = archive([("a.txt", b""), ("a.txt", b"")])
    assert inputs(data, tmp_path) == ["a.zip/a.txt", "a.zip/a.txt (2)"]


def test_names_in_other_encodings(tmp_path: Path) -> None:
    data = archive([("xxxx.txt", b""), ("yyyy.txt", b"")])
    data = data.replace(b"xxxx", "éé".encode()).replace(b"yyyy", b"\xff\xfe\x82\x83")
    first, second = inputs(data, tmp_path)
    assert first == "a.zip/éé.txt"
    assert second.endswith(".txt") and second.isprintable()


def test_links_are_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as found:
        found.writestr(link, "/etc/passwd")
    assert outcomes(out.getvalue(), tmp_path) == ["not-a-file"]


def test_an_encrypted_member_does_not_stop_the_rest(tmp_path: Path) -> None:
    data = bytearray(archive([("a.txt", SENTENCE), ("b.txt", SENTENCE)], zipfile.ZIP_STORED))
    data[6] |= 1  # the flag in the first member's header, and in the table of contents
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert outcomes(bytes(data), tmp_path) == ["encrypted", "ok"]


def test_a_damaged_member_does_not_stop_the_rest(tmp_path: Path) -> None:
    data = bytearray(archive([("a.txt", SENTENCE), ("b.txt", SENTENCE)], zipfile.ZIP_STORED))
    data[40] ^= 0xFF
    assert outcomes(bytes(data), tmp_path) == ["broken", "ok"]


def test_bombs_stop_early_and_the_rest_goes_on(tmp_path: Path) -> None:
    data = archive([("a.txt", bytes(300_000_000)), ("b.txt", SENTENCE)])
    began = time.monotonic()
    assert outcomes(data, tmp_path) == ["bomb", "ok"]
    assert time.monotonic() - began < 5


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(archive([("a.txt", bytes(20_000_000))]))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 24, 10)
    assert outcomes(bytes(data), tmp_path) in (["broken"], ["bomb"])


def test_all_members_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_ARCHIVE_BYTES", 150)
    inner = archive([("b.txt", SENTENCE)])
    data = archive([("a.txt", SENTENCE), ("c.txt", SENTENCE), ("d.txt", SENTENCE), ("i.zip", inner)])
    assert outcomes(data, tmp_path) == ["ok", "ok", "archive-too-large", "archive-too-large"]


def test_archives_in_archives_are_opened_once(tmp_path: Path) -> None:
    data = archive([("a.txt", SENTENCE)])
    once = archive([("in.zip", data), ("b.txt", SENTENCE)])
    assert outcomes(once, tmp_path) == ["ok", "ok"]
    assert outcomes(archive([("mid.zip", once)]), tmp_path) == ["nested", "ok"]
    assert inputs(archive([("mid.zip", once)]), tmp_path) == ["a.zip/mid.zip/in.zip"]


def test_a_hundred_thousand_members_are_refused_in_one_row(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as found:
        for i in range(100_000):
            found.writestr(f"{i}.txt", b"")
    began = time.monotonic()
    assert outcomes(out.getvalue(), tmp_path) == ["too-many"]
    assert time.monotonic() - began < 5


def test_a_table_of_contents_that_would_fill_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_ARCHIVE_DIRECTORY", 100)
    assert outcomes(archive([(f"{i}.txt", b"") for i in range(50)]), tmp_path) == ["too-many"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive([]), "empty"),
        (archive([("a/", b"")]), "empty"),
        (archive([("a.txt", SENTENCE)])[:-30], "broken"),
        (b"PK\x03\x04" + bytes(100), "broken"),
        (b"no zip at all", "broken"),
        (archive([("mimetype", b"application/epub+zip")]), "unknown-kind"),
    ],
)
def test_rejections(data: bytes, code: str, tmp_path: Path) -> None:
    assert outcomes(data, tmp_path) == [code]


def test_the_counts_add_up(tmp_path: Path) -> None:
    members = [(f"{i}.txt", SENTENCE if i % 3 else b"") for i in range(60)]
    assert Counter(outcomes(archive(members), tmp_path)) == {"ok": 40, "empty": 20}
