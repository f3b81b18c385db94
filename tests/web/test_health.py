"""Whether the process lives, and whether it can work: what load balancers and monitoring ask."""

import pytest

from bridge import __version__, app
from bridge.settings import load
from tests.env.processes import free_port


@pytest.fixture
def client_of():
    """Call it with a database's address for the service's HTTP side."""
    engines = []

    def client_of(database_url):
        bridge = app.build(load({"CHATBRIDGE_SECRET_KEY": "k" * 40, "DATABASE_URL": database_url}))
        engines.append(bridge.engine)
        return app.web(bridge)[0].test_client()

    yield client_of
    for engine in engines:
        engine.dispose()


def test_a_service_that_can_work_says_so(client_of, tmp_path):
    client = client_of(f"sqlite:///{tmp_path}/chat.db")
    assert client.get("/chatbridge/healthz").json == {"status": "ok", "version": __version__}
    ready = client.get("/chatbridge/readyz")
    assert (ready.status_code, ready.json) == (200, {"status": "ok", "problems": []})


def test_without_its_database_it_lives_and_is_not_ready_and_says_no_more(client_of):
    client = client_of(f"postgresql+psycopg://chat:secret@127.0.0.1:{free_port()}/chat")
    assert client.get("/chatbridge/healthz").status_code == 200
    ready = client.get("/chatbridge/readyz")
    assert (ready.status_code, ready.json) == (503, {"status": "unready", "problems": ["database"]})
