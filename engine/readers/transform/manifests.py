"""The files that the manifests of a captured batch transform name, each input with its output.

A manifest is a JSON list: an object with the prefix of all paths, and the rest of each. It lies in
`input/yyyy/mm/dd/hh` or `output/yyyy/mm/dd/hh`, the hour being that of the transform's start, in UTC. The output of
`a.csv` is called `a.csv.out`.
"""

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pyarrow import fs

from engine.errors import DatasetError
from engine.job.listing import File
from engine.readers.store import Store, open_store
from engine.readers.transform.options import INPUT, OUTPUT
from engine.stores.address import is_address
from engine.stores.answers import reason, refusal
from engine.wording import foreign

_SUFFIX = ".out"
_EXAMPLE = '[{"prefix": "s3://bucket/"}, "a.csv"]'

_LOOK_BYTES = 4096
_Key = tuple[tuple[str, ...], str]
"""What a file and its partner have in common: where their manifests lie below their sides, and the name in them."""


@dataclass(frozen=True, slots=True)
class Pair(File):
    """What a transform has read and what it has written for it; None for a side that no manifest is of.

    `path` is that of the first of them, and `size` that of both. `manifest` names the first of them.
    """

    input: File | None = None
    output: File | None = None
    manifest: str = ""

    def refuse_other_sides(self, sides: Collection[str]) -> None:
        """Raise DatasetError where it has other sides than *sides*, those of pairs that may lie on another host."""
        for side, file in ((INPUT, self.input), (OUTPUT, self.output)):
            if (file is None) == (side in sides):
                raise _without_partner(self.manifest, PurePosixPath(self.path).name, side)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file that a manifest names: its name there without the suffix of outputs, and where it lies."""

    manifest: str
    name: str
    file: File


@dataclass(slots=True)
class _Places:
    """Where the prefixes of manifests lead, each opened once; all of them to one file system."""

    opened: dict[str, Store] = field(default_factory=dict)

    def at(self, prefix: str, manifest: str) -> tuple[Store, str]:
        """Return the store of *prefix*, and what stands before the rest of each path in it."""
        if prefix not in self.opened:
            alike = all(_scheme(other) == _scheme(prefix) for other in self.opened)
            found = open_store(prefix.rstrip("/") or prefix) if alike else None
            if found is None or any(other.system != found.system for other in self.opened.values()):
                raise DatasetError(
                    f"{manifest}: names files of another store than the manifests before it; let all files of a "
                    f"monitoring run lie in one store and region, or on this host",
                    code="manifests-of-several-stores",
                )
            self.opened[prefix] = found
        store = self.opened[prefix]
        return store, store.path.rstrip("/") + "/" if prefix.endswith("/") else store.path


def _scheme(prefix: str) -> str:
    """Return what kind of address *prefix* is; a path of this host is a file's."""
    return prefix.partition("://")[0].lower() if is_address(prefix) else "file"


def has_manifests(store: Store, files: Sequence[File]) -> bool:
    """Whether *files* of *store* are manifests, by the begin of the first one that has a byte."""
    first = next((file for file in files if file.size), None)
    if first is None:
        return False
    with store.reading(first.path, first.size) as stream:
        return is_manifest(stream.read(_LOOK_BYTES).decode("utf-8", "ignore"))


def first_named(store: Store) -> Store | None:
    """Return where the first file lies that the newest manifest of *store* names, one of inputs if there is any.

    None where its files are no manifests, or name nothing.
    """
    if not has_manifests(store, files := store.files()):
        return None
    newest = max(
        (file for file in files if file.size), key=lambda file: (_below(store, file)[0] == INPUT, files.index(file))
    )
    for prefix, names in _lists(store, newest):
        if names:
            found, base = _Places().at(prefix, newest.path)
            return Store(prefix + names[0], found.system, base + names[0])
    return None


def is_manifest(start: str) -> bool:
    """Whether a text that begins with *start* is a manifest: a list whose first element is an object with a prefix."""
    squeezed = "".join(start.lstrip("\ufeff").split())
    return squeezed.startswith('[{"prefix":')


def pairs_of(store: Store, manifests: Sequence[File]) -> tuple[tuple[Pair, ...], Store]:
    """Return what the *manifests* of *store* name, in their order, and the store in which that lies.

    Raises DatasetError for what is no manifest, a file that is not there, and one without a partner where both sides
    have manifests.
    """
    places = _Places()
    sides: Mapping[str, dict[_Key, _Entry]] = {INPUT: {}, OUTPUT: {}}
    lying = [(manifest, *_below(store, manifest)) for manifest in manifests]
    on_both = set.intersection(*({below for _, side, below in lying if side == each} for each in sides))
    for manifest, side, below in lying:
        group = below if below in on_both else below[:-1]
        for entry in _entries(store, manifest, places):
            _add(sides[side], (group, entry.name), entry)
    return _paired(sides[INPUT], sides[OUTPUT]), next(iter(places.opened.values()), store)


