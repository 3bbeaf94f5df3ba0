"""Opens a page in a real browser and hands back what its script reports."""

import contextlib
import functools
import http.server
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading

import pytest

PAGE = """<!doctype html><meta charset="utf-8"><script>
const report = what => fetch("/report", {method: "POST", body: JSON.stringify(what)});
(async () => { %s })().catch(error => report({error: String(error)}));
</script>"""


@functools.lru_cache
def find_browser():
    """The path of a Chromium that runs, or None. Ubuntu's chromium-browser is there without one: it only names the snap."""
    named = os.environ.get("CAMERA_SERVICE_BROWSER")
    for name in [named] if named else ["chromium", "chromium-browser", "google-chrome"]:
        path = shutil.which(name)
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if path and subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0:
                return path
    return None


# Asked when the tests are collected, so that the summary says what was left out and why.
needs_browser = pytest.mark.skipif(not find_browser(), reason="needs a browser: chromium, chromium-browser or google-chrome on "
                                   "PATH, or its path in CAMERA_SERVICE_BROWSER")


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path == "/"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if found:
            self.wfile.write(self.server.page.encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204)
        self.end_headers()
        self.server.reports.put(json.loads(body))

    def log_message(self, *_):
        pass


class Page:
    """A page of its own origin whose script is `script`; report(x) in it ends the visit."""

    def __init__(self):
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.reports = queue.Queue()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def visit(self, script, trusted_keys=(), seconds=60):
        """Runs the script in Chromium, which takes certificates with these keys (SHA-256 of them, base64)."""
        self._server.page = PAGE % script
        with tempfile.TemporaryDirectory(prefix="camera-service-browser-", ignore_cleanup_errors=True) as profile:
            arguments = [find_browser(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                         "--disable-extensions", "--disable-background-networking", f"--user-data-dir={profile}"]
            if trusted_keys:
                arguments.append("--ignore-certificate-errors-spki-list=" + ",".join(trusted_keys))
            browser = subprocess.Popen([*arguments, self.origin + "/"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                return self._server.reports.get(timeout=seconds)
            except queue.Empty:
                browser.kill()
                raise AssertionError(f"the page reported nothing within {seconds} s: {browser.stderr.read()[-2000:]}") from None
            finally:
                browser.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    browser.wait(10)
                if browser.poll() is None:
                    browser.kill()
                    browser.wait()
