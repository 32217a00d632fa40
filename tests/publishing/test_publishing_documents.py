"""JSON, JSON Lines and the schema that both keep."""

import json
from collections.abc import Iterator

import jsonschema
import msgspec
import pytest
from publishing_samples import full, reading, rejected

from counterclaim.publishing import json_document, jsonl, schema
from counterclaim.record import Reading

ALL = [full(), reading(outcome="not_relevant", relevant=False, relevance=0.1), rejected()]


@pytest.mark.parametrize("readings", [[], ALL[:1], ALL])
@pytest.mark.parametrize("refusals", [True, False])
def test_document_is_valid_by_the_schema(readings: list[Reading], refusals: bool) -> None:
    rules = schema()
    jsonschema.Draft202012Validator.check_schema(rules)
    document = json.loads(b"".join(json_document(readings, refusals=refusals)))
    jsonschema.validate(document, rules, cls=jsonschema.Draft202012Validator)
    assert len(document["reports"]) == len(readings)


def test_schema_names_itself_and_refuses_what_is_wrong() -> None:
    rules = schema()
    assert rules["$id"] == "https://counterclaim.invalid/schema/documents-1.json"
    assert rules["$schema"].endswith("2020-12/schema")
    assert {"Reading", "Claim", "Report", "Rejection"} <= set(rules["$defs"])
    document = json.loads(b"".join(json_document(ALL)))
    document["reports"][0]["claims"][0]["stance"] = "shouted"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, rules, cls=jsonschema.Draft202012Validator)


def test_jsonl_is_one_reading_a_line_and_reads_back() -> None:
    lines = list(jsonl(ALL, refusals=True))
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)
    assert [msgspec.json.decode(line, type=Reading) for line in lines] == ALL


def test_a_rejected_input_has_no_report() -> None:
    line = json.loads(next(jsonl([rejected()])))
    assert line["report"] is None
    assert line["rejected"] == {"code": "binary", "message": "not a text", "input": "bad.pdf"}


def test_a_name_that_is_no_utf8_is_escaped() -> None:
    line = json.loads(next(jsonl([rejected("bad\udcff.pdf")])))
    assert line["rejected"]["input"] == "bad\\udcff.pdf"


def test_refusals_only_when_asked() -> None:
    assert json.loads(next(jsonl(ALL)))["refusals"] == []
    assert len(json.loads(next(jsonl(ALL, refusals=True)))["refusals"]) == 1


def test_both_stream() -> None:
    taken = []

    def source() -> Iterator[Reading]:
        for one in ALL:
            taken.append(one)
            yield one

    next(jsonl(source()))
    assert len(taken) == 1
    pieces = json_document(source())
    next(pieces), next(pieces)
    assert len(taken) == 2
