"""What may be wrong with Parquet files."""

import base64
import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
from messages.case import CONTAINER, Case


def _parquet(**columns):
    place = io.BytesIO()
    pq.write_table(pa.table(columns), place)
    return place.getvalue()


class _Keys(pe.KmsClient):
    """A key service that hides nothing."""

    def __init__(self, _configuration):
        super().__init__()

    def wrap_key(self, key_bytes, master_key_identifier):
        return base64.b64encode(key_bytes)

    def unwrap_key(self, wrapped_key, master_key_identifier):
        return base64.b64decode(wrapped_key)


def _encrypted(table, *, footer):
    settings = pe.EncryptionConfiguration(footer_key="one", column_keys={"two": ["city"]}, plaintext_footer=not footer)
    properties = pe.CryptoFactory(_Keys).file_encryption_properties(pe.KmsConnectionConfig(), settings)
    place = io.BytesIO()
    with pq.ParquetWriter(place, table.schema, encryption_properties=properties) as writer:
        writer.write_table(table)
    return place.getvalue()


_DAY = pa.table({"id": [1, 2, 3], "city": ["SECRETCELL"] * 3})
_ROWS = _parquet(id=[1, 2, 3], city=["SECRETCELL"] * 3)
_CODEC = b"\x15\x02\x16"
"""In a footer: snappy, then a count. 6 in its place is LZO."""


def _case(code, wrong, says, files, **further):
    format_ = {"dataset_format": '{"parquet": {}}'}
    files = {f"data/{name}": content for name, content in files.items()}
    settings = {**format_, "dataset_source": "{folder}/data/own"}
    words = ("baseline", "{folder}/data/own", "-o", "{folder}/out", "--format", "parquet")
    return Case(code=code, wrong=wrong, says=says, files=files, settings=settings, words=words, **further)


CASES = (
    _case(
        "parquet-too-short",
        "A Parquet file has no byte, or hardly one",
        "<path>/later.parquet: it has 0 bytes, and a Parquet file has 12 at least; write it again, or remove it from the data",
        {"own/day.parquet": _ROWS, "own/later.parquet": b""},
    ),
    _case(
        "not-parquet",
        "A file among the Parquet files is none",
        "<path>/later.csv: it is no Parquet file, for it does not begin with PAR1; remove it from the data, or name the "
        "format that they are in",
        {"own/day.parquet": _ROWS, "own/later.csv": "id,city\n1,SECRETCELL\n"},
    ),
    _case(
        "parquet-cut-short",
        "A Parquet file is cut short, or still being written",
        "<path>/later.parquet: it begins as a Parquet file and does not end as one, so it was cut short or is still being "
        "written; write or copy it again",
        {"own/day.parquet": _ROWS, "own/later.parquet": _ROWS[:-20]},
    ),
    _case(
        "parquet-damaged",
        "The bytes within a Parquet file are damaged",
        "<path>/later.parquet: the Parquet file is damaged: <reason of Arrow>; write or copy it again",
        {"own/day.parquet": _ROWS, "own/later.parquet": _ROWS[:20] + b"\xff" * 30 + _ROWS[50:]},
    ),
    _case(
        "parquet-encrypted",
        "A Parquet file is encrypted, its footer too",
        "<path>/day.parquet: the Parquet file is encrypted, and this version reads no encrypted ones; write it without "
        "encryption",
        {"own/day.parquet": _encrypted(_DAY, footer=True)},
    ),
    _case(
        "parquet-encrypted",
        "Some columns of a Parquet file are encrypted",
        "<path>/day.parquet: the Parquet file is encrypted, and this version reads no encrypted ones; write it without "
        "encryption",
        {"own/day.parquet": _encrypted(_DAY, footer=False)},
    ),
    _case(
        "parquet-not-supported",
        "A column of a Parquet file is of a type, or in a compression, that Arrow does not read",
        "<path>/day.parquet: something in this Parquet file cannot be read here: <reason of Arrow>; exclude the column, or "
        "write it in another type or compression",
        {"own/day.parquet": _ROWS.replace(_CODEC, b"\x15\x06\x16")},
    ),
    _case(
        "parquet-compressed",
        "A Parquet file was compressed as a whole",
        "<path>/day.parquet.gz: a Parquet file within a compression cannot be read, since it is read from its end; decompress "
        "it, for Parquet compresses its columns itself",
        {"own/day.parquet.gz": gzip.compress(_ROWS, mtime=0)},
    ),
    _case(
        "parquet-columns-differ",
        "Parquet files have other columns than the first one",
        "<path>/later.parquet: its columns are not those of <path>/day.parquet: 1 are missing (city) and 1 are more (town); "
        "all files of a dataset must have the same columns, in any order",
        {"own/day.parquet": _ROWS, "own/later.parquet": _parquet(id=[1], town=["SECRETCELL"])},
    ),
    _case(
        "parquet-types-differ",
        "A column of a Parquet file is of a type that has nothing in common with that in the first one",
        "<path>/later.parquet: 1 of its columns are of other types than in <path>/day.parquet: 'id' is string here and int64 "
        "there; write all files of a dataset with one schema",
        {"own/day.parquet": _ROWS, "own/later.parquet": _parquet(id=["SECRETCELL"], city=["SECRETCELL"])},
    ),
    _case(
        "parquet-names-repeated",
        "Two columns of a Parquet file have one name when nested ones have dotted names",
        "<path>/day.parquet: several columns are called city.name, members of structs and positions of lists among them; "
        "give each a name of its own",
        {"own/day.parquet": _parquet(**{"city": [{"name": "SECRETCELL"}], "city.name": ["SECRETCELL"]})},
    ),
    _case(
        "parquet-columns-endless",
        "The lists of a Parquet file have so many positions that they cannot be meant as columns",
        "<path>/day.parquet: it has more than 10000 columns with every position of its lists, as if lists were data of "
        "their own; leave the lists out of the files, or write what is to be monitored of them as columns",
        {"own/day.parquet": _parquet(id=[[0] * 10_001])},
    ),
    Case(
        code="parquet-with-script",
        wrong="A preprocessing script is given for Parquet",
        says="A preprocessing script gets lines of text, and Parquet has none: convert the data to CSV or JSON, or leave the script out",
        files={"data/own/day.parquet": _ROWS, "script.py": "def preprocess_handler(record):\n    return record\n"},
        settings={
            "dataset_format": '{"parquet": {}}',
            "dataset_source": "{folder}/data/own",
            "record_preprocessor_script": "{folder}/script.py",
        },
        words=("baseline", "{folder}/data/own", "-o", "{folder}/out", "--preprocess", "{folder}/script.py"),
    ),
    Case(
        code="dataset-format-unknown-key",
        wrong="dataset_format gives Parquet an option",
        says="dataset_format: parquet: 'compression' is unknown; known are none.",
        settings={"dataset_format": '{"parquet": {"compression": "snappy"}}'},
        doors=(CONTAINER,),
    ),
)
