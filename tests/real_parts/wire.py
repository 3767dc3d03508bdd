"""A line to a server that can be cut and mended: every byte passes through it.

Its near end can be encrypted: TLS ends here, and the server gets what was in it.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import threading
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit


class Wire:
    """Listens at `url` and passes on to the server; while it is cut, nobody answers there.

    `heard` is what came in from the near end. `tls` is what a server of https needs.
    """

    def __init__(self, server: str, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(server)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._listener = self._listen(0)
        self._port: int = self._listener.getsockname()[1]
        self._tls = tls
        self.url = f"https://localhost:{self._port}" if tls else f"http://127.0.0.1:{self._port}"
        self.heard = bytearray()
        self._open: set[socket.socket] = set()

    def __enter__(self) -> Wire:
        self._serve()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.cut()

    def cut(self) -> None:
        """Refuse new connections and break those that stand."""
        for one in (self._listener, *list(self._open)):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def mend(self) -> None:
        """Listen again at the same address."""
        self._listener = self._listen(self._port)
        self._serve()

    def _listen(self, port: int) -> socket.socket:
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
        made.listen(32)
        return made

    def _serve(self) -> None:
        listener = self._listener

        def run() -> None:
            while True:
                try:
                    near, _ = listener.accept()
                    far = socket.create_connection(self._server, 5)
                except OSError:
                    return
                self._open |= {near, far}
                threading.Thread(target=self._pass_on, args=(near, far), daemon=True).start()

        threading.Thread(target=run, daemon=True).start()

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        end = near
        with far, selectors.DefaultSelector() as ready:
            try:
                if self._tls:
                    end = self._tls.wrap_socket(near, server_side=True)
                    self._open.add(end)
                ready.register(end, selectors.EVENT_READ, far)
                ready.register(far, selectors.EVENT_READ, end)
                while True:
                    for key, _ in ready.select():
                        source = key.fileobj
                        assert isinstance(source, socket.socket)
                        if not (told := _received(source)):
                            return
                        if source is end:
                            self.heard += told
                        key.data.sendall(told)
            except (OSError, ValueError):
                return  # cut, or the near end does not trust us
            finally:
                near.close()
                end.close()
                self._open -= {near, end, far}


def _received(source: socket.socket) -> bytes:
    told = source.recv(65536)
    while isinstance(source, ssl.SSLSocket) and (more := source.pending()):
        told += source.recv(more)  # decrypted already: no selector tells of it
    return told
