"""Which files of captured traffic are read: of which hours, endpoint and variant."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.job.times import MonitoringWindow
from engine.readers.capture.files import Hours, select
from engine.readers.selection import Selection
from engine.readers.store import File, open_store

HOUR = "/in/ep/AllTraffic/2024/03/18/13/a.jsonl"


def at(text):
    """Return that time of 18 March 2024 in UTC."""
    return datetime.fromisoformat(f"2024-03-18T{text}+00:00")


def chosen(paths, window=None, *, source="/in", endpoint=None, variant=None):
    """Return what is selected of files at *paths*, in the order in which they are given."""
    files = tuple(File(path, 1) for path in paths)
    return select(open_store(source), files, window, endpoint=endpoint, variant=variant)


def paths(selection):
    """Return the paths of the files that are read."""
    return [file.path for file in selection.files]


@pytest.mark.parametrize(
    ("start", "end", "taken", "looked_into"),
    [
        pytest.param("13:00", "14:00", True, False, id="the hour itself"),
        pytest.param("12:00", "15:00", True, False, id="more than the hour"),
        pytest.param("13:30", "14:30", True, True, id="begins inside of the hour"),
        pytest.param("12:30", "13:30", True, True, id="ends inside of the hour"),
        pytest.param("13:10", "13:20", True, True, id="within the hour"),
        pytest.param("12:00", "13:00", False, False, id="ends where the hour begins"),
        pytest.param("14:00", "15:00", False, False, id="begins where the hour ends"),
        pytest.param("13:30", "13:30", False, False, id="no length"),
        pytest.param("13:00", "13:00", False, False, id="no length at the hour"),
        pytest.param("13:00", None, True, False, id="no end"),
        pytest.param("13:30", None, True, True, id="no end and begins inside"),
        pytest.param("14:00", None, False, False, id="no end and begins later"),
        pytest.param(None, "14:00", True, False, id="no start"),
        pytest.param(None, "13:00:01", True, True, id="no start and ends inside"),
        pytest.param(None, "13:00", False, False, id="no start and ends before"),
    ],
)
def test_a_file_is_read_where_its_hour_meets_the_window(start, end, taken, looked_into):
    """Windows are half-open; where only a part of the hour is inside, the time of each record decides."""
    window = MonitoringWindow(start and at(start), end and at(end))

    selection = chosen([HOUR], window)

    assert paths(selection) == ([HOUR] if taken else [])
    assert (taken and Hours(window, "").cut(HOUR)) == looked_into
    assert selection.notes == (() if taken else ("1 file is of hours outside of the window: passed over.",))


def test_a_window_is_in_its_own_zone():
    """Folders are in UTC: 15:00 two hours east is 13:00."""
    east = timezone(timedelta(hours=2))
    window = MonitoringWindow(datetime(2024, 3, 18, 15, tzinfo=east), datetime(2024, 3, 18, 16, tzinfo=east))

    assert paths(chosen([HOUR], window)) == [HOUR]


@pytest.mark.parametrize(
    "path",
    [
        "/in/a.jsonl",
        "/in/ep/AllTraffic/a.jsonl",
        "/in/ep/AllTraffic/2024/03/18/a.jsonl",
        "/in/2024/02/30/13/a.jsonl",
        "/in/2024/03/18/24/a.jsonl",
        "/in/2024/3/18/13/a.jsonl",
        "/in/0000/03/18/13/a.jsonl",
        "/in/2024/03/18/13/more/a.jsonl",
        "/in/２０２４/03/18/13/a.jsonl",
    ],
)
def test_with_a_window_only_the_folders_of_hours_count(path):
    """What lies elsewhere is passed over and counted; where nothing lies in such a folder, the log says how to read it."""
    note = "1 file is in no folder of an hour (yyyy/mm/dd/hh), which a window goes by: passed over."
    hint = "No file lies in such a folder; leave out the window to read them all."

    assert chosen([path], MonitoringWindow(at("00:00"), at("23:00"))) == Selection((), notes=(f"{note} {hint}",))


def test_without_a_window_everything_is_read():
    """In the order given, in folders of hours or not."""
    mixed = ["/in/a.jsonl", "/in/ep/AllTraffic/1999/12/31/23/b.jsonl", HOUR]

    assert chosen(mixed) == Selection(tuple(File(path, 1) for path in mixed))
    assert chosen(mixed, MonitoringWindow()) == chosen(mixed)


def test_what_is_passed_over_is_counted_by_reason():
    """Files of other hours, and files in no hour's folder."""
    others = [HOUR.replace("/13/", "/12/"), HOUR.replace("/13/", "/14/"), "/in/ep/manifest.json"]

    assert chosen([HOUR, *others], MonitoringWindow(at("13:00"), at("14:00"))) == Selection(
        (File(HOUR, 1),),
        notes=(
            "1 file is in no folder of an hour (yyyy/mm/dd/hh), which a window goes by: passed over.",
            "2 files are of hours outside of the window: passed over.",
        ),
    )


