"""A server under measurement: started, waited for, read from /proc, ended by its own pid."""
import http.client
import subprocess
import time

from driver import machine


class Failed(Exception):
    """Something that a measurement needs cannot be had; the text says what."""


class Server:
    """One running server; a context manager, so that it ends whatever happens."""

    def __init__(self, name, command, port, path, log, environment=None, folder=None):
        self.name, self.port, self.path = name, port, path
        self.log_path = log
        with open(log, "ab") as file:
            self.started_at = time.monotonic()
            # A session of its own: Ctrl-C reaches the driver alone, which then ends it.
            self.process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=file,
                stderr=file, env=environment, cwd=folder, start_new_session=True)

    @property
    def pid(self):
        return self.process.pid

    def url(self, path=None):
        return f"http://127.0.0.1:{self.port}{path or self.path}"

    def get(self, path=None, patience=10):
        """One GET: status, headers, body; patience in seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.request("GET", path or self.path)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def wait(self, seconds=30):
        """Waits for the first 200; returns how long it took since the start, in seconds."""
        while True:
            try:
                status = self.get()[0]
                if status == 200:
                    return time.monotonic() - self.started_at
            except OSError:
                pass
            if self.process.poll() is not None:
                raise Failed(f"{self.name} ended with {self.process.returncode}: {self.last()}")
            if time.monotonic() - self.started_at > seconds:
                raise Failed(f"{self.name} does not answer: {self.last()}")
            time.sleep(0.0005)

    def last(self):
        """The last line it wrote."""
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return ([line.strip() for line in file if line.strip()] or ["no word"])[-1]

    def cpu_seconds(self):
        return machine.cpu_seconds(self.pid)

    def resident_bytes(self):
        return machine.resident_bytes(self.pid)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
