"""What items do to their worker, and a look at whether a process has ended."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

# In a module of its own: workers import it by name.
DEEDS = """
import ctypes, os, signal, subprocess, sys, time
from extract.errors import PageError

warmed = []

def warm_up():
    warmed.append(os.getpid())

def do(deed, value=None):
    return globals()[deed](value)

def double(value): return 2 * value
def pid(_): return os.getpid(), os.getppid(), warmed
def main_module(_): return getattr(sys.modules["__main__"], "__file__", None), os.environ.get("DAYBOOK_TEST_MAIN")
def open_files(_): return len(os.listdir("/proc/self/fd"))
def grow(megabytes): kept.append(bytearray(megabytes * 2**20)); return os.getpid()
def refuse(_): raise PageError("too_short", "three words")
def break_down(_): raise KeyError("no such key")
def recurse(_): return recurse(_)
def give_up(_): sys.exit(3)
def exit_hard(code): os._exit(code)
def crash(_): ctypes.string_at(0)
def kill_self(_): os.kill(os.getpid(), signal.SIGKILL)
def allocate(_): return len(bytearray(2 * 2**30))
def allocate_slowly(_):
    held = []
    while True:
        held.append(b"x" * 2**20 + bytes(len(held)))
def talk(value): return "x" * value
def stop(_): os.kill(os.getpid(), signal.SIGSTOP)
def sleep(seconds): time.sleep(seconds); return seconds
def spin(_):
    while True: pass
def spin_in_c(_): return (10**8) ** (10**8)
def ignore_alarm(_):
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    while True: pass
def print_much(_): print("this is no output"); return 1
def have_child(path):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    open(path, "w").write(str(child.pid))
    while True: pass
kept = []
"""


@pytest.fixture(scope="module")
def deeds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deeds")
    (folder / "deeds.py").write_text(DEEDS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def assert_gone() -> Callable[[int], None]:
    """The process ends within seconds; a zombie has ended."""

    def wait(pid: int) -> None:
        until = time.monotonic() + 20
        while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
            try:
                if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                    return
            except psutil.NoSuchProcess:
                return
            time.sleep(0.02)
        assert not Path(f"/proc/{pid}").exists()

    return wait
