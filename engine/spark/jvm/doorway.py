"""The one doorway to the JVM: what PySpark keeps behind private names, and the engine cannot do without.

Nothing else in the engine names them, so a PySpark that keeps them elsewhere is a change of this file. Objects of the
JVM have no types in Python: py4j asks the JVM for each name.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from py4j.clientserver import ClientServer
from py4j.java_gateway import JavaClass, JavaObject, JVMView

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import DataFrame, SparkSession

__all__ = [
    "ClientServer",
    "JVMView",
    "JavaObject",
    "class_finder",
    "context_is_open",
    "context_of",
    "cut_connection",
    "dataset_of",
    "dataset_of_texts",
    "dataset_without_rows",
    "gateway_of",
    "hang_up",
    "has_class",
    "hush_accumulators",
    "is_open",
    "java_check",
    "java_class",
    "join_gateway",
    "jvm_of",
    "moved_to",
    "new_doubles",
    "python_of_workers",
    "sql_parser",
    "submitted_jvm",
]


def jvm_of(spark: "SparkSession") -> JVMView:
    """Return the JVM of *spark*, whose packages and classes are its attributes.

    Raises RuntimeError where *spark* is no session with a JVM of its own, or has been stopped.
    """
    return _python_context(spark)._jvm


def context_of(spark: "SparkSession") -> JavaObject:
    """Return the SparkContext of *spark* itself, as Spark's Scala side has it. Raises RuntimeError as `jvm_of`."""
    return _python_context(spark)._jsc.sc()


def gateway_of(spark: "SparkSession") -> ClientServer:
    """Return the connection to the JVM of *spark*. Raises RuntimeError as `jvm_of`."""
    gateway: ClientServer = _python_context(spark)._gateway
    return gateway


def dataset_without_rows(spark: "SparkSession") -> JavaObject:
    """Return a Spark dataset of no row and no column. Raises RuntimeError as `jvm_of`."""
    _python_context(spark)
    return spark._jsparkSession.emptyDataFrame()


def dataset_of_texts(spark: "SparkSession", texts: JavaObject) -> JavaObject:
    """Return a Spark dataset with the one column `value`, a Java list of *texts* that stays with the driver: what is computed
    of each is computed there, without a job. Raises RuntimeError as `jvm_of`.
    """
    text = java_class(jvm_of(spark), "org.apache.spark.sql.Encoders").STRING()
    return spark._jsparkSession.createDataset(texts, text)


def has_class(spark: "SparkSession", name: str) -> bool:
    """Say whether the JVM of *spark* finds the class *name*. Raises RuntimeError as `jvm_of`."""
    found: Any = jvm_of(spark)
    for word in name.split("."):
        found = getattr(found, word)
    return isinstance(found, JavaClass)


def java_check(check: object) -> JavaObject | None:
    """Return Deequ's object of *check*, a Check of PyDeequ's; None for anything else."""
    found = getattr(check, "_Check", None)
    return found if isinstance(found, JavaObject) else None


def java_class(jvm: JVMView, name: str) -> Any:
    """Return the class *name* of the JVM, which is there: found word by word, each of its packages would be asked for."""
    return JavaClass(name, jvm._gateway_client)


def class_finder(jvm: JVMView) -> Callable[[str], JavaObject]:
    """Return what gives the class of a name, which may lie in spark-submit's --jars: `Class.forName` would not find that."""
    find: Callable[[str], JavaObject] = jvm.py4j.reflection.ReflectionUtil.classForName
    return find


def is_open(spark: "SparkSession") -> bool:
    """Say whether *spark*, a session with a JVM, has not been stopped."""
    return spark.sparkContext._jsc is not None


def dataset_of(frame: "DataFrame") -> JavaObject:
    """Return the Spark dataset that *frame* stands for."""
    return frame._jdf


