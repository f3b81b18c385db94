"""An Apache as an OTRS administrator runs it: prefork, mod_perl, and the bridge behind ``/chatbridge/``."""

import signal
import textwrap
from pathlib import Path

from tests.env.processes import Process, answers, give, run

PROGRAM = Path("/usr/sbin/apache2")
MODULES = Path("/usr/lib/apache2/modules")

_MODULES = """mpm_prefork authz_core authz_host alias mime dir env setenvif headers filter deflate expires
              perl proxy proxy_http proxy_wstunnel rewrite substitute"""

# What an administrator adds to the virtual host of OTRS (Apache 2.4.47 or newer).
PROXY = """\
ProxyPass /chatbridge/ http://127.0.0.1:{port}/chatbridge/ upgrade=websocket timeout=300
ProxyPassReverse /chatbridge/ http://127.0.0.1:{port}/chatbridge/
<Location /chatbridge/>
    ProxyPreserveHost On
    RequestHeader set X-Forwarded-Proto expr=%{{REQUEST_SCHEME}}
</Location>
"""

_OTRS = """\
ScriptAlias /otrs "{home}/bin/cgi-bin/"
Alias /otrs-web "{home}/var/httpd/htdocs/"
PerlRequire {startup}
PerlModule Apache2::Reload
<Location /otrs>
    # Debian sets this for the whole server. Now and then it answers 500 when it has just reloaded a changed
    # module ("Use of each() on hash after insertion"), which must not hit the bridge's path.
    PerlInitHandler Apache2::Reload
    SetHandler perl-script
    PerlResponseHandler ModPerl::Registry
    Options +ExecCGI
    PerlOptions +ParseHeaders
    PerlOptions +SetupEnv
    Require all granted
</Location>
<Location /otrs/nph-genericinterface.pl>
    PerlOptions -ParseHeaders
</Location>
<Directory "{home}/var/httpd/htdocs/">
    AllowOverride None
    Require all granted
    AddCharset UTF-8 .css .js
</Directory>
"""

_SERVER = """\
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
Mutex file:{folder}
DefaultRuntimeDir {folder}
DocumentRoot {folder}/htdocs
ErrorLog {folder}/apache-error.log
LogFormat "%h %t \\"%r\\" %>s %b %D" brief
CustomLog {folder}/apache-access.log brief
{modules}
TypesConfig /etc/mime.types
StartServers 2
MinSpareServers 1
MaxSpareServers 4
# Under prefork each open WebSocket holds a child.
MaxRequestWorkers 60
ServerLimit 60
KeepAliveTimeout 5
<Directory />
    Require all denied
</Directory>
<Directory {folder}/htdocs>
    Require all granted
</Directory>
"""

_LOG_MODULE = "log_config"


class Apache:
    """Apache in the folder of an OTRS instance. ``bridge_port`` need not answer yet (503 until then)."""

    def __init__(self, folder: Path, home: Path, port: int, bridge_port: int) -> None:
        self.port = port
        self.extra = ""
        """More lines of its configuration, for the next start."""
        self.config = folder / "apache.conf"
        self._folder = folder
        self._home = home
        self._bridge_port = bridge_port
        self._process: Process | None = None

    def _write_config(self) -> None:
        startup = self._folder / "apache-startup.pl"
        text = (self._home / "scripts" / "apache2-perl-startup.pl").read_text()
        text = text.replace("/usr/share/otrs", str(self._home))
        startup.write_text(text.replace("#use DBD::Pg", "use DBD::Pg"))
        htdocs = self._folder / "htdocs"
        htdocs.mkdir(exist_ok=True)
        built_in = run([PROGRAM, "-l"], folder=self._folder)
        modules = [name for name in [*_MODULES.split(), _LOG_MODULE] if f"mod_{name}.c" not in built_in]
        loads = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules)
        server = _SERVER.format(folder=self._folder, port=self.port, modules=loads)
        otrs = _OTRS.format(home=self._home, startup=startup)
        self.config.write_text(server + otrs + PROXY.format(port=self._bridge_port) + self.extra)
        for path in (startup, htdocs, self.config):
            give(path)

    def start(self) -> "Apache":
        """Write the configuration, start, and wait until the port answers."""
        self._write_config()
        self._process = Process(
            "apache",
            [PROGRAM, "-f", self.config, "-DFOREGROUND"],
            folder=self._folder,
            stop_signal=signal.SIGTERM,
        )
        try:
            self._process.wait_until(lambda: answers(self.port))
        except Exception as failed:
            failed.add_note(textwrap.indent(self.error_log(), "  "))
            raise
        return self

    def restart(self) -> None:
        """Stop and start, as an administrator does after a package was removed or upgraded."""
        self.stop()
        self.start()

    def error_log(self, characters: int = 3000) -> str:
        """The end of Apache's error log, which also has what Perl printed."""
        log = self._folder / "apache-error.log"
        return log.read_text(errors="replace")[-characters:] if log.exists() else ""

    def stop(self) -> None:
        """Stop it with all its children."""
        if self._process:
            self._process.stop()
        self._process = None
