"""Libraries that not everyone has installed: how an error says what to install."""

import importlib


def missing(purpose: str, extra: str, error: ImportError) -> ImportError:
    """The error for a library that is not installed, in one line.

    Args:
        purpose: What needs it, the beginning of the sentence.
        extra: Which extra of the package brings it.
        error: The error of the import.
    """
    hint = ", or set KERAS_BACKEND to one that is" if extra == "tensorflow" else ""
    return ImportError(
        f"{purpose} needs a library that is not installed: "
        f"pip install 'lenet-keras[{extra}]'{hint}. Received: {error}"
    )


def require(module: str, purpose: str, extra: str) -> None:
    """Imports a library, or raises the error of `missing`."""
    try:
        importlib.import_module(module)
    except ImportError as error:
        raise missing(purpose, extra, error) from error
