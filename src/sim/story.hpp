// A call story as read from a scenario file (tests/scenarios/README.md has the grammar).
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tandem::sim {

/// One line of a story, cut into words. A word in quotes keeps its blanks; what begins with '{' goes to the line's end,
/// and on to the lines below until its braces close.
struct Line {
  int number = 0;
  std::vector<std::string> words;
};

struct Step {
  Duration at{};  ///< since the story's start
  Line line;      ///< without "at TIME" or "and"
  bool at_once = false;  ///< "and": together with the step before; the engine sees both only then
};

/// An account document as a story names it.
struct StoryAccount {
  int line = 0;
  std::string file;  ///< as written; empty when the document is inline
  std::string json;  ///< inline; with a file: a merge patch (RFC 7396) on it
};

struct Story {
  int line = 0;
  std::string title;
  std::vector<StoryAccount> accounts;  ///< the first is what the story is about; the others are its neighbours
  std::vector<Line> patches;    ///< "with [ACCOUNT] {...}": merge patches of this story alone
  std::string start;            ///< "2026-03-02 10:00:00", a Monday, where a story says nothing
  std::uint64_t seed = 1;
  std::vector<Line> settings;   ///< "sound NAME LENGTH", "offline WHO", "misfit WHO", "always WHO ..."
  std::vector<Step> steps;
  std::vector<Line> expectations;  ///< without "expect"
};

/// Errors: `invalid_argument` with file and line.
[[nodiscard]] Result<std::vector<Story>> read_stories(std::string_view text, const std::string& file);

/// "0s", "2.5s", "1m30s", "1h", "250ms".
[[nodiscard]] Result<Duration> read_span(std::string_view text);
/// "12.500s", for messages.
[[nodiscard]] std::string span_text(Duration span);

[[nodiscard]] std::unexpected<Error> fail_at(const std::string& file, int line, std::string message);

}  // namespace tandem::sim
