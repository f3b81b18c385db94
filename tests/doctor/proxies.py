"""Real web servers in front of the service, set up as administrators do it, and with what they forget."""

from __future__ import annotations

from pathlib import Path

from tests.env import apache, nginx
from tests.env.processes import Process, answers, give, new_folder, remove_folder, run

_APACHE_MODULES = "mpm_prefork authz_core alias mime headers proxy proxy_http proxy_wstunnel rewrite"

_APACHE = """\
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
Mutex file:{folder}
DefaultRuntimeDir {folder}
DocumentRoot {folder}
ErrorLog {folder}/apache-error.log
{modules}
TypesConfig /etc/mime.types
StartServers 1
MaxRequestWorkers 10
{site}
"""

_NGINX = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
worker_processes 1;
events {{ worker_connections 128; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {map}
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        {site}
    }}
}}
"""


class Proxy:
    """One web server; ``host`` is its address. ``site`` is what an administrator wrote for the chat."""

    def __init__(self, kind: str, site: str, port: int) -> None:
        self.port = port
        self.host = f"http://127.0.0.1:{port}"
        self._folder = new_folder(kind)
        self._process = Process(kind, self._command(kind, site), folder=self._folder)
        self._process.wait_until(lambda: answers(self.port))

    def _command(self, kind: str, site: str) -> list[str | Path]:
        config = self._folder / f"{kind}.conf"
        if kind == "nginx":
            text = _NGINX.format(folder=self._folder, port=self.port, map=nginx.MAP, site=site)
            command = [nginx.PROGRAM, "-c", config, "-e", self._folder / "nginx-error.log"]
        else:
            built_in = run([apache.PROGRAM, "-l"], folder=self._folder)
            modules = [name for name in _APACHE_MODULES.split() if f"mod_{name}.c" not in built_in]
            loads = "\n".join(f"LoadModule {name}_module {apache.MODULES}/mod_{name}.so" for name in modules)
            text = _APACHE.format(folder=self._folder, port=self.port, modules=loads, site=site)
            command = [apache.PROGRAM, "-f", config, "-DFOREGROUND"]
        config.write_text(text)
        give(config)
        return command

    def stop(self) -> None:
        """Stop it and remove its folder."""
        self._process.stop()
        remove_folder(self._folder)


def right(kind: str, bridge_port: int) -> str:
    """What our installation guide says."""
    return (nginx if kind == "nginx" else apache).PROXY.format(port=bridge_port)


def without(kind: str, bridge_port: int, *parts: str) -> str:
    """The same with parts of it left out."""
    text = right(kind, bridge_port)
    for part in parts:
        assert part in text
        text = text.replace(part, "")
    return text
