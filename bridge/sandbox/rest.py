"""The transport HTTP::REST: routes, bodies and the error shapes of OTRS's GenericInterface."""

from __future__ import annotations

from typing import cast

import orjson
from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bridge.sandbox.operations import Operations
from bridge.sandbox.outage import Outage, drop_connection, service_unavailable

WEBSERVICE = "ChatBridge"
#: Bytes of a request's body, as MaxLength in ChatBridge.yml.
MAX_LENGTH = 52428800
_PATH = "/otrs/nph-genericinterface.pl/Webservice/<name>"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def rest_blueprint(operations: Operations, outage: Outage) -> Blueprint:
    """The web service `WEBSERVICE`; one of any other name closes the connection, as OTRS does."""
    blueprint = Blueprint("rest", __name__)

    @blueprint.route(f"{_PATH}/", defaults={"route": ""}, methods=_METHODS)
    @blueprint.route(f"{_PATH}/<path:route>", methods=_METHODS)
    def call(name: str, route: str) -> Response:
        if outage.mode == "unavailable":
            return service_unavailable()
        if outage.mode == "drop" or name != WEBSERVICE:
            return drop_connection()
        answer = _answer(operations, route)
        return drop_connection() if outage.mode == "lose-answer" else answer

    @blueprint.after_request
    def not_stored(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return blueprint


def _answer(operations: Operations, route: str) -> Response:
    try:
        request.max_content_length = MAX_LENGTH
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        _drain()
        return _plain(413, "Payload Too Large")
    if request.method != "POST" or route not in operations:
        return _plain(500, f"HTTP::REST Error while determine Operation for request URI '/{route}'.")
    if request.mimetype != "application/json":
        return _plain(500, "Could not read input data")
    try:
        payload: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _plain(500, "Error while decoding request content.")
    if not isinstance(payload, dict) or not payload:
        return _plain(500, "Unsupported request content structure.")
    # As in OTRS, what stands in the address goes before what stands in the body.
    result = operations.run(route, {**cast("dict[str, object]", payload), **request.args})
    return Response(orjson.dumps(result), content_type="application/json; charset=UTF-8")


def _plain(status: int, text: str) -> Response:
    return Response(text, status, content_type="text/plain; charset=UTF-8")


def _drain() -> None:
    """Reads what is still coming, so that the sender gets to see the answer."""
    left = min(request.content_length or 0, 4 * MAX_LENGTH)
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, 1 << 16))):
        left -= len(chunk)
