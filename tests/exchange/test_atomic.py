from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.errors import Invalid
from evidence.exchange import atomic
from evidence.exchange.atomic import write_file, write_folder


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    write_file(target, "old")
    with pytest.raises(Invalid, match=r"report.md' exists: pass --force to replace it"):
        write_file(target, "new")
    assert target.read_text() == "old"
    write_file(target, "new", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]
    assert target.read_text() == "new"


def test_an_existing_folder_is_kept_unless_forced_and_then_replaced_as_a_whole(
    tmp_path: Path,
) -> None:
    target = tmp_path / "export"
    target.mkdir()
    write_folder(target, {"claims.jsonl": "a\n", "laws.jsonl": "b\n"})
    with pytest.raises(Invalid, match=r"export' is not empty: pass --force"):
        write_folder(target, {"claims.jsonl": "c\n"})
    write_folder(target, {"claims.jsonl": "c\n"}, force=True)
    assert [(path.name, path.read_text()) for path in target.iterdir()] == [("claims.jsonl", "c\n")]
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_a_folder_that_holds_anything_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(Invalid, match=r"holds 'thesis.tex', which is no export"):
        write_folder(tmp_path, {"claims.jsonl": ""}, force=True)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_folder_may_hold_folders_and_files_of_bytes(tmp_path: Path) -> None:
    target = tmp_path / "site"
    write_folder(target, {"index.html": "<p>ä", "claims/a.html": "a", "x/y/z.png": b"\x89\xff"})
    assert (target / "index.html").read_bytes() == "<p>ä".encode()
    assert (target / "claims" / "a.html").read_text() == "a"
    assert (target / "x" / "y" / "z.png").read_bytes() == b"\x89\xff"
    write_folder(target, {"index.html": "new", "claims/b.html": "b", "p.png": b""}, force=True)
    files = sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file())
    assert files == ["claims/b.html", "index.html", "p.png"]


@pytest.mark.parametrize(
    ("present", "named"),
    [
        ("claims/thesis.tex", "claims/thesis.tex"),
        (".git/HEAD", ".git/HEAD"),
        ("claims/Makefile", "claims/Makefile"),
        ("deep/er/notes.md", "deep/er/notes.md"),
    ],
)
def test_what_a_folder_holds_further_down_is_looked_at_too(
    tmp_path: Path, present: str, named: str
) -> None:
    target = tmp_path / "site"
    write_folder(target, {"index.html": "old", "claims/a.html": "a", ".nojekyll": ""})
    (target / present).parent.mkdir(parents=True, exist_ok=True)
    (target / present).write_text("mine")
    with pytest.raises(Invalid, match=f"holds '{named}', which is no export"):
        write_folder(
            target, {"index.html": "new", "claims/a.html": "a", ".nojekyll": ""}, force=True
        )
    assert (target / present).read_text() == "mine"
    assert (target / "index.html").read_text() == "old"


def test_a_link_inside_a_folder_is_neither_followed_nor_replaced(tmp_path: Path) -> None:
    elsewhere, target = tmp_path / "elsewhere", tmp_path / "site"
    write_folder(elsewhere, {"a.html": "safe"})
    target.mkdir()
    (target / "claims").symlink_to(elsewhere)
    with pytest.raises(Invalid, match="holds 'claims', which is no export"):
        write_folder(target, {"claims/a.html": "new"}, force=True)
    assert (elsewhere / "a.html").read_text() == "safe"


def test_a_folder_of_flat_files_does_not_replace_one_that_holds_folders(tmp_path: Path) -> None:
    write_folder(tmp_path / "export", {"in/claims.jsonl": ""})
    with pytest.raises(Invalid, match="holds 'in', which is no export"):
        write_folder(tmp_path / "export", {"claims.jsonl": ""}, force=True)


OUTSIDE = [
    *("../x.html", "a/../../x.html", "/etc/x.html", "a//x.html", "./x.html", "", "..", "a/", "/"),
    *("a\x00.html", "..\\x.html", "C:x.html", "a\nb.html", "x" * 201, "\ud800"),
]


@pytest.mark.parametrize("name", OUTSIDE, ids=ascii)
def test_a_name_that_could_lead_out_of_the_folder_is_refused_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(Invalid) as caught:
        write_folder(tmp_path / "site", {"index.html": "", name: "x"})
    assert caught.value.message.isprintable()
    assert list(tmp_path.iterdir()) == []


