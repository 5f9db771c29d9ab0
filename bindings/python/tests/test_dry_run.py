"""A call walked through a document."""

import unittest
from datetime import datetime, timedelta, timezone

import office
import tandem

MONDAY = datetime(2026, 3, 2, 7, tzinfo=timezone.utc)


class WhereACallGoes(unittest.TestCase):
    def test_step_by_step(self) -> None:
        run = tandem.explain_call(office.document(), office.CALLER, office.LINE, at=MONDAY, pressed=[("1", 2)],
                                  answers=[tandem.Answers("boris", after=4)], offline=["anna"])
        self.assertEqual(run.record.answered_by, "boris")
        self.assertEqual(run.record.started, MONDAY)
        self.assertEqual([each.reason for each in run.record.decisions],
                         ["line_to_scheme", "branch_taken", "menu_item_chosen", "rings_sequential"])
        self.assertIn("boris rings, shown 79161234567", run.text)
        self.assertIn("звонящий выбрал пункт меню 1", run.text_russian)

    def test_unsaved_document_and_its_problems(self) -> None:
        document = office.document()
        document["groups"][0]["members"].append({"employee": "ghost"})
        with self.assertRaises(tandem.DanglingError):
            tandem.explain_call(document, office.CALLER, office.LINE)

    def test_patience(self) -> None:
        run = tandem.explain_call(office.document(), office.CALLER, office.LINE, at=MONDAY, patience=timedelta(seconds=2))
        self.assertEqual(run.record.ended, MONDAY + timedelta(seconds=2))

    def test_time_needs_a_zone(self) -> None:
        with self.assertRaises(ValueError):
            tandem.explain_call(office.document(), office.CALLER, office.LINE, at=datetime(2026, 3, 2))


if __name__ == "__main__":
    unittest.main()
