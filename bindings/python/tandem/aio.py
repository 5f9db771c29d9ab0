"""The simulation for asyncio: the clock runs on a thread of its own, events come into the loop."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from .events import Event, Status
from .records import CallRecord
from .simulation import Simulation, Span, microseconds

P = ParamSpec("P")
T = TypeVar("T")

class EventStream(AsyncIterator[Event]):
    """Events as they come, until the end of the simulation."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._ended = False

    async def __anext__(self) -> Event:
        event = None if self._ended else await self._queue.get()
        if event is None:
            self._ended = True
            raise StopAsyncIteration
        return event

    def _put(self, event: Event | None) -> None:
        self._queue.put_nowait(event)


class AsyncSimulation:
    """As Simulation, with coroutines. Belongs to the loop it is first used in.

        async with AsyncSimulation(seed=7) as simulation:
            await simulation.save(document)
            await simulation.call("79161234567", "74950000001")
            asyncio.create_task(simulation.run_for(60))
            async for event in simulation.stream():
                ...

    The clock goes on in slices, and between two of them other coroutines' calls come in: what answers to an event comes
    a slice or so after it. Cancelling run_for() stops at the end of a slice. Long runs to which nobody answers are
    faster in long slices.
    """

    def __init__(
        self,
        *,
        seed: int = 1,
        start: datetime | None = None,
        trace: bool = True,
        slice: timedelta = timedelta(seconds=1),
    ) -> None:
        if slice <= timedelta():
            raise ValueError("a slice has a length")
        self._simulation = Simulation(seed=seed, start=start, trace=trace)
        self._slice = microseconds(slice)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tandem")
        self._streams: weakref.WeakSet[EventStream] = weakref.WeakSet()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._closed = False

    async def __aenter__(self) -> AsyncSimulation:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Ends all streams. What runs is waited for."""
        if self._closed:
            return
        self._closed = True
        await asyncio.to_thread(self._thread.shutdown)
        if self._stop_listening:
            self._stop_listening()
        for stream in self._streams:
            stream._put(None)

    async def _do(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        if self._closed:
            raise RuntimeError("this simulation is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*arguments, **named))

    async def save(self, document: Mapping[str, Any] | str) -> None:
        await self._do(self._simulation.save, document)

    async def now(self) -> datetime:
        return await self._do(lambda: self._simulation.now)

    async def run_for(self, span: Span) -> None:
        left = microseconds(span)
        while left > self._slice:
            await self._do(self._simulation.run_for, timedelta(microseconds=self._slice))
            left -= self._slice
        await self._do(self._simulation.run_for, timedelta(microseconds=left))

    async def run_until_idle(self, limit: Span = timedelta(days=1)) -> timedelta:
        return await self._do(self._simulation.run_until_idle, limit)

    async def call(self, who: str, dialled: str) -> None:
        await self._do(self._simulation.call, who, dialled)

    async def press(self, who: str, digits: str) -> None:
        await self._do(self._simulation.press, who, digits)

    async def answer(self, who: str) -> None:
        await self._do(self._simulation.answer, who)

    async def reject(self, who: str, status: int = 486) -> None:
        await self._do(self._simulation.reject, who, status)

    async def hang_up(self, who: str) -> None:
        await self._do(self._simulation.hang_up, who)

    async def set_registered(self, who: str, registered: bool) -> None:
        await self._do(self._simulation.set_registered, who, registered)

    async def set_status(self, employee: str, status: Status | str) -> None:
        await self._do(self._simulation.set_status, employee, status)

    async def answer_always(self, who: str, *, after: Span, talk: Span) -> None:
        await self._do(self._simulation.answer_always, who, after=after, talk=talk)

    async def set_sound_length(self, sound: str, length: Span) -> None:
        await self._do(self._simulation.set_sound_length, sound, length)

    async def records(self) -> list[CallRecord]:
        return await self._do(lambda: self._simulation.records)

    def stream(self) -> EventStream:
        """Events from now on, until the simulation is closed. Each stream gets all of them; what is not taken yet is
        kept."""
        if self._closed:
            raise RuntimeError("this simulation is closed")
        stream = EventStream()
        self._loop = asyncio.get_running_loop()
        self._streams.add(stream)
        if self._stop_listening is None:
            self._stop_listening = self._simulation.on_event(self._pass_on)
        return stream

    # On the simulation's thread.
    def _pass_on(self, event: Event) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, event)

    def _spread(self, event: Event) -> None:
        for stream in self._streams:
            stream._put(event)