def _below(store: Store, manifest: File) -> tuple[str, tuple[str, ...]]:
    """Return which side *manifest* is of, and what of its path is below that side's folder.

    That is the last folder above it with the name of a side; where there is none, the input is read alone.
    """
    parts = PurePosixPath(os.path.abspath(manifest.path) if store.local else manifest.path).parts
    place = next((place for place in range(len(parts) - 2, -1, -1) if parts[place] in (INPUT, OUTPUT)), None)
    return (INPUT, parts) if place is None else (parts[place], parts[place + 1 :])


def _add(side: dict[_Key, _Entry], key: _Key, entry: _Entry) -> None:
    if key in side:
        raise DatasetError(
            f"{entry.manifest}: names {foreign(entry.name)}, and so does {side[key].manifest}, of the same hour: which output "
            f"belongs to which input cannot be told; give the manifests of both sides the same names",
            code="manifest-entry-twice",
        )
    side[key] = entry


def _entries(store: Store, manifest: File, places: _Places) -> Iterator[_Entry]:
    for prefix, names in tuple(_lists(store, manifest)):
        found, base = places.at(prefix, manifest.path)
        try:
            infos = found.system.get_file_info([base + name for name in names])
        except OSError as error:
            if refused := refusal(error, found.system, base + names[0], prefix, DatasetError):
                raise refused from error
            raise DatasetError(
                f"{manifest.path}: what it names cannot be looked up: {reason(error)}", code="manifest-files-unreadable"
            ) from error
        for name, info in zip(names, infos, strict=True):
            if info.type != fs.FileType.File:
                raise DatasetError(
                    f"{manifest.path}: names {foreign(prefix + name)}, and no such file is there; bring it back, or take it "
                    f"out of the manifests",
                    code="manifest-names-absent-file",
                )
            yield _Entry(manifest.path, name.removesuffix(_SUFFIX), File(info.path, info.size))


def _lists(store: Store, manifest: File) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the prefix and the names of each list of *manifest*, of which there may be several, one behind the other."""
    with store.reading(manifest.path, manifest.size) as stream:
        content = b"".join(iter(lambda: stream.read(1 << 20), b""))
    try:
        text, at = content.decode("utf-8-sig").rstrip(), 0
        while at < len(text):
            found, at = json.JSONDecoder().raw_decode(text, len(text) - len(text[at:].lstrip()))
            yield _list(found, manifest.path)
    except (ValueError, RecursionError) as error:
        raise _no_manifest(manifest.path, "it is not JSON") from error


def _list(found: object, path: str) -> tuple[str, tuple[str, ...]]:
    if not isinstance(found, list) or not found or not isinstance(found[0], dict):
        raise _no_manifest(path, "it is no list that begins with an object")
    prefix, names = found[0].get("prefix"), found[1:]
    if not isinstance(prefix, str) or not all(isinstance(name, str) for name in names):
        raise _no_manifest(path, "its prefix or a name is no text")
    return prefix, tuple(names)


def _no_manifest(path: str, found: str) -> DatasetError:
    return DatasetError(
        f"{path}: expected a manifest of a captured batch transform, such as {_EXAMPLE}; {found}",
        code="manifest-invalid",
    )


def _paired(inputs: Mapping[_Key, _Entry], outputs: Mapping[_Key, _Entry]) -> tuple[Pair, ...]:
    if inputs and outputs:
        for mine, others, side in ((inputs, outputs, OUTPUT), (outputs, inputs, INPUT)):
            for key in mine:
                if key not in others:
                    raise _without_partner(mine[key].manifest, mine[key].name, side)
    return tuple(_pair(inputs.get(key), outputs.get(key)) for key in inputs or outputs)


def _without_partner(manifest: str, name: str, side: str) -> DatasetError:
    return DatasetError(
        f"{manifest}: names {foreign(name)}, and no manifest of that hour names its {side}; to monitor one side alone, let "
        f"dataset_source be the folder of its manifests",
        code="manifest-without-partner",
    )


def _pair(given: _Entry | None, written: _Entry | None) -> Pair:
    there = [entry for entry in (given, written) if entry is not None]
    return Pair(
        path=there[0].file.path,
        size=sum(entry.file.size for entry in there),
        input=given.file if given else None,
        output=written.file if written else None,
        manifest=there[0].manifest,
    )