@pytest.mark.parametrize(
    "source", ["/in", "/in/", "/in/ep/AllTraffic/2024/03", "/in/ep/AllTraffic/2024/03/18/13", HOUR]
)
def test_a_source_may_lie_inside_of_the_hours_folders(source):
    """The hour is read off the whole path."""
    assert paths(chosen([HOUR], MonitoringWindow(at("13:00"), at("14:00")), source=source)) == [HOUR]
    assert paths(chosen([HOUR], MonitoringWindow(at("14:00"), at("15:00")), source=source)) == []


def test_a_source_may_be_relative_to_the_working_folder(tmp_path, monkeypatch):
    """The folders above it count."""
    folder = tmp_path / "2024" / "03" / "18" / "13"
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text("{}\n")
    monkeypatch.chdir(folder.parent)

    store = open_store("13")
    found = select(store, store.files(), MonitoringWindow(at("13:00"), at("14:00")), endpoint=None, variant=None)

    assert paths(found) == ["13/a.jsonl"]


@pytest.mark.parametrize(
    ("end", "taken"),
    [(datetime.max.replace(tzinfo=UTC), True), (datetime(9999, 12, 31, 23, tzinfo=UTC), False)],
)
def test_the_last_hour_of_all_has_an_end_too(end, taken):
    """No time is computed that does not exist."""
    last = "/in/9999/12/31/23/a.jsonl"
    window = MonitoringWindow(datetime.min.replace(tzinfo=UTC), end)

    assert paths(chosen([last], window)) == ([last] if taken else [])


TWO = ["/in/blue/AllTraffic/2024/03/18/13/a.jsonl", "/in/green/Canary/2024/03/18/13/a.jsonl"]


@pytest.mark.parametrize(
    ("endpoint", "variant", "taken"),
    [("blue", None, [0]), ("green", None, [1]), (None, "Canary", [1]), ("green", "Canary", [1])],
)
def test_an_endpoint_or_a_variant_is_chosen_by_name(endpoint, variant, taken):
    """The others are counted."""
    selection = chosen(TWO, endpoint=endpoint, variant=variant)

    assert paths(selection) == [TWO[index] for index in taken]
    assert len(selection.notes) == 1
    assert selection.notes[0].startswith("1 file is not of ")


def test_all_endpoints_are_read_where_none_is_named_and_the_log_names_them():
    """A mixture may be what the user wants, and may be not."""
    assert chosen(TWO) == Selection(
        tuple(File(path, 1) for path in TWO),
        notes=("Captures of several endpoints or variants are read together: blue/AllTraffic, green/Canary.",),
    )


def test_of_many_endpoints_twenty_are_named():
    """The log stays short."""
    many = [f"/in/ep{number:02}/v/2024/03/18/13/a.jsonl" for number in range(22)]

    (note,) = chosen(many).notes

    assert note.endswith("ep18/v, ep19/v and 2 more.")


