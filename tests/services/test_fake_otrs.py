"""The fake OTRS is held to what the stand-in and the real one are held to, as far as its port shows it."""

import pytest

from tests.contracts.conftest import order, raw_queue, word  # noqa: F401  (fixtures)
from tests.contracts.test_archive import (  # noqa: F401  (run here once more)
    test_a_foreign_ticket_is_refused_like_one_that_does_not_exist,
    test_a_forged_ticket_is_refused,
    test_a_key_that_is_none_is_refused,
    test_different_keys_make_different_tickets,
    test_the_same_key_at_the_same_time_makes_one,
    test_the_same_key_never_makes_a_second_one,
    test_too_many_messages_are_refused,
)
from tests.contracts.test_choices import (  # noqa: F401
    test_an_agent_gets_the_queues_where_tickets_may_be_created,
    test_choices_of_a_foreign_queue_are_refused,
    test_customers_are_found,
    test_customers_are_found_by_nothing_else,
    test_owners_belong_to_a_queue,
    test_the_defaults_are_among_the_choices,
    test_tickets_that_one_may_not_add_to_are_not_found,
    test_whoever_is_no_agent_can_do_nothing,
)
from tests.fakes import FakeOtrs


class Subject:
    """The fake, as the contract tests ask for it."""

    colleague = "cem"

    def __init__(self):
        self._fake = FakeOtrs()

    def gateway(self):
        return self._fake

    def zoom(self, ticket, _article):
        articles = self._fake.tickets_made[ticket].articles
        return " ".join(line.text for lines, _visible in articles for line in lines)


@pytest.fixture(scope="session")
def otrs():
    return Subject()
