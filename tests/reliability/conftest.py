"""What the tests of reliability share: they print the figures that they reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.figures import FIGURE

Figure = Callable[[str], None]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Notes one line that the terminal shows at the end, whether the test passes or not."""

    def noted(text: str) -> None:
        request.node.user_properties.append((FIGURE, text))

    return noted
