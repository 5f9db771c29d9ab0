import asyncio
import time
import unittest
from datetime import timedelta

import office
import tandem


class Async(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.simulation = tandem.AsyncSimulation(seed=7)
        self.addAsyncCleanup(self.simulation.aclose)
        await self.simulation.save(office.document())
        await self.simulation.set_sound_length("greeting", 4)
        await self.simulation.run_for(0)  # the phones register

    async def test_same_as_without_a_loop(self) -> None:
        await self.simulation.answer_always("anna", after=2, talk=30)
        await self.simulation.call(office.CALLER, office.LINE)
        await self.simulation.run_for(2)
        await self.simulation.press(office.CALLER, "1")
        await self.simulation.run_for(timedelta(minutes=5, seconds=1))
        plain = office.simulation(seed=7)
        office.call_sales(plain)
        self.assertEqual(await self.simulation.records(), plain.records)
        self.assertEqual(await self.simulation.now(), tandem.Simulation().now + timedelta(minutes=5, seconds=3))

    async def test_stream(self) -> None:
        streams = [self.simulation.stream(), self.simulation.stream()]
        seen: list[list[str]] = [[], []]

        async def follow(number: int) -> None:
            async for event in streams[number]:
                seen[number].append(event.name)

        followers = [asyncio.create_task(follow(number)) for number in range(2)]
        await self.simulation.call("boris", "101")
        await self.simulation.run_for(1)
        await self.simulation.hang_up("boris")
        await self.simulation.run_until_idle()
        await self.simulation.aclose()
        await asyncio.gather(*followers)
        told = [name for name in seen[0] if name != "line_state_changed"]
        self.assertEqual(told, ["call_arrived", "employee_ringing", "employee_missed", "mail_wanted", "call_ended"])
        self.assertEqual(seen[0], seen[1])
        with self.assertRaises(RuntimeError):
            await self.simulation.now()

    async def test_react_to_events(self) -> None:
        events = self.simulation.stream()

        async def answer() -> None:
            async for event in events:
                match event:
                    case tandem.EmployeeRinging(employee="anna"):
                        await self.simulation.answer("anna")
                    case tandem.CallAnswered():
                        await self.simulation.hang_up("anna")
                    case tandem.CallEnded():
                        return

        running = asyncio.create_task(self.simulation.run_for(timedelta(days=300)))
        await self.simulation.call("boris", "101")
        await asyncio.wait_for(answer(), 30)
        running.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await running
        (record,) = await self.simulation.records()
        self.assertTrue(record.closed)
        self.assertIs(record.result, tandem.CallResult.ANSWERED)

    async def test_loop_is_not_held_up(self) -> None:
        for number in range(2000):
            await self.simulation.call(str(79160000000 + number), office.LINE)
        longest = 0.0
        running = asyncio.create_task(self.simulation.run_for(timedelta(minutes=10)))
        ticks = 0
        while not running.done():
            before = time.monotonic()
            await asyncio.sleep(0)
            longest = max(longest, time.monotonic() - before)
            ticks += 1
        await running
        self.assertGreater(ticks, 100)
        self.assertLess(longest, 1)

    async def test_errors_come_out(self) -> None:
        with self.assertRaises(tandem.NotFoundError):
            await self.simulation.answer("anna")
        with self.assertRaises(ValueError):
            tandem.AsyncSimulation(slice=timedelta())

    async def test_context(self) -> None:
        async with tandem.AsyncSimulation() as simulation:
            await simulation.save(office.document())
            stream = simulation.stream()
        self.assertEqual([event async for event in stream], [])


if __name__ == "__main__":
    unittest.main()
