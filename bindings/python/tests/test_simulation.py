import gc
import subprocess
import sys
import threading
import time
import unittest
import weakref
from datetime import datetime, timedelta, timezone

import office
import tandem
from tandem import CallAnswered, CallEnded, CallResult, EndedBy, PartKind, PartResult


class OneCall(unittest.TestCase):
    def setUp(self) -> None:
        self.start = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=3)))
        self.simulation = office.simulation(seed=7, start=self.start)
        office.call_sales(self.simulation)

    def test_record(self) -> None:
        (record,) = self.simulation.records
        self.assertTrue(record.closed)
        self.assertIs(record.result, CallResult.ANSWERED)
        self.assertIs(record.ended_by, EndedBy.CALLEE)
        self.assertIs(record.direction, tandem.Direction.INCOMING)
        self.assertEqual(record.answered_by, "anna")
        self.assertEqual(record.caller, tandem.Party(number=office.CALLER))
        self.assertEqual((record.account, record.line, record.trunk), ("office", office.LINE, "carrier"))
        self.assertEqual(record.started, self.start)
        # Two seconds to the key, three for a second digit, two of ringing, thirty of talk.
        self.assertEqual(record.answered, self.start + timedelta(seconds=7))
        self.assertEqual(record.ended, self.start + timedelta(seconds=37))

    def test_parts(self) -> None:
        (record,) = self.simulation.records
        (talk,) = record.parts_of(PartKind.TALK)
        self.assertEqual((talk.subject, talk.name, talk.via), ("anna", "Anna Orlova", "anna@office.example"))
        self.assertIs(talk.result, PartResult.CALLEE_HANGUP)
        self.assertEqual(talk.length, timedelta(seconds=30))
        (menu,) = record.parts_of(PartKind.MENU)
        self.assertEqual(menu.detail, "1")

    def test_explain(self) -> None:
        (record,) = self.simulation.records
        self.assertIn("DST-02  group sales, sequential: rings anna", record.explain)
        decision = next(each for each in record.decisions if each.rule == "DST-02")
        self.assertEqual(decision.at, self.start + timedelta(seconds=5))
        self.assertIn(decision.text, record.explain)
        self.assertEqual((decision.reason, decision.arguments), ("rings_sequential", ("sales", "anna")))
        self.assertIn("группа sales, по порядку: вызывается anna", record.explain_russian)
        self.assertIn(decision.text_russian, record.explain_russian)

    def test_events(self) -> None:
        events = self.simulation.events
        self.assertEqual([event.sequence for event in events], list(range(1, len(events) + 1)))
        (answered,) = (event for event in events if isinstance(event, CallAnswered))
        self.assertEqual((answered.employee, answered.group, answered.account), ("anna", "sales", "office"))
        self.assertEqual(answered.at, self.start + timedelta(seconds=7))
        self.assertIsInstance(events[-1], CallEnded)
        self.assertEqual(self.simulation.events_from(len(events) - 1), events[-1:])

    def test_nothing_is_left(self) -> None:
        self.assertEqual(self.simulation.leftovers, (0, 0))

    def test_same_seed_same_events(self) -> None:
        again = office.simulation(seed=7, start=self.start)
        office.call_sales(again)
        self.assertEqual(again.events, self.simulation.events)
        self.assertEqual(again.records, self.simulation.records)
        other = office.simulation(seed=8, start=self.start)
        office.call_sales(other)
        self.assertNotEqual(other.records[0].id, self.simulation.records[0].id)


