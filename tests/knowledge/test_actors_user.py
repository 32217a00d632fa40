"""A user's own actors: added from a file, refused where they clash, found like any other."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.actions.actors import add_actors, find_actor
from counterclaim.errors import DataError, UsageError
from counterclaim.knowledge.actors import load_registry

HEAD = "id,name,type,country,aliases,abbreviations,parents,source\n"
ROW = "river-guard,River Guard of Marun,militia,MLI,Marun River Guard;Gardes du fleuve,RGM,gov-MLI,field notes\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("COUNTERCLAIM_HOME", str(tmp_path / "home"))
    load_registry.cache_clear()
    yield tmp_path / "home"
    monkeypatch.undo()
    load_registry.cache_clear()


def written(folder: Path, text: str, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_added_once_and_for_all(tmp_path: Path, home: Path) -> None:
    before = load_registry().version
    path = written(tmp_path, HEAD + ROW)
    added = add_actors(path)
    assert added.added == ("river-guard",) and added.stored is not None and "1 actor added" in added.text()
    assert added.registry.startswith(f"{before}+user.") and load_registry().version == added.registry
    again = add_actors(path)
    assert (again.added, again.unchanged, again.stored) == ((), ("river-guard",), None)
    assert again.registry == added.registry and len(list((home / "actors").iterdir())) == 1
    assert [hit[2] for hit in load_registry().scan("Men of the RGM and Marun River Guard")] == ["river-guard"] * 2
    actor = load_registry().actor("river-guard")
    assert (actor.basis, actor.source, actor.parents) == ("user", "field notes", ("gov-MLI",))
    assert "river-guard" in load_registry().forces_of("MLI")


def test_a_file_may_grow(tmp_path: Path) -> None:
    add_actors(written(tmp_path, HEAD + ROW))
    grown = add_actors(written(tmp_path, HEAD + ROW + "hill-front,Hill Front,rebel,NER,,,,\n"))
    assert (grown.added, grown.unchanged) == (("hill-front",), ("river-guard",))


def test_yaml(tmp_path: Path) -> None:
    text = "- {id: hill-front, name: Hill Front, type: rebel, country: NER, aliases: [Front des collines]}\n"
    assert add_actors(written(tmp_path, text, "mine.yaml")).added == ("hill-front",)
    found = find_actor("Front des collines", country="Niger")
    assert found.id == "hill-front" and "Hill Front" in found.text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "no actors"),
        ("id,name,kind\na,b,c\n", "row 1: no such column: kind"),
        ("id,name\na,b\n", "row 1: type missing"),
        (HEAD + ROW + ROW, "row 3: the id river-guard stands in row 2 already"),
        (HEAD + "a-b,Name Here,rebels,MLI,,,,\n", "row 2: Invalid enum value 'rebels'"),
        (HEAD + "a-b,Name Here,rebel,Mali,,,,\n", "row 2: 'Mali' is no country"),
        (HEAD + "A B,Name Here,rebel,MLI,,,,\n", "row 2: 'A B' cannot be an id"),
        (HEAD + "ucdp-7,Name Here,rebel,MLI,,,,\n", "begin with none of"),
        (HEAD + "a-b,,rebel,MLI,,,,\n", "row 2: no name"),
        (HEAD + "a-b,Name Here,rebel\n", "row 2: more or fewer cells"),
        (HEAD + "a-b,Name Here,rebel,MLI,X,,,\n", "fewer than two letters"),
        (HEAD + "jnim,Name Here,rebel,MLI,,,,\n", "row 2: the id jnim is taken by Jama"),
        (HEAD + "a-b,Name Here,rebel,MLI,,JNIM,,\n", "row 2: 'JNIM' of a-b is a name of jnim"),
        (HEAD + "a-b,Ansar Dine,militia,MLI,,,,\n", "is a name of ansar-dine"),
        (HEAD + "a-b,Name Here,rebel,MLI,,,no-such,\n", "a-b: no parent no-such"),
        (HEAD + "a-b,Name Here,rebel,MLI,Malian army,,,\n", "'Malian army' of a-b is a name of mil-MLI"),
        (HEAD + "a-b,Name Here,rebel,MLI,the army,,,\n", "'the army' of a-b is what any report calls others"),
        (HEAD + "a-b,Mali,rebel,MLI,,,,\n", "'Mali' of a-b is what any report calls others"),
    ],
)
def test_refused(tmp_path: Path, home: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        add_actors(written(tmp_path, text))
    assert said in str(caught.value)
    assert not home.exists() and load_registry().version.count("user") == 0


def test_a_changed_actor_is_refused(tmp_path: Path) -> None:
    add_actors(written(tmp_path, HEAD + ROW))
    with pytest.raises(DataError, match="river-guard was added before and says something else"):
        add_actors(written(tmp_path, HEAD + ROW.replace("militia", "rebel")))


def test_two_files_may_not_share_a_name(tmp_path: Path) -> None:
    add_actors(written(tmp_path, HEAD + ROW))
    with pytest.raises(DataError, match="'RGM' of other is a name of river-guard"):
        add_actors(written(tmp_path, HEAD + "other,Other Guard,militia,MLI,,RGM,,\n", "second.csv"))


def test_a_name_may_recur_in_another_country(tmp_path: Path) -> None:
    add_actors(written(tmp_path, HEAD + "niger-front,Ansar Dine,rebel,NER,,,,\n"))
    assert {c.id for c in find_actor("Ansar Dine").candidates} == {"ansar-dine", "niger-front"}
    assert find_actor("Ansar Dine", country="NER").id == "niger-front"


@pytest.mark.parametrize(("name", "data"), [("mine.txt", b"x"), ("mine.csv", b"id,name\xff"), ("mine.yaml", b"{")])
def test_no_file_of_actors(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=name):
        add_actors(tmp_path / name)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.csv"):
        add_actors(tmp_path / "none.csv")


def test_a_home_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERCLAIM_HOME", str(written(tmp_path, "a file", "home.txt")))
    with pytest.raises(UsageError, match="COUNTERCLAIM_HOME"):
        add_actors(written(tmp_path, HEAD + ROW))


def test_json(tmp_path: Path) -> None:
    assert json.loads(add_actors(written(tmp_path, HEAD + ROW)).json())["added"] == ["river-guard"]
    found = json.loads(find_actor("RSF").json())
    assert found["id"] is None and [c["id"] for c in found["candidates"]] == ["rsf", "rsf-press"]


def test_find_says_why() -> None:
    found = find_actor("RSF", others=["Committee to Protect Journalists"])
    assert found.id == "rsf-press" and "why: No armed side" in found.text()
    assert "unresolved, 2 candidates" in find_actor("RSF").text()
    assert find_actor("zzz").text() == "zzz: no such actor\n"


@pytest.mark.parametrize(
    ("country", "others", "said"),
    [("Ruritania", (), "no such country"), (None, ("zzz",), "no such actor"), (None, ("SNA",), "may be syrian")],
)
def test_find_asked_amiss(country: str | None, others: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        find_actor("RSF", country=country, others=others)
