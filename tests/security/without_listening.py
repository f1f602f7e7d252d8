"""Runs a command that the kernel ends as soon as it, or a process that it starts, listens on a socket of any kind.

`listen` is what makes a server of a socket; a filter of the kernel (seccomp) refuses it with a signal (SIGSYS), whoever calls
it: Python, DuckDB or another library.
"""

import ctypes
import os
import platform
import struct
import sys

# The number of the system call `listen`.
LISTEN = {"x86_64": 50, "aarch64": 201}.get(platform.machine())
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_KILL_PROCESS, _ALLOW = 0x80000000, 0x7FFF0000
# Of the classic filter of the kernel: load a word, return, jump if equal.
_LOAD, _RETURN, _JUMP = 0x20, 0x06, 0x15


class _Program(ctypes.Structure):
    _fields_ = (("count", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def forbid_listening() -> None:
    """Set the filter for this process and all that it starts. Raises OSError where the kernel has none."""
    steps = [(_LOAD, 0, 0, 0), (_JUMP, 0, 1, LISTEN), (_RETURN, 0, 0, _KILL_PROCESS), (_RETURN, 0, 0, _ALLOW)]
    packed = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.cast(packed, ctypes.c_void_p))
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or kernel.prctl(_SECCOMP, _FILTER, ctypes.byref(program)):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if __name__ == "__main__":
    forbid_listening()
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command that was asked for
