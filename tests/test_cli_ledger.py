"""The commands of a ledger, run as a user runs them: add, look, ask why, take out, check."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[1]
COMMAND = str(Path(sys.executable).with_name("counterclaim"))
DAYS = {"13": "2026-02-19", "14": "2026-02-20", "15": "2026-02-20", "16": "2026-02-21", "17": "2026-02-21"}
LEDGER_COMMANDS = (
    "add", "incidents", "show", "why", "claimants", "search", "status", "rebuild", "remove", "verify", "upgrade",
)  # fmt: skip


def run(
    *arguments: str | Path, cwd: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
    )


def told(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the standard output of a run that went well."""
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the one line on standard error."""
    (line,) = done.stderr.decode().splitlines()
    return line


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of the default name: five reports of one battle, from a table with their days."""
    folder = tmp_path_factory.mktemp("home")
    with (folder / "battle.csv").open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "day", "text"])
        for number, day in DAYS.items():
            (path,) = (ROOT / "gold").glob(f"{number}-*.txt")
            rows.writerow([number, day, path.read_text(encoding="utf-8")])
    added = told(
        run("add", "battle.csv", "--text-column", "text", "--date-column", "day", "--id-column", "id", cwd=folder)
    )
    assert added.startswith("counterclaim.db: 5 inputs, ") and "  5 new\n" in added and "weighed anew\n" in added
    return folder


@pytest.fixture(scope="module")
def document(home: Path) -> dict[str, Any]:
    return dict(json.loads(told(run("incidents", "--format", "json", cwd=home))))


@pytest.fixture(scope="module")
def main(document: dict[str, Any]) -> dict[str, Any]:
    return dict(max(document["incidents"], key=lambda i: len(i["claims"])))


def test_added_twice_changes_nothing(home: Path) -> None:
    before = told(run("incidents", cwd=home))
    again = run("add", "battle.csv", "--text-column", "text", "--date-column", "day", "--id-column", "id",
                "--format", "json", cwd=home)  # fmt: skip
    summary = json.loads(told(again))
    assert (summary["states"]["same"], summary["claims"], summary["incidents"]) == (5, 0, 0)
    assert told(run("incidents", cwd=home)) == before


def test_some_inputs_rejected_is_one(home: Path, tmp_path: Path) -> None:
    done = run("add", "no-such-file.txt", "-", "--ledger", tmp_path / "other.db", cwd=home,
               stdin=b"Rebels killed at least ten soldiers near Kidal on Friday.\n")  # fmt: skip
    assert done.returncode == 1 and complaint(done).startswith("counterclaim: no-such-file.txt: ")
    assert "  1 new\n  1 not kept\n" in done.stdout.decode()


def test_the_table(home: Path, main: dict[str, Any]) -> None:
    text = told(run("incidents", cwd=home))
    lines = text.splitlines()
    assert " ".join(lines[0].split()) == "date, id what, where; sides; killed low best high said by origins marks"
    assert "2026-02-18   Armed clash · Ulang" in text and main["id"].removeprefix("incident-")[:10] in text
    (army,) = [f for f in main["figures"] if f["measure"] == "killed" and f["side"] == "gov-SSD"]
    row = ["Government", "of", "South", "Sudan", str(army["low"]), str(army["best"]), "130+"]
    assert row in [line.split()[:7] for line in lines] and "contested (count), open" in text
    assert max(map(len, lines)) <= 120 and "\x1b" not in text


def test_json_is_as_the_schema_says(home: Path, document: dict[str, Any]) -> None:
    schema = json.loads(told(run("schema", cwd=home)))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, cls=jsonschema.Draft202012Validator)
    assert document["meta"]["total"] == len(document["incidents"]) > 2
    assert document["meta"]["readings"][0]["engine"]


def test_low_best_high_are_in_order(document: dict[str, Any]) -> None:
    for incident in document["incidents"]:
        for f in incident["figures"]:
            known = [n for n in (f["low"], f["best"], f["high"]) if n is not None]
            assert known == sorted(known)


