"""The exit message: its texts, its length, and when it is written."""

import pytest

from engine.sagemaker import message
from engine.sagemaker.message import completed, write, write_unless_there


@pytest.mark.parametrize(
    ("violations", "text"),
    [
        (0, "Completed: Job completed successfully with no violations."),
        (1, "CompletedWithViolations: Job completed successfully with 1 violations."),
        (23, "CompletedWithViolations: Job completed successfully with 23 violations."),
    ],
)
def test_the_platform_reads_these_very_texts(violations, text):
    """The platform decides on a status by these words; there is no singular."""
    assert completed(violations, records_found=True) == text


def test_no_records_is_said_after_the_platforms_own_words():
    """A window without records completes, and says why there is nothing to see."""
    text = completed(0, records_found=False)
    assert text.startswith("Completed: Job completed successfully with no violations. No records were found")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * 1024, 1024),
        ("a" * 1025, 1024),
        ("é" * 512, 1024),
        ("a" + "é" * 512, 1023),
        ("€" * 400, 1023),
        ("aaa" + "😀" * 300, 1023),
    ],
)
def test_a_message_is_cut_between_two_characters(tmp_path, text, kept):
    """At most 1024 bytes are written, and they are whole characters."""
    write(tmp_path, text)
    content = (tmp_path / "output" / "message").read_bytes()
    assert len(content) == kept
    assert text.startswith(content.decode())


def test_a_path_that_is_no_text_does_not_spoil_the_message(tmp_path):
    """A file name that is not UTF-8 reaches Python with surrogates, which cannot be written."""
    write(tmp_path, "data\udcff.csv: not there")
    assert (tmp_path / "output" / "message").read_bytes() == b"data?.csv: not there"


def test_the_first_reason_counts(tmp_path):
    """A failure does not replace a message that is there, and does replace an empty one."""
    write_unless_there(tmp_path, "the first")
    write_unless_there(tmp_path, "the second")
    assert (tmp_path / "output" / "message").read_text() == "the first"
    (tmp_path / "output" / "message").write_text("")
    write_unless_there(tmp_path, "the third")
    assert (tmp_path / "output" / "message").read_text() == "the third"


def test_a_completed_run_replaces_a_message(tmp_path):
    """What a former run has left does not outlive a complete one."""
    write(tmp_path, "of yesterday")
    write(tmp_path, "of today")
    assert (tmp_path / "output" / "message").read_text() == "of today"


def test_without_the_platforms_folder_nothing_is_written(tmp_path):
    """On a machine that is not the platform's no folder is made."""
    write(tmp_path / "ml", "text")
    assert not (tmp_path / "ml").exists()


def test_a_message_that_cannot_be_written_is_logged(tmp_path, caplog):
    """The analysis is done; the log says that the message is not."""
    (tmp_path / "output").write_text("a file in the way")
    write(tmp_path, "text")
    assert "The exit message cannot be written" in caplog.text


@pytest.mark.parametrize(
    ("argv", "environ", "place"),
    [
        ([], {}, None),
        ([], {"message_path": "/variable"}, "/variable"),
        (["--message-path", "/flag"], {"message_path": "/variable"}, "/flag"),
        (["--message_path=/a", "--message-path=/b"], {}, "/b"),
        (["--no-flag", "--message-path=s3://bucket/message"], {}, "s3://bucket/message"),
        (["--message-path"], {}, None),
    ],
)
def test_the_place_of_the_message_is_found_whatever_else_is_wrong(argv, environ, place):
    """What is wrong with the other words is to be told there; the last flag wins, as of every setting."""
    assert message.asked_place(argv, environ) == place


def test_a_message_is_written_where_it_is_asked_for(tmp_path):
    """Each time anew, and cut as the platform's is."""
    place = tmp_path / "message"
    place.write_text("of a former run, and longer than the next one")

    message.write_at(str(place), "a" * 2000)

    assert place.read_text() == "a" * message.MESSAGE_BYTES


def test_a_message_that_cannot_be_written_is_told_in_the_log(tmp_path, caplog):
    """The run has ended as it has."""
    message.write_at(str(tmp_path / "absent" / "message"), "text")
    message.write_at("gs://bucket/message", "text")

    assert "absent/message: No such file or directory" in caplog.text
    assert "The exit message cannot be written to gs://bucket/message: " in caplog.text


def test_a_message_may_go_to_a_store(s3):
    """A cluster's driver has no folder that anybody sees."""
    message.write_at(s3.address("job/message"), "text")
    assert s3.get("job/message") == b"text"
