"""What browsers have to load stays small."""

import pytest

from tests.widget.sizes import GOALS, sizes


@pytest.mark.parametrize(("part", "packed"), [(name, brotli) for name, (brotli, _) in sizes().items()])
def test_what_browsers_load_stays_small(part, packed):
    assert packed <= GOALS[part.split()[-1]] * 1000
