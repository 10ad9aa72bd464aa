"""A browser driven over its own protocol: no driver to download, nothing leaves the machine."""

import base64
import itertools
import json
import os
import subprocess
import time
from pathlib import Path

QUIET = [
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars",
    "--remote-debugging-port=0", "--remote-allow-origins=*", "--disable-dev-shm-usage",
]  # fmt: skip


class Browser:
    """One browser without a window, and one page in it."""

    def __init__(self, path: str, profile: Path) -> None:
        import websocket

        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [path, *QUIET, *root, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        told = profile / "DevToolsActivePort"
        until = time.monotonic() + 90
        while not told.is_file() or len(told.read_text().splitlines()) < 2:
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the browser did not start")
            time.sleep(0.1)
        port, address = told.read_text().splitlines()[:2]
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}{address}", timeout=90)
        self.numbers = itertools.count(1)
        self.events: list[dict] = []
        self.session = ""
        target = next(
            t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page"
        )
        self.session = self.call(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **given) -> dict:
        """Ask the browser for one thing and wait for it; events are kept."""
        number = next(self.numbers)
        asked = {"id": number, "method": method, "params": given}
        if self.session:
            asked["sessionId"] = self.session
        self.socket.send(json.dumps(asked))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def look(self, width: int, scheme: str = "light", media: str = "") -> None:
        """Set the width of the screen, and whether it is night, or paper."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=900, deviceScaleFactor=1, mobile=width < 500,
        )  # fmt: skip
        self.call(
            "Emulation.setEmulatedMedia", media=media,
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )  # fmt: skip

    def open(self, url: str) -> list[dict]:
        """Open a page; return what happened until it had loaded."""
        self.events.clear()
        self.call("Page.navigate", url=url)
        until = time.monotonic() + 60
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            if time.monotonic() > until:
                raise RuntimeError(f"{url} did not load")
            self.do("1")
            time.sleep(0.02)
        self.do("new Promise(done => setTimeout(done, 50))")
        return list(self.events)

    def do(self, script: str):
        """Run a script in the page, as the tools of a developer do, and return its value."""
        ran = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in ran:
            raise RuntimeError(ran["exceptionDetails"])
        return ran["result"].get("value")

    def screenshot(self, file: Path) -> None:
        """Keep a picture of the whole page."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        """End the browser that was started here, and no other."""
        self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)
