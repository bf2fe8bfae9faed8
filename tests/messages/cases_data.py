"""What may be wrong with the data."""

import gzip

from messages.case import BASELINE, COMMAND_LINE, CONTAINER, Case

_ROWS = "id,city\n" + "1,SECRETCELL\n" * 3
_LATIN = "id,city\n1,SECRETCELL\n2,M\xfcnchen\n".encode("latin-1")
_JSON = {
    "settings": {"dataset_format": '{"json": {"lines": true}}'},
    "words": ("baseline", "{folder}/data", "-o", "{folder}/out", "--format", "json"),
}

CASES = (
    Case(
        code="data-not-found",
        wrong="The folder or file of the data is not there",
        says="<path>: there is no such file or folder; name a file, or a folder of files, with the data",
        settings={"dataset_source": "{folder}/absent"},
    ),
    Case(
        code="data-not-listed",
        wrong="The folder of the data may not be read by this user",
        says="<path>: cannot be listed: <reason of the system>",
        trouble="data folder of somebody else",
    ),
    Case(
        code="data-name-not-utf8",
        wrong="A file in the folder of the data has a name that is not UTF-8",
        says="<path>: the name of a file in it is not UTF-8 text, and so it cannot be read; rename or remove it",
        files={"data/m\udcfcnchen.csv": _ROWS},
    ),
    Case(
        code="data-not-a-file",
        wrong="The data are to come out of a pipe or a device",
        says="<path>: neither a file nor a folder, and so its size is unknown; write the data to a file first",
        settings={"dataset_source": "/dev/null"},
    ),
    Case(
        code="data-address-unknown",
        wrong="The data are at an address of an unknown kind",
        says="carrier-pigeon://loft/data: not an address that can be read; a local path, s3:// or hdfs:// was expected",
        settings={"dataset_source": "carrier-pigeon://loft/data"},
    ),
    Case(
        code="store-unreachable",
        wrong="The store of the data is out of reach",
        says="viewfs://nowhere/data: the store cannot be reached: <reason of the store's library>",
        settings={"dataset_source": "viewfs://nowhere/data"},
    ),
    Case(
        code="no-records",
        wrong="The folder of the data is empty",
        says="<path>: no record was found; a baseline needs at least one, so check the path and the format",
        settings={"dataset_source": "{folder}/empty"},
        files={"empty/_SUCCESS": ""},
    ),
    Case(
        code="no-records",
        wrong="The files of the data hold a header and nothing else",
        says="<path>: no record was found; a baseline needs at least one, so check the path and the format",
        files={"data/day.csv": "id,city\n"},
    ),
    Case(
        code="data-unreadable",
        wrong="A file of the data may not be read by this user",
        says="<path>: cannot be read: <reason of the system>",
        trouble="data file of somebody else",
        doors=(CONTAINER,),
    ),
    Case(
        code="data-unreadable",
        wrong="A file of the data may not be read by this user, and its format is to be found",
        says="<path>: cannot be read: <reason of the system>",
        trouble="data file of somebody else",
        doors=(COMMAND_LINE,),
    ),
    Case(
        code="data-file-shortened",
        wrong="A file of the data becomes shorter while the run goes on",
        says="<path>/day.csv: it has become shorter since it was listed with <number> bytes; start again when nobody "
        "writes to it",
        trouble="data that become shorter",
    ),
    Case(
        code="data-not-decompressed",
        wrong="A file is called .gz and is neither compressed nor a text",
        says="<path>/later.csv.gz: cannot be read: its gzip data are damaged, or none at all; copy the file again, or write it "
        "anew",
        files={"data/day.csv": _ROWS, "data/later.csv.gz": b"\0\xff" * 9},
    ),
    Case(
        code="data-not-decompressed",
        wrong="A compressed file is cut off",
        says="<path>/later.csv.gz: cannot be read: its gzip data are cut short; copy the file again, or write it anew",
        files={"data/day.csv": _ROWS, "data/later.csv.gz": gzip.compress(_ROWS.encode() * 9)[:-20]},
    ),
    Case(
        code="data-not-utf8",
        wrong="A file is not UTF-8",
        says="<path>/later.csv: byte 24 is not UTF-8; name the file's encoding with text_encoding, or convert the file",
        files={"data/day.csv": _ROWS, "data/later.csv": _LATIN},
    ),
    Case(
        code="data-not-in-encoding",
        wrong="A file is not in the encoding that text_encoding says",
        says="<path>: byte <number> is not <encoding>, which text_encoding says; name the file's encoding",
        files={"data/day.csv": _ROWS.encode("utf-16"), "data/later.csv": _ROWS.encode("utf-16") + b"\x00"},
        settings={"text_encoding": "utf-16"},
    ),
    Case(
        code="record-too-long",
        wrong="A quote is not closed, and the record has no end within 1 GiB",
        says="<path>: the record that begins at byte <number> has no end within <number> bytes; look for a quote "
        "that is not "
        "closed, or another quote_character or record_delimiter",
        files={"data/day.csv": '"id,city\n' + "1,SECRETCELL\n" * 40_000},
        trouble="records of 64 kib at most",
    ),
    Case(
        code="header-ambiguous",
        wrong="A header repeats names in a way that numbers cannot tell apart",
        says="<path>: the header has repeated names that stay ambiguous when numbered; give each column its own name",
        files={"data/day.csv": "a,a,a0\n1,2,SECRETCELL\n"},
    ),
    Case(
        code="header-differs",
        wrong="The files of the data have different columns",
        says="<path>: its header names other columns than the one of <path>: <number> are missing and <number> more "
        "are there; "
        "all files of a dataset must have the same columns, in any order",
        files={"data/day.csv": _ROWS, "data/later.csv": "id,town\n1,SECRETCELL\n"},
    ),
    Case(
        code="parquet-among-text",
        wrong="A file among those of text is Parquet",
        says="<path>: it is a Parquet file, and the data are read as text: keep files of one format in a folder, or name the "
        "format that they are in",
        files={"data/day.csv": _ROWS, "data/later.csv": b"PAR1\x15\x04\x15\x10SECRETCELL\nPAR1"},
    ),
    Case(
        code="too-many-bad-records",
        wrong="More lines of JSON than may be bad cannot be read",
        says="<path>: 2 of 100 records cannot be read, all of them not JSON (first: <path>, line 99); see whether the files "
        "were copied whole and hold one object a line, or one list of objects, in text_encoding. At most 0.01 of the records "
        "may be bad; set bad_records_share to allow more",
        files={"data/day.csv": '{"city": "SECRETCELL"}\n' * 98 + '{"city": "SECR\n' * 2},
        **_JSON,
    ),
    Case(
        code="too-many-bad-records",
        wrong="The data are JSON, and no objects",
        says="<path>: 2 of 2 records cannot be read, all of them JSON that is no object (first: <path>, line 1); each row is "
        'expected to be an object with names, such as {"age": 44}; let a preprocessing script return such rows',
        files={"data/day.csv": '[1, "SECRETCELL"]\n' * 2},
        **_JSON,
    ),
    Case(
        code="too-many-bad-records",
        wrong="JSON is in another encoding than text_encoding says",
        says="<path>: 2 of 2 records cannot be read, all of them not UTF-8 (first: <path>, line 1); name the encoding of the "
        "files with text_encoding, or convert them",
        files={"data/day.csv": '{"city": "SECRETCELLé"}\n'.encode("latin-1") * 2},
        **_JSON,
    ),
    Case(
        code="unfinished-files",
        wrong="More files of JSON than may be unfinished end within an object",
        says="<path>: 2 of 101 files end within a record, which is more than programs write at a time; see whether the files "
        "were copied whole. At most 0.01 of the files may end so; set bad_records_share to allow more",
        files={f"data/{place:02}.csv": '{"city": "x"}\n' + "{" * (place < 2) for place in range(100)},
        **_JSON,
    ),
    Case(
        code="json-text-broken",
        wrong="A file is one list of objects, and it is cut short or broken between them",
        says="<path>, line 2: expected a comma or the end of the list; the file is one JSON text, and what follows cannot be "
        "read: see whether it was copied whole, or write one object a line",
        files={"data/day.csv": '[{"city": "SECRETCELL"},\n{"city": "SECRETCELL"}'},
        **_JSON,
    ),
    Case(
        code="format-not-read",
        wrong="The data are no text",
        says="<path>: the data are no text, and this version reads CSV, captured traffic, JSON, Parquet and merged ground truth "
        "only; name the file's --encoding, or say --format csv if they are CSV all the same",
        files={"data/day.csv": bytes(range(32)) * 99},
        doors=(COMMAND_LINE,),
    ),
    Case(
        code="baseline-of-another-dataset",
        wrong="Not one column of the data is in the baseline",
        says="<path>: it is the baseline of another dataset, for none of the <number> columns of <path> is among its "
        "<number> "
        "features; name the baseline of this dataset, or say that the data have no header",
        files={"data/day.csv": "weight,colour\n1,SECRETCELL\n"},
        settings=BASELINE,
    ),
)
