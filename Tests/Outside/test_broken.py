"""A policy with a mistake in it is refused, with the place, the words and the way to mend it."""
import pathlib

import pytest

from conftest import ROOT, run

BROKEN = ROOT / "Tests" / "Broken"
