"""How far a step is, and how long it will still take.

In a terminal one line shows it and is drawn over; elsewhere each item that is done gets
a line. How long things take is known from the last build (`_build/times.json`), and
before there is one from a table, `times.json`, measured on two slow cores. What neither
knows counts as nothing, and then no time is told.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from tools.building import places

TABLE = Path(__file__).parent / "times.json"
KEPT = "times.json"
FEW = 4  # items are not worth counting
SURE = 0.1  # of a step: from there on its own pace counts


def words(seconds: float) -> str:
    """A time as one says it.

    >>> words(7), words(80), words(130), words(600)
    ('10 s', '80 s', '2 min', '10 min')
    """
    if seconds < 95:
        return f"{max(round(seconds / 10) * 10, 5)} s"
    return f"{round(seconds / 60)} min"


class Times:
    """How long each item of each step took, or is told to take."""

    def __init__(self) -> None:
        self.path = places.BUILD / KEPT
        self.known: dict[str, dict[str, float]] = json.loads(TABLE.read_text())
        try:
            learned = json.loads(self.path.read_text())
        except (OSError, ValueError):
            learned = {}
        for step, items in learned.items():
            self.known[step] = self.known.get(step, {}) | items

    def of(self, step: str, item: str) -> float | None:
        return self.known.get(step, {}).get(item)

    def learn(self, step: str, item: str, seconds: float) -> None:
        self.known.setdefault(step, {})[item] = round(seconds, 2)

    def keep(self) -> None:
        """For the next build; a fault here must not break this one."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.known, indent=2) + "\n")
        except OSError:
            pass


class Step:
    """One step of the build, made of items of which some may run at once.

    Args:
        title: What is being done.
        expected: The seconds of each item; None where unknown.
        at_once: How many items run at the same time.
    """

    def __init__(
        self, title: str, expected: dict[str, float | None], at_once: int = 1
    ) -> None:
        self.title, self.at_once = title, at_once
        self.expected = expected
        self.part = dict.fromkeys(expected, 0.0)  # of each item, how much is done
        self.start = time.perf_counter()

    def left(self) -> float | None:
        """The seconds to go, at the pace of what is done; None if unknown."""
        done = to_do = 0.0
        for item, part in self.part.items():
            seconds = self.expected[item]
            if seconds is None and part < 1:
                return None
            done += part * (seconds or 0) / self.at_once
            to_do += (1 - part) * (seconds or 0) / self.at_once
        pace = 1.0
        if done > SURE * (done + to_do):
            pace = (time.perf_counter() - self.start) / done
        return to_do * pace

    def count(self) -> str:
        """How many items are done, or how much where there is but one."""
        if len(self.part) < FEW:
            return f"{sum(self.part.values()) / max(len(self.part), 1):.0%}"
        return f"{sum(part == 1 for part in self.part.values())} of {len(self.part)}"

    def told(self) -> str:
        """The seconds to go, in words."""
        left = self.left()
        return "time left unknown" if left is None else f"about {words(left)} left"


class Reporter:
    """Shows the steps of a build, and learns how long they take."""

    def __init__(self, console: Console | None = None) -> None:
        quiet = os.environ.get("CI") == "true"
        self.console = console or Console(
            file=sys.stdout, highlight=False, no_color=quiet or None
        )
        self.live = self.console.is_terminal and not quiet
        self.times = Times()

    @contextmanager
    def step(
        self, name: str, title: str, items: Iterable[str], at_once: int = 1
    ) -> Iterator["Counter"]:
        """A step in which `Counter.done(item)` tells of each item.

        The line that a terminal shows goes when the step ends, and one with the time
        that it took stays.
        """
        expected = {item: self.times.of(name, item) for item in items}
        step = Step(title, expected, min(at_once, max(len(expected), 1)))
        counter = Counter(self, name, step)
        if not self.live:
            self.say(f"{title} ({step.told()})" if expected else title)
            yield counter
        else:
            columns = (TextColumn("{task.description}"), BarColumn(30), _Left(step))
            with Progress(
                *columns,
                console=self.console,
                transient=True,
                refresh_per_second=2,
                redirect_stdout=False,
                redirect_stderr=False,
            ) as bar:
                counter.show(bar)
                yield counter
        took = time.perf_counter() - step.start
        self.say(f"{title}: done in {took:.0f} s.")
        self.times.keep()

    def say(self, text: str) -> None:
        """A line that stays."""
        self.console.print(text, soft_wrap=True, markup=False)


class Counter:
    """Notes the items of a step that are done."""

    def __init__(self, reporter: Reporter, name: str, step: Step) -> None:
        self.reporter, self.name, self.step = reporter, name, step
        self.bar: Progress | None = None

    def show(self, bar: Progress) -> None:
        """Draws into this bar from now on."""
        self.bar = bar
        self.task = bar.add_task(self.step.title, total=len(self.step.part))

    def done(self, item: str, seconds: float | None = None, part: float = 1) -> None:
        """An item is done, or a part of it; `seconds` are learned."""
        self.step.part[item] = part
        if seconds is not None:
            self.reporter.times.learn(self.name, item, seconds)
        if self.bar:
            self.bar.update(self.task, completed=sum(self.step.part.values()))
        elif part == 1 and len(self.step.part) >= FEW:
            told = f"  {self.step.count()}: {item} ({self.step.told()})"
            self.reporter.say(told)


class _Left(ProgressColumn):
    """The column with the items that are done and the time left."""

    def __init__(self, step: Step) -> None:
        self.step = step
        super().__init__()

    def render(self, task: Task) -> Text:
        return Text(f"{self.step.count()}  {self.step.told()}")
