"""An export wherever Spark reads it, asked by Spark.

Where the master, the storage and the memory are is said in Spark's own words: in its files of
configuration or as settings. What nobody says is chosen for one machine that nobody else reaches.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from threading import current_thread, main_thread
from typing import IO, TYPE_CHECKING, Any

from evidence.core.cleaning import clean
from evidence.core.errors import Invalid, NotInstalled
from evidence.store.over.tables import (
    TABLES,
    VIEWS,
    failed,
    no_export,
    require_columns,
    require_values,
)
from evidence.store.queries import loaded, prepared

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

UNSAID: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
}
"""What holds where nothing is said and the master is local, as it is where nobody names one.

Executors on other machines have to reach the driver, so it is bound to loopback only here.
"""
_IN_SQL: Mapping[str, str] = {
    "string": "VARCHAR",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "double": "DOUBLE",
}
_NOWHERE = logging.NullHandler()
JAVA = "install one, for example openjdk-17-jre-headless, or set JAVA_HOME"


class Spark:
    """A session of Spark that sees the tables of an export."""

    def __init__(self, folder: str, settings: Mapping[str, str]) -> None:
        self._folder = folder
        self._settings = settings
        self._held = ExitStack()
        self._session: SparkSession

    def __enter__(self) -> Spark:
        with ExitStack() as held:
            self._session = held.enter_context(session(self._settings))
            self._see()
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def rows(self, query: str, *suffixes: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that answer `sql/QUERY.sql` followed by each `sql/SUFFIX.sql`."""
        text, flat = prepared("spark", (query, *suffixes), parameters)
        with self._told():
            return [tuple(row) for row in self._session.sql(text, args=flat).collect()]

    def _see(self) -> None:
        for table in TABLES:
            with self._told(f"it has no {table}.parquet"):
                found = self._session.read.parquet(f"{_escaped(self._folder)}/{table}.parquet")
                found.createOrReplaceTempView(table)
            types = {name: _IN_SQL.get(type_, type_) for name, type_ in found.dtypes}
            require_columns(self._folder, table, types)
        for view in VIEWS:
            with self._told():
                self._session.sql(loaded(f"over_{view}")).createOrReplaceTempView(view)
        require_values(self._folder, self)

    @contextmanager
    def _told(self, missing: str = "a file of it is gone") -> Iterator[None]:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield
        except PySparkException as error:
            if error.getCondition() == "PATH_NOT_FOUND":
                raise no_export(self._folder, missing) from None
            raise failed("Spark", self._folder, error) from None
        except Py4JError as error:
            raise failed("Spark", self._folder, error) from None


def _escaped(address: str) -> str:
    """An address of which Spark takes no character for a part of a pattern."""
    return re.sub(r"([][{}*?\\])", r"\\\1", address)


@contextmanager
def session(settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """A session of Spark, stopped in the end; its talk goes nowhere unless EVIDENCE_DEBUG asks."""
    _require_installed()
    # Py4J logs a Ctrl-C to the root; without an end to that log Python prints its traceback.
    logging.getLogger().addHandler(_NOWHERE)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    with TemporaryFile() as talk:
        try:
            context = _context(settings, 2 if os.environ.get("EVIDENCE_DEBUG") else talk)
        except (PySparkException, Py4JError, OSError, ValueError) as error:
            raise _not_started(error, talk) from None
        try:
            yield SparkSession(context)
        except KeyboardInterrupt:
            _kill()
            raise
        except BaseException:
            context.stop()
            raise
        context.stop()


def _kill() -> None:
    """End Java at once: while it works on an answer it hears of nothing else."""
    from pyspark import SparkContext

    SparkContext._gateway.proc.kill()  # type: ignore[union-attr]
    SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None


def _context(settings: Mapping[str, str], talk: IO[bytes] | int) -> Any:
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    given = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    # A process has one Java machine, which outlives the session.
    launch: Callable[..., Any] = launch_gateway
    gateway = SparkContext._gateway or launch(given, {"stdout": talk, "stderr": talk})
    SparkContext._ensure_initialized(gateway=gateway)
    said = SparkConf().setAll(list(settings.items()))
    if str(said.get("spark.master")).startswith("local"):
        for name, value in UNSAID.items():
            said.setIfMissing(name, value)
    with _own_interrupts():
        return SparkContext(conf=said)


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Keep Ctrl-C as it is: Spark's own way asks Java in the midst of another question."""
    handler = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        if current_thread() is main_thread():
            signal.signal(signal.SIGINT, handler)


def _require_installed() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise NotInstalled("--engine spark needs PySpark", "spark") from None
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        raise Invalid("Spark needs Java 17 or newer, which is not found", JAVA)


def _not_started(error: Exception, talk: IO[bytes]) -> Invalid:
    """The error for a Spark that does not start, by the last of its own lines that tells why."""
    talk.seek(0)
    lines = talk.read().decode(errors="replace").splitlines()
    causes = [line for line in lines if "Error" in line or "Exception" in line]
    told = (causes or lines or str(error).splitlines() or [type(error).__name__])[0]
    return Invalid(
        f"Spark did not start: {clean(told.strip())[:300]}",
        "check its settings, and that Java is 17 or newer",
    )
