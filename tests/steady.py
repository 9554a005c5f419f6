"""Property tests make the same examples on every run, unless a profile asks for chance.

``HYPOTHESIS_PROFILE=chance`` tries new ones, for a night run.
"""

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("chance", deadline=None, max_examples=400)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
