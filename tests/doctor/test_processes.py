"""Web process, worker and beat."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bridge import __version__, app
from bridge.doctor.case import Case
from bridge.doctor.processes import beat
from bridge.settings import load
from bridge.store.migrate import upgrade
from tasks.app import make_celery
from tests.doctor.support import SETTINGS, always, case, look, site
from tests.env.bridge import Bridge
from tests.env.processes import Process, free_port
from tests.people import directory_of

HEALTHY = {"status": "ok", "version": __version__}


def pages(health, ready=(200, {"status": "ok", "problems": []})):
    """A service that says this."""

    def respond(path):
        status, body = ready if path.endswith("readyz") else (200, health)
        return always(status, body)(path)

    return respond


@pytest.mark.parametrize(
    ("respond", "finding"),
    [
        (pages(HEALTHY), ""),
        (pages({**HEALTHY, "version": "0.0.9"}), "service.version"),
        (pages(HEALTHY, (503, {"status": "unready", "problems": ["database"]})), "service.unready"),
        (always(200, b"<html>It works!</html>"), "service.other"),
        (always(404, b"Not Found"), "service.other"),
        (lambda path: None, "service.down"),
    ],
)
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_what_answers_the_port_of_the_service(respond, finding, host):
    with site(respond) as url:
        result = look("service", CHATBRIDGE_HOST=host, CHATBRIDGE_PORT=url.rpartition(":")[2])
    assert result.finding == finding, result
    if finding == "service.unready":
        assert "database" in result.found


def test_nothing_answers_the_port_of_the_service():
    result = look("service", CHATBRIDGE_PORT=str(free_port()))
    assert result.finding == "service.down"
    assert "bridge serve" in result.remedy


def test_the_worker_of_a_single_process_is_part_of_it():
    assert look("worker").state == "ok"


@pytest.mark.services
def test_workers_of_ours_of_others_and_none(monkeypatch, redis_server, tmp_path):
    monkeypatch.setattr("bridge.doctor.processes._PATIENCE_SECONDS", 1)
    monkeypatch.setattr("bridge.doctor.processes._REPLIES_SECONDS", 0.5)
    url = redis_server.database(7)
    assert look("worker", REDIS_URL=url).finding == "worker.none"
    command = [Path(sys.executable).with_name("celery"), "-b", url, "worker", "--pool=solo", "-l", "INFO"]
    other = Process("other", command, folder=tmp_path, privileged=True)
    other.wait_until(lambda: " ready." in other.tail())
    looked = []
    other.wait_until(
        lambda: looked.append(look("worker", REDIS_URL=url)) or looked[-1].finding == "worker.other"
    )
    assert "another application" in looked[-1].found
    service = Bridge(database_url=f"sqlite:///{tmp_path}/chat.db", redis_url=url).start("worker")
    ours = service.processes["worker"]
    ours.wait_until(lambda: look("worker", REDIS_URL=url).state == "ok")
    service.stop()
    other.stop()


@pytest.mark.parametrize(
    ("age", "finding"), [(None, "beat.never"), (5, ""), (290, ""), (310, "beat.late"), (86400, "beat.late")]
)
def test_the_clock_is_known_by_what_it_has_done(tmp_path, age, finding):
    examined = Case(app.build(load({**SETTINGS, "DATABASE_URL": f"sqlite:///{tmp_path}/chat.db"})))
    upgrade(examined.bridge.engine)
    if age is not None:
        with examined.bridge.context.db.write() as tx:
            tx.people.replace(directory_of(), examined.bridge.context.clock() - timedelta(seconds=age))
    assert beat(examined).finding == finding


def test_the_schedule_has_the_directory_in_it():
    """What the check of the clock relies on."""
    settings = case(CHATBRIDGE_OTRS_URL="http://127.0.0.1/otrs").settings
    seconds = make_celery(settings).conf.beat_schedule["refresh the directory"]["schedule"]
    assert seconds == settings.directory_seconds == 120
