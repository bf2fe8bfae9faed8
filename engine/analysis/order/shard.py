"""The order in which the official container lists a column's categories, and so the domains that it suggests.

The container profiles its columns in shards of five with Deequ: it counts the (column, value) pairs of a shard's
low-cardinality columns with Spark's `countByKey`, then splits the counts by column. Spark hands the pairs over in the
order of its hash tables; Scala's immutable maps keep the order of insertion up to four entries and follow the hash
beyond. So the order does not depend on the order of the rows, but for values whose Java hashes are equal.

Sources: the public design of Scala 2.12's immutable HashMap and ListMap, and of Spark's reduceByKey and AppendOnlyMap;
confirmed against Deequ's ColumnProfilerRunner.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from engine.analysis.order.java_hash import pair_hash, signed, string_hash, table_hash
from engine.analysis.order.scala_map import SMALL_MAP, immutable_map_order, text_order, trie_path

TABLE_CAPACITY = 64
"""The slots of a new Spark hash table; it doubles as soon as more than `TABLE_LOAD` of them are taken."""

TABLE_LOAD = 0.7

PARTITION = 0
"""The number of the only partition: the container reads a small file as one stream."""

Pair = tuple[str, str]


def category_order(columns: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """Return the distinct values of each of *columns* in the order of the official container.

    *columns* are those columns of ONE shard (five columns of the dataset, in its order) that have few distinct values.
    Numeric columns belong to them, as text: up to four pairs in the whole shard keep another order than five. A missing
    cell is the value "NullValue" to Deequ; where that is to count, pass it and drop it from the answer. No columns give
    an empty dict. Values with equal Java hashes, such as "Aa" and "BB", are to be given in the order of their first
    rows, on which their order depends.
    """
    if sum(map(len, columns.values())) <= SMALL_MAP or any(map(_hashes_meet, columns.values())):
        return {name: text_order(values) for name, values in _counted(columns).items()}
    return {name: text_order(_by_pair(name, values)) for name, values in columns.items()}


def _hashes_meet(values: Collection[str]) -> bool:
    """Return whether the order of insertion can show: only among equal hashes, of the values of one column."""
    return len(set(map(string_hash, values))) < len(values)


def _by_pair(name: str, values: Collection[str]) -> Collection[str]:
    """Return the *values* of the column *name*, whose hashes differ, in the order that shows of the map of all pairs."""
    if len(values) > SMALL_MAP:  # then they are put into an order of their own
        return values
    return sorted(values, key=lambda value: trie_path(_pair_hash((name, value))))


def _counted(columns: Mapping[str, Collection[str]]) -> Mapping[str, Sequence[str]]:
    """Return the values of *columns* in the order of the map of all pairs, into which they went as Spark collected them."""
    pairs = _collected([(column, value) for column, values in columns.items() for value in values])
    counted: dict[str, list[str]] = {name: [] for name in columns}
    for column, value in immutable_map_order(pairs, _pair_hash):
        counted[column].append(value)
    return counted


def _pair_hash(pair: Pair) -> int:
    return pair_hash(string_hash(pair[0]), string_hash(pair[1]))


def _partitioned_hash(pair: Pair) -> int:
    return pair_hash(PARTITION, _pair_hash(pair))


def _collected(pairs: Iterable[Pair]) -> list[Pair]:
    """Return *pairs*, given in the order of their first rows, as Spark's `countByKey` collects them from one partition.

    The writing side of the shuffle counts in one hash table and sorts by the signed hash; the reading side puts what
    arrives into another and hands it over slot by slot.
    """
    written = sorted(_table_order(pairs, _partitioned_hash), key=lambda pair: signed(_pair_hash(pair)))
    return _table_order(written, _pair_hash)


def _table_order(pairs: Iterable[Pair], hash_of: Callable[[Pair], int]) -> list[Pair]:
    """Return *pairs* slot by slot, after they went in the given order into a Spark hash table that grows with them."""
    table: dict[int, Pair] = {}
    capacity = TABLE_CAPACITY
    for pair in pairs:
        table[_free_slot(table, capacity, hash_of(pair))] = pair
        if len(table) > TABLE_LOAD * capacity:
            capacity *= 2
            table = _moved(table, capacity, hash_of)
    return [table[slot] for slot in sorted(table)]


def _moved(table: Mapping[int, Pair], capacity: int, hash_of: Callable[[Pair], int]) -> dict[int, Pair]:
    """Return a table of *capacity* slots with the pairs of *table*, moved slot by slot."""
    larger: dict[int, Pair] = {}
    for slot in sorted(table):
        larger[_free_slot(larger, capacity, hash_of(table[slot]))] = table[slot]
    return larger


def _free_slot(table: Mapping[int, Pair], capacity: int, hash_code: int) -> int:
    """Return the first free slot for *hash_code*, looking 1, then 2, then 3, ... slots further on."""
    slot, step = table_hash(hash_code) % capacity, 1
    while slot in table:
        slot, step = (slot + step) % capacity, step + 1
    return slot
