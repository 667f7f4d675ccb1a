"""What an error message of the package must be."""


def assert_one_line(error, *parts):
    message = str(error.value)
    assert "\n" not in message
    assert "expected" in message and "Received: " in message
    for part in parts:
        assert str(part) in message