def test_csv_and_geojson(home: Path, document: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(told(run("incidents", "--format", "csv", cwd=home)), newline="")))
    figures = sum(max(len(i["figures"]), 1) for i in document["incidents"])
    assert len(rows) == figures and {r["incident_id"] for r in rows} == {i["id"] for i in document["incidents"]}
    collection = json.loads(told(run("incidents", "--format", "geojson", cwd=home)))
    assert [f["id"] for f in collection["features"]] == [i["id"] for i in document["incidents"]]
    for feature, incident in zip(collection["features"], document["incidents"], strict=True):
        place = incident["place"]
        unknown = place is None or place["lat"] is None
        assert (feature["geometry"] is None) == unknown
        assert feature["properties"]["where_prec"] == (place["precision"] if place else None)


def test_filters_and_limit(home: Path, main: dict[str, Any]) -> None:
    done = run("incidents", "--since", "2026-02-18", "--until", "2026-02-18", "--type", "armed clash", "--contested",
               "--actor", "SPLA-IO", "--place", "Ulang", "--format", "json", cwd=home)  # fmt: skip
    assert main["id"] in [i["id"] for i in json.loads(told(done))["incidents"]]
    assert "\n1 of " in told(run("incidents", "--limit", "1", cwd=home))
    assert told(run("incidents", "--country", "Peru", cwd=home)) == "No incident passes these filters.\n"
    graded = json.loads(told(run("incidents", "--grade", "contested", "--format", "json", cwd=home)))
    assert {i["grade"] for i in graded["incidents"]} <= {"contested"}


def test_show_an_incident_a_claim_and_a_report(home: Path, main: dict[str, Any]) -> None:
    page = told(run("show", main["id"].removeprefix("incident-")[:10], cwd=home))
    assert main["id"] in page and "FIGURES" in page and "── ADVERSARY" in page and "REPORTS AND ORIGINS" in page
    assert "“lost seven soldiers”" in page
    shown = json.loads(told(run("show", main["id"], "--format", "json", cwd=home)))
    assert (shown["shows"], shown["incident"]["id"], len(shown["claims"])) == (
        "incident",
        main["id"],
        len(main["claims"]),
    )
    assert {c["stands"] for c in shown["claims"]} >= {"own", "adversary", "third_party"}
    claim = told(run("show", main["claims"][0], cwd=home))
    assert "EVIDENCE" in claim and main["id"] in claim
    report = told(run("show", main["reports"][0], cwd=home))
    assert "VERSIONS, first to last" in report and f"is part of {main['id']}" in report
    assert json.loads(told(run("show", main["reports"][0], "--format", "json", cwd=home)))["shows"] == "report"


def test_why(home: Path, main: dict[str, Any]) -> None:
    page = told(run("why", main["claims"][0], main["claims"][-1], cwd=home))
    assert "One incident" in page
    answer = json.loads(told(run("why", main["claims"][0], main["claims"][-1], "--format", "json", cwd=home)))
    assert answer["a"]["incident"] == answer["b"]["incident"] == main["id"]


def test_claimants_search_and_status(home: Path) -> None:
    assert "enemy losses" in told(run("claimants", cwd=home))
    assert json.loads(told(run("claimants", "--min-cases", "50", "--format", "json", cwd=home))) == {
        "claimants": []
    }
    assert "physically impossible" in told(run("search", "Physically", "impossible", cwd=home))
    found = json.loads(told(run("search", "clinic", "--limit", "2", "--format", "json", cwd=home)))["found"]
    assert len(found) == 2 and all(f["snippet"] for f in found)
    assert "\nreports    5\n" in told(run("status", cwd=home))
    assert json.loads(told(run("status", "--format", "json", cwd=home)))["reports_live"] == 5


def test_rebuild_verify_and_upgrade_find_nothing_to_do(home: Path) -> None:
    before = told(run("incidents", "--format", "csv", cwd=home))
    assert "nothing would change" in told(run("rebuild", "--diff", cwd=home))
    assert "folded anew" in told(run("rebuild", cwd=home))
    assert told(run("incidents", "--format", "csv", cwd=home)) == before
    assert told(run("verify", cwd=home)) == "counterclaim.db: all is well\n"
    assert "up to date" in told(run("upgrade", cwd=home))


