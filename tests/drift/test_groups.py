"""Tests that share a costly home run on one worker: once, `xdist_group` did nothing for a whole release of pytest."""

import os

import pytest

pytestmark = pytest.mark.xdist_group("groups")


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="only where tests run beside each other")
def test_a_group_stays_together(request):
    assert request.node.nodeid.endswith("@groups")