def moved_to(spark: "SparkSession", frame: "DataFrame") -> "DataFrame":
    """Return *frame* as one of the session *spark*, which is of the same Spark: what is kept of it in memory serves both."""
    from pyspark.sql import DataFrame

    plan = frame._jdf.queryExecution().analyzed()
    return DataFrame(
        java_class(jvm_of(spark), "org.apache.spark.sql.Dataset").ofRows(spark._jsparkSession, plan), spark
    )


def sql_parser(spark: "SparkSession") -> JavaObject:
    """Return the parser of SQL that *spark* uses itself. Raises RuntimeError as `jvm_of`."""
    _python_context(spark)
    return spark._jsparkSession.sessionState().sqlParser()


def new_doubles(spark: "SparkSession", length: int) -> JavaObject:
    """Return a Java array of *length* doubles, all 0. Raises RuntimeError as `jvm_of`."""
    gateway = _python_context(spark)._gateway
    return gateway.new_array(gateway.jvm.double, length)


def join_gateway() -> ClientServer:
    """Connect to the JVM whose port and secret the variables PYSPARK_GATEWAY_PORT and _SECRET tell."""
    from pyspark.java_gateway import launch_gateway

    connect: Callable[[], ClientServer] = launch_gateway  # PySpark tells no types of it
    return connect()


def submitted_jvm() -> JVMView:
    """Return the JVM of the spark-submit that has started this process, whether a session is open or not."""
    from pyspark import SparkContext

    context: Any = SparkContext  # PySpark tells no types of it
    context._ensure_initialized()
    return context._jvm


def cut_connection(gateway: ClientServer) -> None:
    """Close this thread's connection to the JVM, if it has one; a call that waits on it fails, a later one opens another."""
    connection = gateway._gateway_client.get_thread_connection()
    if connection is not None:
        connection.close()


def context_is_open() -> bool:
    """Say whether a Spark context is open in this process."""
    from pyspark import SparkContext

    return SparkContext._active_spark_context is not None


def python_of_workers() -> str | None:
    """Return the program that the open Spark context runs as its Python workers; None where none is open."""
    from pyspark import SparkContext

    active: Any = SparkContext._active_spark_context  # PySpark tells no type of the program
    return None if active is None else str(active.pythonExec)


def hush_accumulators(context: "SparkContext") -> None:
    """Let the accumulator server not print what it thinks of a connection that breaks, as it does when the JVM ends."""
    server: Any = context._accumulatorServer  # its type would forbid another method
    server.handle_error = lambda *_: None


def hang_up(gateway: ClientServer) -> None:
    """Forget the JVM and its context on Python's side, and the callback server with them.

    `SparkContext.stop` would wait a second for its accumulator server, which looks up once a second; the JVM stops the
    context itself when it ends.
    """
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if SparkContext._gateway is gateway:
        if context := SparkContext._active_spark_context:
            _end_accumulators(context)
            context._jsc = None
        SparkContext._active_spark_context = SparkContext._gateway = SparkContext._jvm = None
        SparkSession._instantiatedSession = SparkSession._activeSession = None
    gateway.shutdown()


def _end_accumulators(context: Any) -> None:
    """Tell the accumulator server to end, without waiting for it. Its place has no type for being empty."""
    server, context._accumulatorServer = context._accumulatorServer, None
    server.server_shutdown = True
    threading.Thread(target=server.shutdown, daemon=True).start()


def _python_context(spark: "SparkSession") -> Any:
    """Return PySpark's context of *spark*, which holds all of the handles; those are there or not, by its types."""
    from pyspark.sql import SparkSession

    if not isinstance(spark, SparkSession):
        kind = f"{type(spark).__module__}.{type(spark).__qualname__}"
        raise RuntimeError(
            f"a Spark session with a JVM of its own was expected, and this is a {kind}: "
            f"Spark Connect has none, so open the session without a remote address"
        )
    if spark.sparkContext._jsc is None:
        raise RuntimeError("the Spark session has been stopped: open another one, and let it be until the run is done")
    return spark.sparkContext
