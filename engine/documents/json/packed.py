"""Many doubles in little room: eight bytes each, where a tuple of Python's takes 32."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import numpy as np


class PackedDoubles(Sequence[float]):
    """Doubles that do not change, in their order. Equal to a tuple of the same ones."""

    __slots__ = ("_doubles",)

    def __init__(self, doubles: Iterable[float] | bytes | memoryview = ()) -> None:
        """Take *doubles*, or the bytes that they are in this machine's memory.

        What a memory view of some shows is not copied, and is not to change any more.
        """
        self._doubles: Any = (
            doubles.toreadonly()
            if isinstance(doubles, memoryview) and doubles.format == "d" and len(doubles)
            else array("d", doubles)
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Travel as the bytes that they are in memory."""
        return PackedDoubles, (self._doubles.tobytes(),)

    @overload
    def __getitem__(self, place: int) -> float: ...
    @overload
    def __getitem__(self, place: slice) -> "PackedDoubles": ...
    def __getitem__(self, place: int | slice) -> "float | PackedDoubles":
        found = self._doubles[place]
        return found if isinstance(found, float) else PackedDoubles(found)

    def __len__(self) -> int:
        return len(self._doubles)

    def __iter__(self) -> Iterator[float]:
        return iter(self._doubles)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PackedDoubles):
            return bool(self._doubles == other._doubles)
        return tuple(self) == other

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> "np.ndarray":
        """Let numpy take the doubles as they lie in memory."""
        values = self.view()
        return values.astype(dtype or values.dtype, copy=bool(copy))

    def view(self) -> "np.ndarray":
        """Return the doubles as an array that shares their memory and cannot be written."""
        import numpy as np  # noqa: PLC0415 - only those need it who have it

        values: np.ndarray = np.frombuffer(self._doubles, dtype=np.float64)
        values.flags.writeable = False
        return values


def unpacked(value: Any) -> Any:
    """Return *value*, as documents are made, with tuples of floats where doubles are packed: `json.dumps` takes it."""
    if isinstance(value, PackedDoubles):
        return tuple(value)
    if isinstance(value, dict):
        return {key: unpacked(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(unpacked, value))
    return value


def pack_sketch(value: dict[str, Any]) -> dict[str, Any]:
    """Return *value*, where it is a sketch in a document that is being read with the floats of its levels packed.

    As Python has them they take four times the room, and those of a document are millions. Levels with other elements than
    floats stay lists.
    """
    data = value.get("data")
    if isinstance(data, list) and "parameters" in value:
        value["data"] = [PackedDoubles(level) if _are_floats(level) else level for level in data]
    return value


def _are_floats(level: object) -> bool:
    return isinstance(level, list) and set(map(type, level)) == {float}
