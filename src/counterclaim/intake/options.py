"""What a user can say about the inputs."""

from typing import Literal

from counterclaim.record.base import Record

DateOrder = Literal["dmy", "mdy", "ymd"]


class IntakeOptions(Record, frozen=True, kw_only=True):
    """How inputs are to be read in; every field may stay None.

    `published` is the day of publication (YYYY-MM-DD) of all inputs. The `*_column` fields name a table's
    columns, or the keys of JSON records. `date_order` says how 7/10/2016 is to be read. `encoding` and
    `language` override what is detected.
    """

    published: str | None = None
    text_column: str | None = None
    title_column: str | None = None
    date_column: str | None = None
    source_column: str | None = None
    id_column: str | None = None
    encoding: str | None = None
    date_order: DateOrder | None = None
    language: str | None = None


DEFAULTS = IntakeOptions()
