"""The servers that the product is held against: how each is got and started.

A peer that cannot be had raises `Failed`, and the table says why it is left out.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

from driver import machine
from driver.server import Failed, Server

HERE = Path(__file__).resolve().parent.parent
PAGE_PATH = "/f/ONE"

# One worker, no log: what remains is sending a page. It is a file in memory after the first time.
NGINX = """
daemon off;
master_process on;
worker_processes 1;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    open_file_cache max=16;
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    types {{ }}
    default_type "text/html; charset=utf-8";
    server {{
        listen 127.0.0.1:{port};
{headers}
        location = {path} {{ alias {page}; }}
    }}
}}
"""


def call(what, command, folder):
    """Runs a step of a preparation; its last words are the reason where it fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        raise Failed(f"{what}: {error}") from error
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()] or ["no word"]
        raise Failed(f"{what}: {lines[-1]}")


class Peers:
    """Everything beside the product, in a folder of this run."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.page, self.headers = self.folder / "page.html", self.folder / "headers.txt"
        self.left_out = {}

    def take_page(self, product):
        """Keeps the product's page and headers: every peer sends the very same bytes."""
        _, headers, body = product.get()
        self.page.write_bytes(body)
        own = ("date", "content-length", "connection")
        self.headers.write_text(
            "".join(f"{name}: {value}\n" for name, value in headers if name.lower() not in own),
            encoding="utf-8")

    def prepare(self):
        """Builds or installs every peer; says which cannot be had."""
        for name, step in {
                "floor": self._build_floor, "nginx": self._unpack_nginx,
                "hummingbird": self._build_hummingbird, "flask": self._install_flask}.items():
            if name in self.left_out:
                continue
            print(f"preparing {name} …", file=sys.stderr, flush=True)
            try:
                step()
            except Failed as reason:
                self.left_out[name] = str(reason)

    def _build_floor(self):
        call("make", ["make", "-s"], HERE / "Floor")

    def _unpack_nginx(self):
        """The package's program alone: installing it would start a server on port 80."""
        self.nginx = shutil.which("nginx") or HERE / ".build/nginx/usr/sbin/nginx"
        if Path(self.nginx).exists():
            return
        folder = HERE / ".build/nginx"
        folder.mkdir(parents=True, exist_ok=True)
        call("apt-get download", ["apt-get", "download", "-qq", "nginx"], folder)
        for package in folder.glob("nginx_*.deb"):
            call("dpkg-deb", ["dpkg-deb", "-x", package, folder], folder)
        call("nginx", [self.nginx, "-v"], folder)

    def _build_hummingbird(self):
        folder = HERE / "HummingbirdGRDB"
        call("swift build", ["swift", "build", "-c", "release"], folder)

    def _install_flask(self):
        folder = HERE / "Flask"
        python = folder / ".build/venv/bin/python"
        if not python.exists():
            call("venv", ["/usr/bin/python3", "-m", "venv", folder / ".build/venv"], folder)
        call("pip", [python, "-m", "pip", "install", "-q", "-r", "requirements.txt"], folder)

    def _start(self, name, command, port, environment=None, folder=None):
        return Server(
            name, command, port, PAGE_PATH, self.folder / f"{name}.log", environment, folder)

    def floor(self, mode):
        """mode: none, each or group."""
        port = machine.free_port()
        return self._start(
            f"floor-{mode}",
            [self.floor_program, port, mode, self.page, self.headers,
             self._fresh(f"floor-{mode}")], port)

    @property
    def floor_program(self):
        return HERE / "Floor/.build/floor"

    @property
    def disk_program(self):
        return HERE / "Floor/.build/disk"

    def nginx_server(self):
        port = machine.free_port()
        lines = self.headers.read_text(encoding="utf-8").splitlines()
        headers = "\n".join(
            f'        add_header {name} "{value}";' for name, value in
            (line.split(": ", 1) for line in lines) if name.lower() != "content-type")
        # Started by root, its worker would become somebody who cannot read this folder.
        user = "user root;" if os.geteuid() == 0 else ""
        configuration = self.folder / "nginx.conf"
        configuration.write_text(
            NGINX.format(
                user=user, folder=self.folder, port=port, headers=headers, page=self.page,
                path=PAGE_PATH),
            encoding="utf-8")
        return self._start("nginx", [self.nginx, "-p", self.folder, "-c", configuration], port)

    def hummingbird(self):
        port = machine.free_port()
        program = HERE / "HummingbirdGRDB/.build/release/HummingbirdPeer"
        return self._start(
            "hummingbird",
            [program, port, self.page, self.headers, self._fresh("hummingbird")], port)

    def flask(self):
        """Two workers, one a core, of four threads each."""
        port = machine.free_port()
        environment = dict(
            os.environ, PEER_PAGE=str(self.page), PEER_HEADERS=str(self.headers),
            PEER_DATABASE=str(self._fresh("flask")))
        return self._start(
            "flask",
            [HERE / "Flask/.build/venv/bin/gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2", "-k",
             "gthread", "--threads", "4", "--log-level", "warning", "peer:app"],
            port, environment, HERE / "Flask")

    def _fresh(self, name):
        """A path for a database that is not there yet."""
        for ending in ("", "-wal", "-shm"):
            (self.folder / f"{name}.db{ending}").unlink(missing_ok=True)
        return self.folder / f"{name}.db"
