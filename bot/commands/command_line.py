"""All of `mpn`'s commands: what goes wrong with one is told in a sentence, without a key that was typed."""

import errno
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from policy.whole_keys import with_last_fives

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})
_STREAMS: Final = {"stdin": "r", "stdout": "w", "stderr": "w"}

_log = logging.getLogger(__name__)


class CommandLine(click.Group):
    """A group of commands that end with words, whatever the shell gives: closed streams, other letters, a full disk."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        _make_streams_fit()
        with _told():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _told():
            return super().invoke(ctx)


def _make_streams_fit() -> None:
    """Streams that the shell closed lead nowhere, and what one cannot write is shown as a question mark."""
    for name, mode in _STREAMS.items():
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # until the end
    for stream in (sys.stdout, sys.stderr):
        if stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except click.ClickException as fault:
        raise _without_keys(fault) from None
    except (click.exceptions.Exit, click.Abort):
        raise
    except UnicodeEncodeError:
        raise click.ClickException("What was typed has bytes that are no text. Type it again, in UTF-8.") from None
    except Exception as fault:
        if isinstance(fault, BrokenPipeError):
            raise
        if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
            raise click.ClickException(_NOT_WRITTEN.format(fault=fault.strerror)) from None
        raise click.ClickException(_owned_up(fault)) from None


_NOT_WRITTEN: Final = (
    "What was to be shown or handed out could not be written ({fault}). Make room, and ask again: what was recorded "
    "stays so."
)
_OURS: Final = (
    "Something went wrong on my side. Reference {reference}: give it, with the lines above, to whoever runs the desk. "
    "What was confirmed before stays recorded."
)


def _without_keys(fault: click.ClickException) -> click.ClickException:
    """The same with no key in full in it; usage and exit code stay."""
    whole = fault.format_message()
    if (cut := with_last_fives(whole)) == whole:
        return fault
    return click.UsageError(cut, fault.ctx) if isinstance(fault, click.UsageError) else click.ClickException(cut)


def _owned_up(fault: Exception) -> str:
    """The sentence for a fault of our own, whose stack goes to the log without what it stumbled over."""
    from bot.faults import new_reference, stack_of

    reference = new_reference()
    _log.error("Fault %s.\n%s", reference, stack_of(fault))
    return _OURS.format(reference=reference)
