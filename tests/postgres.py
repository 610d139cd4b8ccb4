"""A PostgreSQL server for the tests, started by the suite; it listens where its settings say."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=60")
WHY_NOT = "PostgreSQL's server programs (initdb, postgres) are not on this machine"


def binaries() -> Path | None:
    """The folder that holds the server's programs, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    places = [path.parent for path in found] + ([Path(on_path).parent] if on_path else [])
    return places[0] if places else None


class Server:
    """One server in a temporary folder. It refuses to run as root, so root lends it a user."""

    def __init__(self, programs: Path, settings: tuple[str, ...] = QUICK, port: int = 5432) -> None:
        self._programs = programs
        self._port = port
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._names = itertools.count(1)
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.data = data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "-N")
        given = [part for setting in settings for part in ("-c", setting)]
        listening = ["-c", "listen_addresses=", "-k", str(self._folder), "-p", str(port)]
        self._command = [programs / "postgres", "-D", data, *listening, *given]
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        import psycopg

        self._launch()
        for _ in range(400):
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
                # It refuses to start while a process of a killed one is still ending.
                if self._process.poll() is not None:
                    self._launch()
        raise RuntimeError("the PostgreSQL server of the tests did not start")

    def kill(self) -> None:
        """End its main process as a crash would."""
        self._process.kill()
        self._process.wait(timeout=30)

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://tests@/{name}?port={self._port}&host={self._folder}"

    def database(self, template: str = "template0") -> str:
        """Make a database, and give its name."""
        name = f"test{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def give(self, file: str, text: str) -> None:
        """Put a file into its folder that nobody else may read, and read the settings anew."""
        path = self.data / file
        path.write_text(text)
        path.chmod(0o600)
        if self._as:
            os.chown(path, self._as["user"], self._as["group"])
        self.execute("SELECT pg_reload_conf()")

    def execute(self, statement: str) -> None:
        """Run a statement outside every database of the tests."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        """End the server and remove its files."""
        self._process.terminate()
        self._process.wait(timeout=30)
        shutil.rmtree(self._folder)

    def _run(self, program: str, *options: str | Path) -> None:
        subprocess.run(
            [self._programs / program, *options, "--locale=C.UTF-8"],
            cwd=self._folder,
            check=True,
            capture_output=True,
            **self._as,
        )

    def _launch(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as,
        )
