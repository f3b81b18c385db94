"""E-mail addresses: what people type, and what nobody can hide in one."""

import pytest

from bridge.domain.addresses import email_address
from bridge.domain.errors import InputInvalid


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("carla@example.com", "carla@example.com"),
        ("  Carla.Customer+chat@Mail.Example.COM ", "Carla.Customer+chat@mail.example.com"),
        ("info@müller.example", "info@xn--mller-kva.example"),
    ],
)
def test_an_address_is_understood(typed, understood):
    assert email_address(typed) == understood


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "carla",
        "carla@",
        "@example.com",
        "carla@localhost",
        "carla@example.com, max@example.com",
        "carla@example.com\nBcc: max@example.com",
        "Carla <carla@example.com>",
        "ca rla@example.com",
        "carla@exa mple.com",
        "carla@example..com",
        "carla@-example.com",
        "carla@[127.0.0.1]",
        '"carla"@example.com',
        "carla\0@example.com",
        "cärla@example.com",
        "c" * 65 + "@example.com",
        "c@" + "e" * 64 + ".com",
        "c@" + "e.e" * 100 + ".com",
        "\ud800@example.com",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(InputInvalid) as refused:
        email_address(typed)
    assert refused.value.data == {"field": "address"}
