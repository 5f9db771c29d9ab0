import tempfile
import unittest
from pathlib import Path

import office
import tandem


class Stories(unittest.TestCase):
    def test_a_story_that_holds(self) -> None:
        results = tandem.play_stories(office.SCENARIOS / "first.call")
        self.assertTrue(results)
        for story in results:
            self.assertTrue(story.holds, story.failures)
            self.assertTrue(story.title)
            self.assertTrue(story.transcript)

    def play(self, text: str) -> list[tandem.StoryResult]:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "office.json").write_text((office.SCENARIOS / "office.json").read_text())
            Path(folder, "one.call").write_text(text)
            return tandem.play_stories(str(Path(folder, "one.call")))

    def test_a_story_that_does_not(self) -> None:
        (story,) = self.play(
            'story "Nobody is there"\naccount office.json\nat 0s boris calls 101\nat 2s anna answers\nexpect boris talks clara 1s..2s\n'
        )
        self.assertFalse(story.holds)
        self.assertIn("clara", story.failures[0])

    def test_a_text_that_cannot_be_read(self) -> None:
        with self.assertRaisesRegex(tandem.InvalidArgumentError, "juggles"):
            self.play('story "x"\naccount office.json\nat 0s boris juggles\n')


if __name__ == "__main__":
    unittest.main()
