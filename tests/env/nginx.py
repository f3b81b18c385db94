"""An nginx that puts OTRS and the bridge under one host, as some administrators do."""

from pathlib import Path

from tests.env.processes import Process, answers, free_port, give, new_folder, remove_folder

PROGRAM = Path("/usr/sbin/nginx")

# What an administrator adds to the server block of OTRS.
PROXY = """\
location /chatbridge/ {{
    proxy_pass http://127.0.0.1:{port};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $chatbridge_connection;
    proxy_read_timeout 300s;
    client_max_body_size 25m;
}}
"""

# The same, outside the server block: "Connection: upgrade" only for a request that asks for an upgrade.
MAP = """\
map $http_upgrade $chatbridge_connection {
    default upgrade;
    ''      '';
}
"""

_CONFIG = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {map}
    {outside}
    server {{
        listen 127.0.0.1:{port};
        {proxy}
        {inside}
        location / {{
            proxy_pass http://127.0.0.1:{otrs_port};
            proxy_set_header Host $http_host;
        }}
    }}
}}
"""


class Nginx:
    """nginx in front of an OTRS's web server at ``otrs_port`` and a bridge at ``bridge_port``.

    ``outside`` and ``inside``: more lines before and in the server block.
    """

    def __init__(self, bridge_port: int, otrs_port: int, *, outside: str = "", inside: str = "") -> None:
        self.port = free_port()
        self.host = f"http://127.0.0.1:{self.port}"
        self._bridge_port = bridge_port
        self._otrs_port = otrs_port
        self._more = {"outside": outside, "inside": inside}
        self._folder: Path | None = None
        self._process: Process | None = None

    def start(self) -> "Nginx":
        """Start and wait until the port answers."""
        self._folder = new_folder("nginx")
        config = self._folder / "nginx.conf"
        config.write_text(
            _CONFIG.format(
                folder=self._folder,
                port=self.port,
                otrs_port=self._otrs_port,
                map=MAP,
                proxy=PROXY.format(port=self._bridge_port),
                **self._more,
            )
        )
        give(config)
        command = [PROGRAM, "-c", config, "-e", self._folder / "nginx-error.log"]
        self._process = Process("nginx", command, folder=self._folder)
        self._process.wait_until(lambda: answers(self.port))
        return self

    def log(self) -> str:
        """The end of its error log."""
        file = self._folder / "nginx-error.log" if self._folder else None
        return file.read_text()[-3000:] if file and file.exists() else ""

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self._process:
            self._process.stop()
        if self._folder:
            remove_folder(self._folder)
        self._process = self._folder = None
