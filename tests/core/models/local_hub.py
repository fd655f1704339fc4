"""A hub on this machine: the few answers of the real one that a download needs, over a real socket."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "a" * 40


class LocalHub:
    """Serves ``root/organisation/name/…`` as models.

    Attributes
    ----------
    requests
        What was asked.
    refusals
        What is answered instead, by model.
    cut_after
        Bytes after which the next long answer breaks off, once.
    down_after_cut
        Whether nothing is answered any more from then on, until `down` is unset.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.requests: list[str] = []
        self.refusals: dict[str, tuple[int, str]] = {}
        self.cut_after: int | None = None
        self.down_after_cut = self.down = False
        hub = self

        class Handler(_Handler):
            server_hub = hub

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Pull the cable."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server_hub: LocalHub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if self.server_hub.down:
            self.close_connection = True
            return
        self.server_hub.requests.append(f"{self.command} {path}")
        parts = path.strip("/").split("/")
        api = parts[:2] == ["api", "models"]
        name = "/".join(parts[2:4] if api else parts[:2])
        folder = self.server_hub.root / name
        status, code = self.server_hub.refusals.get(name, (404, "RepoNotFound"))
        if name in self.server_hub.refusals or not folder.is_dir():
            self._send(status, b"", {"X-Error-Code": code})
        elif api and parts[4:5] in ([], ["revision"]):
            self._json({"id": name, "modelId": name, "sha": COMMIT, "siblings": []})
        elif api:
            self._json([_entry(folder, file) for file in sorted(folder.rglob("*")) if file.is_file()])
        else:
            self._file(folder / "/".join(parts[4:]))

    def _file(self, path: Path) -> None:
        if not path.is_file():
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        body = path.read_bytes()
        self._send(200, body, {"ETag": f'"{_digest(path)}"', "X-Repo-Commit": COMMIT})

    def _json(self, value: Any) -> None:
        self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(self._broken_off(body))

    def _broken_off(self, body: bytes) -> bytes:
        hub = self.server_hub
        if hub.cut_after is None or len(body) <= hub.cut_after:
            return body
        part, hub.cut_after = body[: hub.cut_after], None
        hub.down, self.close_connection = hub.down_after_cut, True
        return part


def _entry(folder: Path, file: Path) -> dict[str, Any]:
    where = file.relative_to(folder).as_posix()
    return {"type": "file", "path": where, "size": file.stat().st_size, "oid": _digest(file)}


def _digest(path: Path) -> str:
    return hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