def test_only_what_is_read_is_named():
    """An endpoint without a file in the window is not among those read together."""
    later = TWO[1].replace("/13/", "/15/")

    assert chosen([TWO[0], later], MonitoringWindow(at("13:00"), at("14:00"))).notes == (
        "1 file is of hours outside of the window: passed over.",
    )


@pytest.mark.parametrize(
    ("endpoint", "variant", "asked"),
    [
        ("red", None, "endpoint 'red'"),
        (None, "Shadow", "variant 'Shadow'"),
        ("blue", "Canary", "endpoint 'blue' and variant 'Canary'"),
        ("Blue", None, "endpoint 'Blue'"),
    ],
)
def test_a_name_that_is_not_there_takes_nothing_and_the_log_lists_those_that_are(endpoint, variant, asked):
    """A monitoring run over nothing completes; names are told apart by the case of their letters."""
    assert chosen(TWO, endpoint=endpoint, variant=variant) == Selection(
        (), notes=(f"No file is of {asked}, 2 files are of blue/AllTraffic, green/Canary: passed over.",)
    )


@pytest.mark.parametrize(
    ("source", "path"),
    [
        pytest.param("/in/ep", "/in/ep/AllTraffic/2024/03/18/13/a.jsonl", id="the source is the endpoint's folder"),
        pytest.param("/in/ep/All", "/in/ep/All/2024/03/18/13/a.jsonl", id="the source is the variant's folder"),
        pytest.param("/in", "/in/2024/03/18/13/a.jsonl", id="a batch transform"),
        pytest.param("/in", "/in/input/2024/03/18/13/a.jsonl", id="a batch transform with its inputs"),
        pytest.param("/in", "/in/a.jsonl", id="no folders"),
        pytest.param("/in", "/in/other/place/a.jsonl", id="folders, and no hour"),
    ],
)
def test_a_name_excludes_nothing_whose_path_does_not_show_one(source, path):
    """Where the source lies below the endpoint's folder, or there is none, the name has nothing to say."""
    assert chosen([path], source=source, endpoint="ep").files == (File(path, 1),)


def test_a_variant_shows_where_the_source_is_the_endpoints_folder():
    """One folder before the hours is the variant's."""
    two = ["/in/ep/A/2024/03/18/13/a.jsonl", "/in/ep/B/2024/03/18/13/a.jsonl"]

    assert paths(chosen(two, source="/in/ep", endpoint="ep", variant="B")) == [two[1]]


def test_no_files_are_no_fault():
    """Nothing is selected of nothing, without a note."""
    assert chosen([], MonitoringWindow(at("13:00"), at("14:00")), endpoint="ep") == Selection(())


hours = st.integers(0, 40)
minutes = st.one_of(st.none(), st.integers(-60, 45 * 60))


@given(st.lists(hours, unique=True), minutes, minutes)
def test_hours_against_a_count_of_minutes(numbers, start, end):
    """A file is read where a minute of its hour is in the window, and looked into where one is not."""
    if start is not None and end is not None and end < start:
        start, end = end, start
    first = datetime(2024, 2, 28, 20, tzinfo=UTC)
    by_path = {f"/in/{first + timedelta(hours=number):%Y/%m/%d/%H}/a.jsonl": number for number in sorted(numbers)}

    def inside(minute):
        return (start is None or minute >= start) and (end is None or minute < end)

    window = MonitoringWindow(
        *(None if minute is None else first + timedelta(minutes=minute) for minute in (start, end))
    )
    selection = chosen(by_path, window)

    minutes_of = {path: [inside(60 * number + minute) for minute in range(60)] for path, number in by_path.items()}
    assert paths(selection) == [path for path in by_path if any(minutes_of[path])]
    cut = {path for path in paths(selection) if Hours(window, "").cut(path)}
    assert cut == {path for path in paths(selection) if not all(minutes_of[path])}
