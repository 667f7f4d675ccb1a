"""What a page keeps of widgets."""

import ipywidgets
from ipywidgets.embed import dependency_state


def states_of(widget: ipywidgets.Widget) -> list[dict]:
    """What a page keeps of a widget and of all that it refers to."""
    return list(dependency_state(widget, drop_defaults=False).values())


def links(widget: ipywidgets.Widget) -> set[tuple[str, str]]:
    """The linked traits, control first."""
    made = [s["state"] for s in states_of(widget) if s["model_name"] == "LinkModel"]
    return {(state["source"][1], state["target"][1]) for state in made}