@given(name=st.text(st.sampled_from("./\\a:~ \x00é"), max_size=12))
def test_whatever_a_file_is_called_nothing_is_written_outside_its_folder(name: str) -> None:
    with tempfile.TemporaryDirectory() as outer:
        target = Path(outer) / "in" / "site"
        target.parent.mkdir()
        with suppress(Invalid):
            write_folder(target, {name: "x"})
        outside = [p for p in Path(outer).rglob("*") if target not in p.parents]
        assert {p.relative_to(outer).as_posix() for p in outside} <= {"in", "in/site"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems swap no folders")
def test_where_the_system_can_a_folder_is_replaced_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    write_folder(target, {"a.html": "old"})
    monkeypatch.setattr(Path, "rename", _full)
    write_folder(target, {"b.html": "new"}, force=True)
    assert [path.name for path in target.iterdir()] == ["b.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_lost_its_name_to_a_killed_run_gets_it_back(tmp_path: Path) -> None:
    write_folder(tmp_path / ".export.former-1.partial", {"claims.jsonl": "old"})
    (tmp_path / ".export.new-1.partial").mkdir()
    with pytest.raises(Invalid, match="is not empty: pass --force"):
        write_folder(tmp_path / "export", {"claims.jsonl": "new"})
    assert (tmp_path / "export" / "claims.jsonl").read_text() == "old"
    write_folder(tmp_path / "export", {"claims.jsonl": "new"}, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


@pytest.mark.parametrize("force", [False, True])
def test_a_symbolic_link_at_the_target_is_refused_and_not_followed(
    tmp_path: Path, force: bool
) -> None:
    victim, link = tmp_path / "victim", tmp_path / "link"
    victim.write_text("safe")
    link.symlink_to(victim)
    with pytest.raises(Invalid, match=r"link' is a symbolic link"):
        write_file(link, "new", force)
    with pytest.raises(Invalid, match=r"link' is a symbolic link"):
        write_folder(link, {}, force)
    assert victim.read_text() == "safe"
    assert link.is_symlink()


def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="is no file that could be replaced"):
        write_file(tmp_path, "x", force=True)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Invalid, match="is no file that could be replaced"):
        write_file(tmp_path / "pipe", "x", force=True)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing/x.md", "its folder does not exist, create it"),
        ("x" * 300, "cannot be written: File name too long"),
        ("a\x00b", "cannot be written: "),
    ],
)
def test_a_place_that_cannot_be_written_is_named_in_one_line(
    tmp_path: Path, name: str, message: str
) -> None:
    with pytest.raises(Invalid) as caught:
        write_file(tmp_path / name, "x")
    assert message in caught.value.message
    assert caught.value.message.isprintable()


def test_a_file_in_the_way_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "export").write_text("x")
    with pytest.raises(Invalid, match=r"export' is a file, and this writes a folder"):
        write_folder(tmp_path / "export", {}, force=True)


def test_what_an_interrupted_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".x.md.new-1.partial").write_text("half")
    (tmp_path / ".x.md.former-1.partial").mkdir()
    (tmp_path / ".y.md.new-1.partial").write_text("of another file")
    write_file(tmp_path / "x.md", "whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".y.md.new-1.partial", "x.md"]


@pytest.mark.parametrize("failing", ["fsync", "link", "replace"])
@pytest.mark.parametrize("force", [False, True])
def test_a_failure_at_any_step_leaves_the_old_file_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, force: bool
) -> None:
    target = tmp_path / "x.md"
    if force:
        target.write_text("old")
    monkeypatch.setattr(os, failing, _full)
    monkeypatch.setattr(Path, "replace", _full) if failing == "replace" else None
    message = ""
    try:
        write_file(target, "new", force)
    except Invalid as error:
        message = error.message
    monkeypatch.undo()
    assert "No space left on device" in message or target.read_text() == "new"
    left = [(path.name, path.read_text()) for path in tmp_path.iterdir()]
    assert left in ([], [("x.md", "old")], [("x.md", "new")])


@pytest.mark.parametrize("failing", ["fsync", "mkdir", "first rename", "second rename"])
def test_a_failure_at_any_step_leaves_the_old_folder_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    monkeypatch.setattr(atomic, "_exchanged", lambda *_: False)
    target = tmp_path / "site"
    write_folder(target, {"a.html": "old", "in/b.html": "old"})
    if failing.endswith("rename"):
        monkeypatch.setattr(Path, "rename", _failing_once(failing.startswith("first")))
    else:
        monkeypatch.setattr(os, failing, _full)
    with pytest.raises(Invalid, match="No space left on device"):
        write_folder(target, {"a.html": "new", "in/b.html": "new"}, force=True)
    monkeypatch.undo()
    files = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    assert files == {"site/a.html", "site/in/b.html"}
    assert (target / "a.html").read_text() == "old"


def _failing_once(first: bool) -> Callable[[Path, Path], Path]:
    rename, calls = Path.rename, [0]

    def renamed(self: Path, to: Path) -> Path:
        calls[0] += 1
        if calls[0] == (1 if first else 2):
            raise OSError(28, "No space left on device")
        return rename(self, to)

    return renamed


WRITER = """
import sys
from evidence.exchange.atomic import write_folder
for n in range(10_000):
    files = {f"in/{name}.html": str(n) * 2000 for name in range(20)}
    write_folder(sys.argv[1], files, force=True)
    print(n, flush=True)
"""


def test_a_killed_writer_leaves_a_whole_folder_and_the_next_one_clears_up(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for n in range(10):
        command = [sys.executable, "-c", WRITER, str(target)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.004 * n)
            writer.kill()
        former = next(tmp_path.glob(".site.former-*"), target)
        there = target if target.exists() else former
        assert len({p.read_text() for p in there.rglob("*.html")}) == 1
        assert len(list(there.rglob("*.html"))) == 20
        write_folder(target, {"in/x.html": "whole"}, force=True)
        assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_of_two_writers_at_once_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.md"
    write: Callable[[Path, str], None] = atomic._write

    def slowly(path: Path, text: str) -> None:
        write(path, text)
        target.write_text("the other one")

    monkeypatch.setattr(atomic, "_write", slowly)
    with pytest.raises(Invalid, match="exists: pass --force"):
        write_file(target, "new")
    assert target.read_text() == "the other one"
