"""What may be wrong with the machine: Java, Spark, Deequ, memory, disks, ports."""

from messages.case import COMMAND_LINE, DEFECT, UNTOUCHED, Case

_SETUP = {"words": ("setup",), "doors": (COMMAND_LINE,), "leaves": UNTOUCHED}
_MEMORY = "give the job a machine with more memory, or with fewer cores for its memory"

CASES = (
    Case(
        code="java-not-found",
        wrong="There is no Java",
        says="Spark needs Java 17, and this machine has no Java at all. <What to install>, or set JAVA_HOME to a "
        "Java 17.",
        trouble="no java",
    ),
    Case(
        code="java-not-found",
        wrong="Java is of another version",
        says="Spark needs Java 17, and this machine has Java 11.0.20 in <path>. <What to install>, or set JAVA_HOME "
        "to a Java 17.",
        trouble="java 11",
    ),
    Case(
        code="java-not-runnable",
        wrong="Java is for another kind of machine",
        says="<path> cannot be run (<reason of the system>): set JAVA_HOME to another Java 17.",
        trouble="java of another machine",
    ),
    Case(
        code="jvm-failed-to-start",
        wrong="Java ends at its start",
        says="Spark's JVM (<path>) ended at its start with exit code <number>; its own words are above. Check the "
        "memory, the "
        "disk of temporary files, and what SPARK_CONF_DIR and JAVA_TOOL_OPTIONS set.",
        trouble="java that fails",
    ),
    Case(
        code="jvm-ended",
        wrong="Java is ended from outside while it works",
        says="Spark's JVM ended in the midst of its work with exit code <number>, as the system ends it where memory "
        "is short: "
        "give the job a machine with more memory.",
        trouble="java that is killed",
    ),
    Case(
        code="memory-too-small",
        wrong="There is too little memory for a run",
        says="This run may use 400 MB of memory, and needs <number> at least: raise the limit of its container or "
        "control group, or take a larger machine.",
        trouble="little memory",
    ),
    Case(
        code="spark-not-found",
        wrong="There is no Spark",
        says="Spark is not there: install this package's extra `spark`, or set SPARK_HOME to a Spark 3.5.",
        trouble="no spark",
    ),
    Case(
        code="deequ-jar-not-found",
        wrong="There is no Deequ jar",
        says="The Deequ jar is not in <path>: run `model-monitor setup` once, with a network.",
        trouble="no jar",
    ),
    Case(
        code="deequ-jar-damaged",
        wrong="The Deequ jar is another file",
        says="<path> is not the jar of <coordinate>: remove it and run `model-monitor setup` again.",
        trouble="another jar",
    ),
    Case(
        code="temporary-folder-with-comma",
        wrong="The name of the folder for temporary files has a comma in it",
        says="The folder for temporary files has a comma in its name, and Spark takes that for the end of the name: name "
        "another folder with TMPDIR.",
        trouble="temporary folder with a comma",
    ),
    Case(
        code="temporary-folder-not-writable",
        wrong="There is no folder for temporary files",
        says="Spark needs a folder for temporary files, and none can be made (<reason of the system>): make room in "
        "/tmp, or "
        "name another folder with TMPDIR.",
        trouble="no temporary folder",
    ),
    Case(
        code="spark-context-failed-to-start",
        wrong="A port that somebody has set for Spark is taken",
        says="Spark could not start its context: java.net.BindException: <reason of the system>",
        trouble="taken port",
    ),
    Case(
        code="worker-without-module",
        wrong="The Python of Spark's workers has no pyarrow",
        says="The Python of Spark's workers, <path>, has no module pyarrow: install there what the engine needs, or give "
        "spark-submit what `make dist` has packed (--archives environment.tar.gz#environment, and "
        "PYSPARK_PYTHON=./environment/bin/python)",
        trouble="worker without pyarrow",
    ),
    Case(
        code="worker-of-another-python-version",
        wrong="The Python of Spark's workers is of another version",
        says="The Python of Spark's workers is of another version than <version>: use the same one on all hosts",
        trouble="worker of another version",
    ),
    Case(
        code="worker-python-not-found",
        wrong="The Python of Spark's workers is not there",
        says="Spark's workers cannot run the Python <path>: put the engine's Python there, on every host",
        trouble="worker that is not there",
    ),
    Case(
        code="worker-ended",
        wrong="A Python worker is ended from outside while it reads",
        says="A Python worker of Spark's ended in midst of work, as the system ends it where memory is short: "
        f"{_MEMORY}",
        trouble="worker that is killed",
    ),
    Case(
        code="spark-out-of-memory",
        wrong="Memory runs out in Spark's JVM",
        says=f"Spark ran out of memory while the data was read: {_MEMORY}",
        trouble="jvm without memory",
    ),
    Case(
        code="task-out-of-memory",
        wrong="Memory runs out in a Python worker",
        says=f"Memory ran out while the data was read: {_MEMORY}",
        trouble="worker without memory",
    ),
    Case(
        code="disk-full",
        wrong="A disk fills up in a Python worker",
        says="A disk filled up while the data was read: make room for temporary files (TMPDIR) and in "
        "MODEL_MONITOR_HOME",
        trouble="worker without disk",
    ),
    Case(
        code="disk-full",
        wrong="The disk of the engine's home fills up, where compiled code is kept",
        says="A disk filled up while the data was read: make room for temporary files (TMPDIR) and in "
        "MODEL_MONITOR_HOME",
        trouble="full home",
    ),
    Case(
        code="home-not-writable",
        wrong="Set-up may not write the engine's home",
        says="<path> cannot be written: set MODEL_MONITOR_HOME to a folder that can.",
        trouble="home of somebody else",
        **_SETUP,
    ),
    Case(
        code="deequ-download-failed",
        wrong="Set-up has no network",
        says="<coordinate> could not be fetched from Maven Central: <reason>. Check the network, the proxy "
        "(HTTPS_PROXY) and the certificates (SSL_CERT_FILE), or name a mirror with DEFAULT_ARTIFACT_REPOSITORY, then "
        "run the set-up again; or put that jar at <path> by hand.",
        trouble="no network",
        **_SETUP,
    ),
    Case(
        code="deequ-download-wrong",
        wrong="Set-up is given another jar",
        says="What came as <coordinate> is another file: its SHA-256 is not <number>.",
        trouble="another jar in the repository",
        **_SETUP,
    ),
    Case(
        code="maven-central-unknown",
        wrong="Set-up finds a Spark without Ivy",
        says="This Spark has no Ivy, whose settings name Maven Central: name a repository with "
        "DEFAULT_ARTIFACT_REPOSITORY, or put <jar> at <path> by hand.",
        trouble="no ivy",
        **_SETUP,
    ),
    Case(
        code="system-unsupported",
        wrong="The system is Windows",
        says="The engine runs on Linux and macOS, and this is Windows: use its image with Docker, for which the README has "
        "lines for PowerShell, or run it inside of WSL2.",
        trouble="windows",
        leaves=UNTOUCHED,
    ),
    Case(
        code=DEFECT,
        wrong="The engine itself has a defect",
        says="The engine has a defect: <kind of error> in a Spark task. Please report it, with the traceback in the "
        "log.",
        trouble="defect",
    ),
)
