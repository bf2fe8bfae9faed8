"""Files of a Hadoop file system through the JVM, as Arrow asks for them; Hadoop's own local one stands for HDFS."""

import pytest
from pyarrow import fs

from engine.spark import hadoop
from engine.spark.brought import from_brought, is_brought


@pytest.fixture
def system(spark, monkeypatch):
    """Give the file system; a path of it is file:/folder/file, which the JVM takes as it is."""
    monkeypatch.setattr(hadoop, "submitted_jvm", lambda: spark._jvm)
    monkeypatch.setattr(hadoop, "is_submitted", lambda: True)
    monkeypatch.setattr(hadoop, "address_of", lambda path: path)
    return fs.PyFileSystem(hadoop.HadoopFiles())


def test_a_file_is_read_by_ranges(system, tmp_path):
    """From wherever it is asked to go on, to the end and not beyond."""
    (tmp_path / "a").write_bytes(bytes(range(200)))

    with system.open_input_file(f"file:{tmp_path}/a") as file:
        assert file.size() == 200
        file.seek(190)
        assert file.read(5) == bytes(range(190, 195))
        assert file.read() == bytes(range(195, 200))
        assert file.read(5) == b""


def test_a_folder_is_listed_with_all_below_it(system, tmp_path):
    """Files with their sizes."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a b%20.csv").write_text("abc")

    found = system.get_file_info(fs.FileSelector(f"file:{tmp_path}", recursive=True))

    files = {info.path: info.size for info in found if info.type == fs.FileType.File}
    assert files == {f"file:{tmp_path}/deep/er/a b%20.csv": 3}


def test_what_is_absent_is_said_to_be(system, tmp_path):
    """As of every other file system."""
    assert system.get_file_info(f"file:{tmp_path}/absent").type == fs.FileType.NotFound
    assert system.get_file_info(fs.FileSelector(f"file:{tmp_path}/absent", allow_not_found=True)) == []
    with pytest.raises(FileNotFoundError):
        system.open_input_file(f"file:{tmp_path}/absent")
    with pytest.raises(FileNotFoundError):
        system.delete_file(f"file:{tmp_path}/absent")


def test_a_file_is_there_when_all_of_it_is(system, tmp_path):
    """In the place of a former one; nothing else lies beside it afterwards."""
    (tmp_path / "a").write_text("of a former run")

    with system.open_output_stream(f"file:{tmp_path}/a") as stream:
        stream.write(b"one ")
        stream.write(b"two")
        assert (tmp_path / "a").read_text() == "of a former run"

    assert (tmp_path / "a").read_text() == "one two"
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".crc")] == ["a"]


def test_a_task_reads_what_it_was_brought_and_nothing_else(monkeypatch):
    """It has no JVM to ask; what it was brought goes with it."""
    monkeypatch.setattr(hadoop, "is_submitted", lambda: False)
    system = fs.PyFileSystem(hadoop.HadoopFiles())

    def work(items):
        with system.open_input_file("hdfs:/host:1/a") as file:
            yield file.read(), items

    rows = [(7, "hdfs://host:1/a", bytearray(b"content"))]
    assert list(from_brought(work, {7: "the seventh"})(rows)) == [(b"content", ["the seventh"])]
    with pytest.raises(OSError, match="no libhdfs"):
        system.open_input_file("hdfs:/host:1/a")


def test_a_path_of_hdfs_is_known_by_its_begin():
    """One of S3 or of this host is read by tasks themselves."""
    assert [is_brought(path) for path in ("hdfs:/host:1/a", "viewfs:/x/a", "/hdfs:/a", "bucket/hdfs:/a")] == [
        True,
        True,
        False,
        False,
    ]


def test_what_the_jvm_refuses_without_a_word_is_told_by_its_name(system, spark):
    """An exception may have an empty text, as well as none."""
    with pytest.raises(OSError, match=r"NullPointerException: $"), hadoop._told():
        spark._jvm.java.util.Objects.requireNonNull(None, "")
