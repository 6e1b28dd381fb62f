"""What has to be installed beside copydesk itself for some of what it does."""

from __future__ import annotations

import importlib
from typing import Any


class MissingExtra(OSError):
    """Something that has to be installed first; the message says how, in one line.

    It is an OSError because to whoever reads or writes a file it is a reason among others why that cannot be done.
    """


def module_of(extra: str, what: str, *names: str) -> Any:  # noqa: ANN401 - a module
    """The first of the modules `names` that can be imported.

    Raises:
        MissingExtra: none can; the message says what to install for `what`.
    """
    why = ""
    for name in names:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        except (ImportError, OSError) as error:  # it is there, and what it stands on is not, such as a system's library
            why = f" ({str(error).partition(chr(10))[0]})"
    message = f"{what} needs an extra: pip install 'copydesk[{extra}]'{why}"
    raise MissingExtra(message)
