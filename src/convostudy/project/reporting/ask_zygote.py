"""Stand in for a kernel that a zygote forks: `jupyter_client` starts, signals and waits for this.

It is run by path, without site packages, and imports only what it needs: it costs 20 ms. Whatever
signal it gets goes on to the kernel; its end is the kernel's end, and the other way round.
"""

import contextlib
import json
import os
import signal
import socket
import sys


def main(address: str, file: str, *options: str) -> int:
    """Ask for a kernel, and return how it ended.

    Parameters
    ----------
    address : str
        Socket of the zygote.
    file : str
        Connection file of the kernel.
    *options : str
        Others for the kernel, such as where its history goes.

    Returns
    -------
    int
        Exit status; 128 and the signal for a kernel that was killed.
    """
    conn = socket.socket(socket.AF_UNIX)
    conn.connect(address)
    left_out = ("JPY_PARENT_PID",)
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    argv = ["-f", file, *options]
    request = json.dumps({"argv": argv, "env": env, "cwd": os.getcwd()}).encode()  # noqa: PTH109
    socket.send_fds(conn, [len(request).to_bytes(8, "big")], [1, 2])
    conn.sendall(request)

    def pass_on(number: int, frame: object) -> None:
        with contextlib.suppress(OSError):
            conn.send(bytes([number]))

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, pass_on)
    ended = conn.recv(16)
    status = int(ended) if ended else 1
    return 128 - status if status < 0 else status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
