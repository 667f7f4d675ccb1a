"""Checks of constructor arguments that the layers share."""

import operator

import keras


def positive_integer(value, name: str) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        number = 0
    if number < 1 or isinstance(value, bool):
        raise ValueError(f"`{name}` must be a positive integer. Received: {value!r}")
    return number


def pair(value, name: str) -> tuple[int, int]:
    values = (value, value) if not isinstance(value, tuple | list) else tuple(value)
    if len(values) != 2:
        raise ValueError(
            f"`{name}` must be a positive integer or a pair of them (height, width). "
            f"Received: {value!r}"
        )
    return positive_integer(values[0], name), positive_integer(values[1], name)


def one_of(value, choices: tuple[str, ...], name: str) -> str:
    if value not in choices:
        raise ValueError(f"`{name}` must be one of {choices}. Received: {value!r}")
    return value


def image_data_format(value: str | None) -> str:
    if value is None:
        return keras.config.image_data_format()
    return one_of(value, ("channels_last", "channels_first"), "data_format")
