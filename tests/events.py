"""Captured records and labels as tests write them, and folders of them by the hour."""

import captures


def capture(known_as, *, time="2024-03-18T13:00:00Z", answer="0.5", metadata=None, version='"0"', encoding="CSV"):
    """Return a captured record as a line without its end; *known_as* is its eventId, and *metadata* more of that, as JSON.

    None leaves the time or the version out.
    """
    captured = f'"endpointInput":{{"data":"1,2","encoding":"CSV"}},"endpointOutput":{{"data":"{answer}","encoding":"{encoding}"}}'
    members = [
        f'"eventId":"{known_as}"',
        *([metadata] if metadata else []),
        *([f'"inferenceTime":"{time}"'] if time else []),
    ]
    behind = "" if version is None else f',"eventVersion":{version}'
    return f'{{"captureData":{{{captured}}},"eventMetadata":{{{",".join(members)}}}{behind}}}'


def label(known_as, data="1", *, encoding="CSV", by="eventId", time=None):
    """Return a label as a line without its end; *by* is what it calls its id."""
    said = "" if time is None else f',"inferenceTime":"{time}"'
    return (
        f'{{"groundTruthData":{{"data":"{data}","encoding":"{encoding}"}},"eventMetadata":{{"{by}":"{known_as}"{said}}},'
        f'"eventVersion":"0"}}'
    )


def put(root, hour, *lines, name="a.jsonl"):
    """Write *lines* into the folder of an *hour*, such as "2024/03/18/13", below *root*; return the file's path."""
    place = root / hour
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(captures.lines(*lines))
    return place / name