class WhatPartiesDo(unittest.TestCase):
    def setUp(self) -> None:
        self.simulation = office.simulation()

    def ring_anna(self) -> None:
        self.simulation.call("boris", "101")
        self.simulation.run_for(1)

    def result(self) -> CallResult:
        self.simulation.run_for(timedelta(minutes=5))
        return self.simulation.records[-1].result

    def test_answer_and_hang_up(self) -> None:
        self.ring_anna()
        self.simulation.answer("anna")
        self.simulation.run_for(timedelta(milliseconds=1500))
        self.simulation.hang_up("anna")
        self.assertIs(self.result(), CallResult.ANSWERED)
        self.assertEqual(self.simulation.records[0].parts_of(PartKind.TALK)[0].length, timedelta(seconds=1.5))

    def test_reject(self) -> None:
        self.ring_anna()
        self.simulation.reject("anna", 486)
        self.simulation.run_until_idle()
        (attempt,) = self.simulation.records[0].parts_of(PartKind.ATTEMPT)
        self.assertIs(attempt.result, PartResult.BUSY)

    def test_not_registered(self) -> None:
        self.simulation.set_registered("anna", False)
        self.ring_anna()
        self.assertFalse(any(isinstance(event, tandem.EmployeeRinging) for event in self.simulation.events))

    def test_status(self) -> None:
        self.simulation.set_status("anna", tandem.Status.OFFLINE)
        event = self.simulation.events[-1]
        assert isinstance(event, tandem.StatusChanged)
        self.assertEqual((event.employee, event.now), ("anna", tandem.Status.OFFLINE))

    def test_clock(self) -> None:
        before = self.simulation.now
        self.assertEqual(before.utcoffset(), timedelta())
        self.simulation.run_for(timedelta(days=1, microseconds=1))
        self.simulation.run_for(0.25)
        self.assertEqual(self.simulation.now - before, timedelta(days=1, microseconds=250_001))
        with self.assertRaises(ValueError):
            tandem.Simulation(start=datetime(2026, 3, 2))

    def test_changed_document_acts_on_new_calls(self) -> None:
        changed = office.document()
        changed["employees"][0]["full_name"] = "Anna Novak"
        self.ring_anna()
        self.simulation.save(changed)
        self.simulation.answer("anna")
        self.simulation.run_for(1)
        self.simulation.hang_up("anna")
        self.simulation.run_until_idle()
        self.ring_anna()
        self.simulation.run_until_idle()
        names = [record.parts_of(PartKind.ATTEMPT)[0].name for record in self.simulation.records]
        self.assertEqual(names, ["Anna Orlova", "Anna Novak"])


class Errors(unittest.TestCase):
    def test_every_code_has_a_type(self) -> None:
        from tandem import _tandem, errors

        self.assertEqual(list(errors.TYPES), _tandem.names()["errors"])

    def test_dangling(self) -> None:
        wrong = office.document()
        wrong["groups"][0]["members"].append({"employee": "nobody"})
        wrong["groups"][1]["members"].append({"employee": "no one"})
        with self.assertRaises(tandem.DanglingError) as caught:
            tandem.Simulation().save(wrong)
        error = caught.exception
        self.assertEqual(error.code, "dangling")
        self.assertEqual(error.path, "groups[0].members[2].employee")
        self.assertIn("nobody", error.message)
        self.assertEqual([each.path for each in error.more], ["groups[1].members[2].employee"])
        self.assertIsInstance(error.more[0], tandem.DanglingError)
        self.assertIn("groups[1].members[2].employee", str(error))

    def test_check_account(self) -> None:
        self.assertEqual(tandem.check_account(office.document()), [])
        wrong = office.document()
        wrong["colour"] = "red"
        wrong["groups"][0]["members"].append({"employee": "nobody"})
        problems = tandem.check_account(wrong)
        self.assertEqual({each.code for each in problems}, {"unknown_field", "dangling"})
        self.assertIn("colour", [each.path for each in problems])
        (broken,) = tandem.check_account("{")
        self.assertEqual(broken.code, "invalid_argument")

    def test_no_such_party(self) -> None:
        simulation = office.simulation()
        for act in (
            lambda: simulation.call("nobody", "101"),
            lambda: simulation.answer("anna"),
            lambda: simulation.hang_up("nobody"),
            lambda: simulation.press("anna", "1"),
            lambda: simulation.set_status("nobody", "dnd"),
            lambda: simulation.set_status("anna", "asleep"),
        ):
            self.assertRaises(tandem.NotFoundError, act)

    def test_wrong_types_are_refused(self) -> None:
        simulation = office.simulation()
        with self.assertRaises(TypeError):
            simulation.call("anna", 101)  # type: ignore[arg-type]


class Kinds(unittest.TestCase):
    def test_everything_the_engine_can_say_is_known(self) -> None:
        import json
        from dataclasses import fields

        from tandem import _tandem, events, records

        names = _tandem.names()
        self.assertEqual(list(records.Direction), names["directions"])
        self.assertEqual(list(records.CallResult), names["results"])
        self.assertEqual(list(records.EndedBy), names["enders"])
        self.assertEqual(list(records.PartKind), names["parts"])
        self.assertEqual(list(records.PartResult), names["part_results"])
        samples = [json.loads(text) for text in names["events"]]
        self.assertCountEqual(events.KINDS, [sample["event"] for sample in samples])
        for kind in events.KINDS.values():
            self.assertIn(kind.__name__, tandem.__all__)
        for sample in samples:
            event = events.event_from_json(sample)
            self.assertEqual(len(fields(event)), len(sample) - 1, event)


