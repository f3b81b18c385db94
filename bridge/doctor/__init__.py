"""``bridge doctor``: is every link between browser, service and OTRS well, and if not, what to do?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from bridge import app
from bridge.doctor.case import Case
from bridge.doctor.chain import examine
from bridge.doctor.report import as_json, line, summary
from bridge.doctor.results import Result, exit_code, finding
from bridge.settings import SettingsError, load

__all__ = ["Result", "as_json", "diagnose", "exit_code", "line", "summary"]


def diagnose(environ: Mapping[str, str]) -> Iterator[Result]:
    """Examine the service that has these settings; the results come as they are found."""
    try:
        case = Case(app.build(load(environ)))
    except SettingsError as error:
        yield _unusable(str(error))
    except (ValueError, SQLAlchemyError) as error:
        # Their words may have a part of a password in them.
        yield _unusable(f"DATABASE_URL, REDIS_URL or CHATBRIDGE_OTRS_URL ({type(error).__name__})")
    else:
        yield from examine(case)


def _unusable(found: str) -> Result:
    return replace(finding("settings.unusable", found), name="settings")
