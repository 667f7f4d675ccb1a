"""What each experiment asks."""

import json
from importlib import resources

QUESTIONS: dict[str, str] = json.loads(
    (resources.files("lenet_keras") / "data" / "questions.json").read_text("utf-8")
)
"""What each experiment answers; the command line reads it before Keras is there."""
