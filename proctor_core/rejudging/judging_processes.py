"""Sessions judged by several processes, so that what is heavy runs beside the program.

A process is sent a session's stored values and reads its observations itself; the database stays with whoever asks. No more
sessions are on their way than the processes can begin soon, so that memory stays flat however many there are.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from queue import SimpleQueue

import proctor_core
from proctor_core.codes.code import CodedMessage
from proctor_core.codes.policy_faults import TrialRefusal
from proctor_core.domain.policy import Policy
from proctor_core.domain.rejudgement import SessionDifference
from proctor_core.errors import Unavailable
from proctor_core.rejudging.stored_session import StoredSession

AHEAD = 8
"""Sessions that wait for each process, so that none is idle while the database is read."""
LOWEST = 19
_ENDS_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Work:
    """A session, and the policy that it is to be judged by."""

    stored: StoredSession
    policy: Policy


def judged_in_processes(
    address: str, work: Iterable[Work], processes: int, niceness: int = 0
) -> Generator[SessionDifference, None, None]:
    """The differences in the order of `work`; `address` is that of the media store.

    `niceness`: added to this process's; with `LOWEST` a program that watches people is not held up. Whoever stops asking, or is
    interrupted, ends the processes at once.

    Raises:
        Unavailable: the media store does not answer, or a process was ended from outside.
    """
    children = [JudgingProcess(address, niceness) for _ in range(processes)]
    threads = ThreadPoolExecutor(processes, thread_name_prefix="judging")
    try:
        yield from _in_order(threads, children, work)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.end()
        threads.shutdown(wait=True)


class JudgingProcess:
    """One `judging_child`; not for two threads at once."""

    def __init__(self, address: str, niceness: int) -> None:
        # Not by `multiprocessing`: in a page's thread its children would run the page.
        self._pipe, theirs = Pipe()
        command = [sys.executable, "-m", "proctor_core.rejudging.judging_child", str(theirs.fileno()), address]
        # A session of its own: Ctrl-C is for whoever began it, who ends it then.
        self.process = subprocess.Popen(
            [*command, str(niceness)], env=_environment(), pass_fds=(theirs.fileno(),), start_new_session=True
        )
        theirs.close()

    def judge(self, work: Work) -> SessionDifference:
        """What the policy makes of the session.

        Raises:
            Unavailable: the media store does not answer, or the process was ended from outside.
        """
        try:
            self._pipe.send((work.stored, work.policy))
            answer: SessionDifference | CodedMessage | str = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise Unavailable(TrialRefusal.PROCESS_ENDED) from error
        if isinstance(answer, CodedMessage | str):
            raise Unavailable(answer)
        return answer

    def end(self) -> None:
        """At once: it has nothing that could be lost."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_ENDS_WITHIN_S)
        self.process.kill()
        self.process.wait()
        self._pipe.close()


def _environment() -> dict[str, str]:
    """This process's, and where it finds the program."""
    root = str(Path(str(proctor_core.__file__)).parents[1])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}


def _in_order(
    threads: ThreadPoolExecutor, children: Sequence[JudgingProcess], work: Iterable[Work]
) -> Iterator[SessionDifference]:
    idle, waiting = SimpleQueue[JudgingProcess](), deque[Future[SessionDifference]]()
    for child in children:
        idle.put(child)
    for one in work:
        waiting.append(threads.submit(_judge, idle, one))
        if len(waiting) >= AHEAD * len(children):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _judge(idle: "SimpleQueue[JudgingProcess]", work: Work) -> SessionDifference:
    child = idle.get()
    try:
        return child.judge(work)
    finally:
        idle.put(child)
