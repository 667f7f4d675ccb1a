"""Tables of connections: which input maps each output map sees."""

import numpy as np


def connection_lists(connections, filters: int) -> tuple[tuple[int, ...], ...]:
    """Returns the sorted input maps of each output map, or says what is wrong."""
    try:
        rows = [list(row) for row in connections]
    except TypeError:
        raise ValueError(
            "`connections` must hold one sequence of input map indices for each "
            "output map, or be a boolean matrix (input_maps, filters). "
            f"Received: {connections!r}"
        ) from None
    if rows and all(isinstance(cell, bool | np.bool_) for row in rows for cell in row):
        for number, row in enumerate(rows):
            if len(row) != filters:
                raise ValueError(
                    f"`connections`, as a boolean matrix, must have filters={filters} "
                    f"columns in every row. Received: {len(row)} columns in the row "
                    f"of input map {number}"
                )
        rows = [
            [number for number, row in enumerate(rows) if row[output_map]]
            for output_map in range(filters)
        ]
    if len(rows) != filters:
        raise ValueError(
            f"`connections` must have one list for each of the filters={filters} "
            f"output maps. Received: {len(rows)} lists"
        )
    return tuple(_input_maps(row, number) for number, row in enumerate(rows))


def _input_maps(row: list, output_map: int) -> tuple[int, ...]:
    expected = None
    if not row:
        expected = "have an input map"
    elif not all(
        isinstance(i, int | np.integer) and not isinstance(i, bool) and i >= 0
        for i in row
    ):
        expected = "have integers from 0 as input maps"
    elif len(set(row)) < len(row):
        expected = "have each input map once (write a table of 0 and 1 as booleans)"
    if expected:
        raise ValueError(
            f"`connections` must {expected} for output map {output_map}. "
            f"Received: {row!r}"
        )
    return tuple(sorted(int(i) for i in row))


def dense_places(connections, input_maps: int) -> np.ndarray:
    """For each pair (input map, output map), where its kernel is; last: none."""
    missing = sum(map(len, connections))
    places = np.full((input_maps, len(connections)), missing, "int32")
    pairs = [(i, m) for m, inputs in enumerate(connections) for i in inputs]
    for place, (input_map, output_map) in enumerate(pairs):
        places[input_map, output_map] = place
    return places
