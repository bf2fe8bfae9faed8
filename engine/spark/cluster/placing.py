"""Work that belongs on a certain host, since only there lie the files that it reads."""

import logging
import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from engine.spark.cluster.team import HOST_VARIABLE
from engine.spark.jvm.doorway import context_of, jvm_of

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import SparkSession

Item = TypeVar("Item")
Result = TypeVar("Result")

_AGAIN_SECONDS = 0.5
_log = logging.getLogger(__name__)


def at_hosts(spark: "SparkSession", placed: Sequence[tuple[str, Item]], work: Callable[[Item], Result]) -> list[Result]:
    """Do *work* on each item on the host that it is placed with, and return what comes of it, in the order of items.

    Spark is asked to run a task on its host and waits long for that. A task that finds itself elsewhere all the same,
    as it may when an executor is lost, does nothing there and is run again.
    """
    done: dict[int, Result] = {}
    told = 0
    while left := [number for number in range(len(placed)) if number not in done]:
        tasks = [(placed[number][0], pickle.dumps((number, *placed[number]))) for number in left]
        home = _preferring(spark, tasks).mapPartitions(_there(work)).collect()
        if strayed := len(left) - len(home):
            if strayed != told:
                _log.warning("%d of %d tasks came to another host than theirs: running them again", strayed, len(left))
            told = strayed
            time.sleep(_AGAIN_SECONDS)
        while home:  # emptied on the way, for results and the bytes that they were are large together
            number, result = pickle.loads(home.pop())  # noqa: S301 - our own tasks wrote it
            done[number] = result
    return [done[number] for number in range(len(placed))]


def _there(work: Callable[[Item], Result]) -> Callable[[Iterable[bytes]], Iterable[bytes]]:
    """Return what a task runs: *work*, on the right host alone."""

    def there(tasks: Iterable[bytes]) -> Iterator[bytes]:
        for task in tasks:
            number, host, item = pickle.loads(task)  # noqa: S301 - our own driver wrote it
            if os.environ.get(HOST_VARIABLE) == host:
                yield pickle.dumps((number, work(item)), protocol=pickle.HIGHEST_PROTOCOL)

    return there


def _preferring(spark: "SparkSession", tasks: Sequence[tuple[str, bytes]]) -> "RDD[bytes]":
    """Return the bytes as an RDD of one partition each, which prefers its host; only Spark's Java side can say so."""
    from pyspark import RDD
    from pyspark.serializers import NoOpSerializer

    jvm = jvm_of(spark)
    pairs = jvm.java.util.ArrayList()
    for host, content in tasks:
        pairs.add(jvm.scala.Tuple2(content, jvm.PythonUtils.toSeq([host])))
    tag = jvm.scala.reflect.ClassTag.apply(jvm.java.lang.Class.forName("[B"))
    placed = context_of(spark).makeRDD(jvm.PythonUtils.toSeq(pairs), tag)
    return RDD(placed.toJavaRDD(), spark.sparkContext, NoOpSerializer())
