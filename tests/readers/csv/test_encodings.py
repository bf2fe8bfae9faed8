"""Other text encodings, and text that is not in the encoding it is said to be in."""

import gzip

import pytest

from engine.errors import DatasetError, JobError

TEXT = {
    "utf-16": "näme,b\n1,😀\n",
    "utf-16-le": "näme,b\n1,😀\n",
    "utf-16-be": "\ufeffnäme,b\n1,😀\n",
    "utf-32": "näme,b\n1,😀\n",
    "utf-8-sig": "näme,b\n1,😀\n",
    "UTF8": "näme,b\n1,😀\n",
    "latin-1": "näme,b\n1,ÿ\n",
    "cp1252": "näme,b\n1,€\n",
    "shift_jis": "名前,b\n1,表ソ\n",
    "euc_kr": "이름,b\n1,값\n",
    "gb18030": "名字,b\n1,😀\n",
    "iso2022_jp": "名前,b\n1,表\n",
    "cp500": "name,b\n1,2\n",
    "ascii": "name,b\n1,2\n",
}


@pytest.mark.parametrize("encoding", TEXT)
def test_a_text_in_its_encoding(csv, read, encoding):
    """Names and values are those that were written."""
    rows = [tuple(line.split(",")) for line in TEXT[encoding].lstrip("\ufeff").splitlines()]
    found = read(csv(TEXT[encoding].encode(encoding)), header=True, encoding=encoding)
    assert [found.names, *found.rows] == rows


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "shift_jis"])
def test_a_large_text_in_another_encoding(csv, read, encoding):
    """A recoded file is read as one stream, whatever the splits' size, compressed too."""
    text = "a,b\n" + "ｱ\x5c,2\n".replace("ｱ", "é" if encoding == "latin-1" else "ｱ") * 50_000
    path = csv(gzip.compress(text.encode(encoding)), "a.csv.gz")
    plain = read(csv(text.encode(encoding)), header=True, encoding=encoding, split_bytes=1000)
    assert read(path, header=True, encoding=encoding).rows == plain.rows
    assert set(plain.rows) == {(text[4:6], "2")}


def test_a_delimiter_in_another_encoding(csv, read):
    """The dialect's characters are characters, not bytes."""
    assert read(csv("a§b\n".encode("latin-1")), encoding="latin-1", field_delimiter="§").rows == [("a", "b")]


@pytest.mark.parametrize("encoding", ["utf-9", "base64", "", "rot13", "utf-8\0"])
def test_an_unknown_encoding_is_refused(csv, read, encoding):
    """A name that is no text encoding's is an error of the job."""
    with pytest.raises(JobError, match="text_encoding"):
        read(csv("a\n"), encoding=encoding)


@pytest.mark.parametrize("line_end", ["\n", "\r"], ids=["LF", "CR"])
@pytest.mark.parametrize("rows", [0, 3, 200_000], ids=["header", "early", "late"])
def test_text_that_is_not_utf_8_names_file_and_byte(csv, read, rows, line_end):
    """The error says which byte of which file, and not what stands there."""
    before = f"a,b{line_end}" + f"1,é{line_end}" * rows if rows else ""
    path = csv(before.encode() + f"secret,\xe9{line_end}1,2{line_end}".encode("latin-1"))
    with pytest.raises(
        DatasetError, match=rf"data\.csv: byte {len(before.encode()) + 7} is not UTF-8; .*text_encoding"
    ) as fault:
        read(path, header=True)
    assert "secret" not in str(fault.value)


@pytest.mark.parametrize("split_bytes", [7, 64, 1000])
def test_text_that_is_not_utf_8_in_a_later_split(csv, read, split_bytes):
    """The byte is the file's, not the split's."""
    path = csv(b"1,2\n" * 500 + b"3,\xff\n" + b"1,2\n" * 500)
    with pytest.raises(DatasetError, match="byte 2002 is not UTF-8"):
        read(path, split_bytes=split_bytes)


@pytest.mark.parametrize(
    ("encoding", "place"), [("utf-16-le", 2 * 200_001), ("ascii", 200_001), ("shift_jis", 200_001)]
)
def test_text_that_is_not_in_its_encoding_names_file_and_byte(csv, read, encoding, place):
    """The byte is the one of the file, before it is recoded."""
    bad = b"\x00\xdc" if encoding == "utf-16-le" else b"\xff"
    path = csv(("\n" + "1,2\n" * 50_000).encode(encoding) + bad + "1,2\n".encode(encoding))
    with pytest.raises(DatasetError, match=rf"data\.csv: byte {place} is not {encoding.replace('_', '.')}"):
        read(path, encoding=encoding)


def test_utf_16_that_nobody_mentioned(csv, read):
    """The mark of another encoding is no text: the error tells which setting to use."""
    with pytest.raises(DatasetError, match=r"byte 0 is not UTF-8; .*text_encoding"):
        read(csv("a,b\n1,2\n".encode("utf-16")))


def test_a_text_that_ends_within_a_character(csv, read):
    """Half a character at the end is not in the encoding."""
    with pytest.raises(DatasetError, match="byte 8 is not utf-16"):
        read(csv("1,2\n".encode("utf-16-le") + b"1"), encoding="utf-16-le")
