"""Pages cleaned by other processes: in order, and none lost when a process is.

A worker has one chunk of pages at a time, and answers page by page. If it dies, or takes too long, the page at fault is
the first that it has not answered. A page over which two processes died, or one took too long, is rejected; the rest of
the chunk goes to another.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.article import Rejection
from copydesk.batch.ready import clean_a_first_page
from copydesk.rejecting import origin_of, refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, ForkServerProcess, SpawnContext, SpawnProcess

    from copydesk.article import RejectionCode
    from copydesk.batch.filing import Clerk, Filed, Given

CHUNK_PAGES = 16
CHUNK_CHARS = 2_000_000
"""A chunk of pages is cut off where it holds so many characters or bytes."""
CHUNKS_AHEAD = 4
"""So many chunks for each worker may be out, or done before their turn."""
DEFAULT_TIMEOUT = 60.0
"""Seconds that a page may take in a worker."""
PATIENCE = 5.0
"""Seconds that a process gets to end by itself."""
_FILES_PER_WORKER, _OTHER_FILES = 3, 32
"""Open files that a run with workers needs: 2.4 and 24 were measured."""


class WorkersFailed(RuntimeError):
    """No process can be started that cleans pages."""


class _Numbered(NamedTuple):
    number: int
    given: Given
    again: bool = False  # a process died over it once


class _Worker:
    """A process, and the pages that it has yet to answer."""

    def __init__(self, context: SpawnContext | ForkServerContext, clerk: Clerk) -> None:
        self.connection, theirs = context.Pipe()
        self._process: SpawnProcess | ForkServerProcess = context.Process(
            target=_work, args=(theirs, clerk), daemon=True
        )
        self._process.start()
        theirs.close()
        self.chunk: deque[_Numbered] = deque()
        self._ready = False
        self._since = 0.0

    def give(self, chunk: Iterable[_Numbered]) -> None:
        self.chunk, self._since = deque(chunk), time.monotonic()
        with suppress(OSError):  # it died in the meantime, which is seen when its answer is waited for
            self.connection.send([page.given for page in self.chunk])

    def late(self, timeout: float) -> bool:
        """Whether it has taken longer for a page than that may take."""
        return self._ready and bool(self.chunk) and time.monotonic() - self._since > timeout

    def answer(self) -> tuple[int, Filed] | None:
        """Take in what it made of its next page, and the page's number; None where it has but started.

        Raises:
            EOFError, OSError: it died.
            WorkersFailed: it died before it was ready.
        """
        try:
            filed: Filed | None = self.connection.recv()
        except (EOFError, OSError):
            if self._ready:
                raise
            message = f"a worker could not start ({_ending(self.end(PATIENCE))})"
            raise WorkersFailed(message) from None
        self._ready, self._since = True, time.monotonic()
        return None if filed is None else (self.chunk.popleft().number, filed)

    def end(self, patience: float = 0.0) -> int | None:
        """End it, by force after `patience` seconds, and give its exit code: below 0, the signal that ended it."""
        self.connection.close()
        self._process.join(patience)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(PATIENCE)
        return self._process.exitcode


def clean_in_workers(clerk: Clerk, pages: Iterable[Given], *, workers: int, timeout: float) -> Iterator[Filed]:
    """What becomes of each page, in the order of the pages.

    Args:
        clerk: goes to every worker.
        pages: read as workers become free, no further ahead than a few chunks for each.
        workers: number of processes.
        timeout: seconds that a page may take; one that takes longer is rejected.

    Raises:
        WorkersFailed: they cannot be started, so many of them or at all.
    """
    pool = _Pool(clerk, workers, timeout)
    try:
        yield from pool.run(pages)
    finally:
        pool.end()


class _Pool:
    def __init__(self, clerk: Clerk, workers: int, timeout: float) -> None:
        _demand_descriptors(workers)
        self._context = _context()
        self._clerk = clerk
        self._timeout = timeout
        with _undisturbed():
            self._workers = [_Worker(self._context, clerk) for _ in range(workers)]
        self._ready: deque[list[_Numbered]] = deque()
        self._left_over: list[_Numbered] = []
        self._done: dict[int, Filed] = {}

    def run(self, pages: Iterable[Given]) -> Iterator[Filed]:
        incoming = (_Numbered(number, given) for number, given in enumerate(pages))
        following, read, more = 0, 0, True
        ahead = CHUNK_PAGES * CHUNKS_AHEAD * len(self._workers)
        while more or following < read:
            idle = self._give_out()
            wanted = more and len(self._ready) < len(self._workers) and read - following < ahead
            if wanted and (idle or not self._answering(0.0)):
                # Read while all are at work, so that none waits for its next pages when it is done with these.
                chunk = list(_chunk(incoming))
                more = bool(chunk)
                read += len(chunk)
                self._ready.append(chunk)
                continue
            self._collect()
            while following in self._done:
                yield self._done.pop(following)
                following += 1

    def _give_out(self) -> bool:
        """Give pages to workers without any; whether there are too few."""
        for worker in [worker for worker in self._workers if not worker.chunk]:
            if self._left_over:
                chunk, self._left_over = self._left_over, []
            elif self._ready:
                chunk = self._ready.popleft()
            else:
                return True
            if chunk:
                worker.give(chunk)
        return False

    def _answering(self, patience: float) -> list[_Worker]:
        """Workers that have an answer, or died; waited for so many seconds."""
        busy = {worker.connection: worker for worker in self._workers if worker.chunk}
        ready = set(wait(list(busy), timeout=patience)) if busy else set()
        return [worker for connection, worker in busy.items() if connection in ready]

    def _collect(self) -> None:
        """Take in what is done, and see to workers that died or are late."""
        for worker in self._answering(min(self._timeout, 1.0)):
            try:
                answer = worker.answer()
            except (EOFError, OSError):
                self._replace(worker, late=False)
                continue
            if answer:
                self._done[answer[0]] = answer[1]
        for worker in self._workers:
            if worker.late(self._timeout):
                self._replace(worker, late=True)

    def _replace(self, worker: _Worker, *, late: bool) -> None:
        page = worker.chunk.popleft()
        if not late and not page.again:
            self._left_over.append(page._replace(again=True))
        self._left_over.extend(worker.chunk)
        code = worker.end(0.0 if late else PATIENCE)
        self._workers[self._workers.index(worker)] = _Worker(self._context, self._clerk)
        if late:
            self._refuse(page, "too_slow", f"it takes longer than {self._timeout:g} seconds")
        elif page.again:
            self._refuse(page, "worker_died", f"two processes died that cleaned it (the second: {_ending(code)})")

    def _refuse(self, numbered: _Numbered, code: RejectionCode, message: str) -> None:
        page = numbered.given.page
        rejection = refused(code, message, origin_of(page))
        self._done[numbered.number] = self._clerk.reject(numbered.given, rejection)

    def end(self) -> None:
        for worker in self._workers:
            worker.end(0.0 if worker.chunk else PATIENCE)


def _demand_descriptors(workers: int) -> None:
    """See to it beforehand that the system lets so many processes be talked to."""
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = _OTHER_FILES + _FILES_PER_WORKER * workers
    if allowed != resource.RLIM_INFINITY and allowed < needed:
        message = f"{workers} workers need {needed} open files, and the system allows {allowed} (ulimit -n)"
        raise WorkersFailed(message)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back interrupts: what starts now inherits that, and would not know what to say of one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> SpawnContext | ForkServerContext:
    """How processes begin: forked from a clean one that has loaded all already, or anew where there is no forking."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["copydesk.batch.warm"])
    return context


def _chunk(pages: Iterator[_Numbered]) -> Iterator[_Numbered]:
    chars = 0
    for page in islice(pages, CHUNK_PAGES):
        yield page
        chars += 0 if isinstance(page.given.page, Rejection) else len(page.given.page.content)
        if chars >= CHUNK_CHARS:
            return


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _work(connection: Connection[Any, Any], clerk: Clerk) -> None:
    """What a worker does until its connection closes; an interrupt is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        clean_a_first_page(clerk.desk)
        connection.send(None)
        while True:
            pages: Sequence[Given] = connection.recv()
            for page in pages:
                connection.send(clerk.file(page))