def test_remove_leaves_a_tombstone(home: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "small.db"
    text = b"The army said on Friday that rebels killed at least ten soldiers in an ambush near Kidal.\n"
    told(run("add", "-", "--published", "2025-06-15", "--ledger", ledger, cwd=home, stdin=text))
    (incident,) = json.loads(told(run("incidents", "--ledger", ledger, "--format", "json", cwd=home)))["incidents"]
    done = told(run("remove", incident["reports"][0][:8], "--reason", "a hoax", "--ledger", ledger, cwd=home))
    assert "removed, a tombstone stays" in done
    assert told(run("incidents", "--ledger", ledger, cwd=home)) == "No incidents yet.\n"
    gone = run("show", incident["id"], "--ledger", ledger, cwd=home)
    assert gone.returncode == 2 and "is no more" in complaint(gone)
    page = told(run("show", incident["reports"][0], "--ledger", ledger, cwd=home))
    assert "removed (this one)" in page
    again = run("add", "-", "--published", "2025-06-15", "--ledger", ledger, cwd=home, stdin=text)
    assert again.returncode == 1 and "removed" in complaint(again)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["incidents"], ["counterclaim.db", "`counterclaim add", "makes one"]),
        (["status", "--ledger", "elsewhere.db"], ["elsewhere.db", "`counterclaim add"]),
        (["rebuild"], ["`counterclaim add"]),
        (["verify", "--ledger", "text.txt"], ["text.txt", "no ledger"]),
        (["incidents", "--ledger", "mysql://x/y"], ["not mysql"]),
    ],
)
def test_a_ledger_that_is_none(tmp_path: Path, arguments: list[str], said: list[str]) -> None:
    (tmp_path / "text.txt").write_text("This is a text and no ledger, whatever its name says.\n")
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    line = complaint(done)
    assert all(words in line for words in said), line
    assert [p.name for p in tmp_path.iterdir()] == ["text.txt"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["incidents", "--since", "June"], "--since June: no day"),
        (["incidents", "--type", "Duel"], "Armed clash"),
        (["incidents", "--country", "Ruritania"], "no such country"),
        (["incidents", "--grade", "good"], "good"),
        (["show", "nothing-like-it"], "no incident, claim or report"),
        (["why", "c-", "c-"], "type more of it"),
        (["search"], "WORDS"),
        (["search", "--", "--"], "a word"),
        (["claimants", "--min-cases", "0"], "0"),
        (["remove", "r-none"], "no report"),
    ],
)
def test_usage_errors_are_one_plain_line(home: Path, arguments: list[str], said: str) -> None:
    done = run(*arguments, cwd=home)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in complaint(done)


def test_a_busy_ledger_ends_with_75(tmp_path: Path, home: Path) -> None:
    import shutil
    import sqlite3

    ledger = tmp_path / "busy.db"
    shutil.copy(home / "counterclaim.db", ledger)
    code = (
        "import sys; from counterclaim import settings; settings.LEDGER_BUSY_SECONDS = 0.2\n"
        f"sys.argv = ['counterclaim', 'rebuild', '--ledger', {str(ledger)!r}]\n"
        "from counterclaim.cli import main; main()"
    )
    holder = sqlite3.connect(ledger, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    holder.close()
    assert (done.returncode, done.stdout) == (75, b"")
    assert "another process" in complaint(done)


@pytest.mark.parametrize("command", LEDGER_COMMANDS)
def test_help_answers_at_once(command: str, home: Path) -> None:
    code = (
        f"import sys; sys.argv = ['counterclaim', {command!r}, '--help']\n"
        "from counterclaim.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'rich', 'spacy', 'numpy', 'msgspec', 'yaml', 'sqlalchemy', 'httpx'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "--ledger" in done.stdout