class Handlers(unittest.TestCase):
    def setUp(self) -> None:
        self.simulation = office.simulation()

    def test_told_in_order_with_the_clock(self) -> None:
        seen: list[tandem.Event] = []
        times: list[datetime] = []
        before = len(self.simulation.events)
        self.simulation.on_event(seen.append)
        self.simulation.on_event(lambda event: times.append(self.simulation.now))
        office.call_sales(self.simulation)
        self.assertEqual(seen, self.simulation.events_from(before))
        self.assertEqual(times, [event.at for event in seen])

    def test_taken_away(self) -> None:
        seen: list[tandem.Event] = []
        remove = self.simulation.on_event(seen.append)
        remove()
        remove()
        office.call_sales(self.simulation)
        self.assertEqual(seen, [])

    def test_what_it_raises_comes_out_and_the_engine_goes_on(self) -> None:
        unraisable: list[object] = []
        hook, sys.unraisablehook = sys.unraisablehook, lambda what: unraisable.append(what.exc_value)
        self.addCleanup(setattr, sys, "unraisablehook", hook)

        def handler(event: tandem.Event) -> None:
            raise LookupError(event.name)

        before = len(self.simulation.events)
        self.simulation.on_event(handler)
        with self.assertRaisesRegex(LookupError, "call_arrived"):
            self.simulation.call("boris", "101")
            self.simulation.run_for(1)
        self.assertTrue(all(isinstance(each, LookupError) for each in unraisable))
        self.assertEqual(len(unraisable) + 1, len(self.simulation.events) - before)
        self.simulation.answer("anna")

    def test_may_not_act(self) -> None:
        def handler(event: tandem.Event) -> None:
            self.simulation.run_for(1)

        self.simulation.on_event(handler)
        with self.assertRaisesRegex(RuntimeError, "handler"):
            self.simulation.set_status("anna", "dnd")

    def test_gone_with_its_simulation(self) -> None:
        class Watcher:
            def __init__(self, simulation: tandem.Simulation) -> None:
                self.simulation = simulation
                simulation.on_event(self.see)

            def see(self, event: tandem.Event) -> None: ...

        watcher = weakref.ref(Watcher(office.simulation()))
        gc.collect()
        self.assertIsNone(watcher())

    def test_simulation_destroyed_in_the_middle_of_calls(self) -> None:
        seen: list[tandem.Event] = []
        simulation = office.simulation()
        simulation.on_event(seen.append)
        for _ in range(20):
            simulation.call("boris", "101")
        simulation.run_for(1)
        before = len(seen)
        del simulation
        gc.collect()
        self.assertEqual(len(seen), before)


class Threads(unittest.TestCase):
    def test_interpreter_runs_while_the_clock_does(self) -> None:
        """A long run holds no other thread up."""
        simulation = office.simulation(trace=False)
        for number in range(3000):
            simulation.call(str(79160000000 + number), office.LINE)
        worker = threading.Thread(target=simulation.run_for, args=(timedelta(minutes=10),))
        ticks = 0
        worker.start()
        while worker.is_alive():
            ticks += 1
            time.sleep(0.001)
        worker.join()
        self.assertGreater(ticks, 5)

    def test_one_at_a_time(self) -> None:
        simulation = office.simulation()
        simulation.on_event(lambda event: None)
        failures: list[BaseException] = []

        def use(number: int) -> None:
            try:
                for _ in range(30):
                    simulation.call(str(79160000000 + number), office.LINE)
                    simulation.run_for(1)
                    simulation.records
                    simulation.now
            except BaseException as error:
                failures.append(error)

        users = [threading.Thread(target=use, args=(number,)) for number in range(4)]
        for user in users:
            user.start()
        for user in users:
            user.join()
        self.assertEqual(failures, [])
        simulation.run_until_idle()
        self.assertEqual(len(simulation.records), 120)
        self.assertTrue(all(record.closed for record in simulation.records))

    def test_end_of_the_process_with_engines_alive(self) -> None:
        script = (
            "import office, tandem\n"
            "keep = office.simulation()\n"
            "keep.on_event(lambda event: keep.now)\n"
            "keep.call('boris', '101'); keep.run_for(1)\n"
            "try: keep.answer('nobody')\n"
            "except tandem.NotFoundError as error: keep.error = error\n"
        )
        for _ in range(3):
            done = subprocess.run([sys.executable, "-X", "dev", "-c", script], cwd=office.Path(__file__).parent,
                                  capture_output=True, text=True, timeout=30)
            self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
