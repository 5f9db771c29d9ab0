// tandem-scenario: plays call stories on the virtual clock, so that a dial plan can be tried before it is saved.
//
//   tandem-scenario [-v] FILE.call ...      exit 0: every story holds; 1: some do not; 2: a file cannot be read
#include <tandem/simulation.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Tally {
  int passed = 0;
  int failed = 0;
  int unreadable = 0;
};

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

void report(const tandem::StoryResult& story, bool verbose, Tally& tally) {
  const bool holds = story.failures.empty();
  ++(holds ? tally.passed : tally.failed);
  if (holds && !verbose) return;
  std::printf("%s %s:%d  %s\n", holds ? "holds " : "BROKEN", story.file.c_str(), story.line, story.title.c_str());
  for (const std::string& failure : story.failures) std::printf("    %s\n", failure.c_str());
  std::printf("  what happened:\n%s\n", story.transcript.c_str());
}

void play(const std::string& path, bool verbose, Tally& tally) {
  std::ifstream in(path);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    ++tally.unreadable;
    return;
  }
  const auto stories = tandem::play_stories(text, path, folder_of(path));
  if (!stories) {
    std::fprintf(stderr, "%s\n", to_string(stories.error()).c_str());
    ++tally.unreadable;
    return;
  }
  for (const tandem::StoryResult& story : *stories) report(story, verbose, tally);
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  bool verbose = false;
  Tally tally;
  for (const std::string& word : words) {
    if (word == "-v" || word == "--verbose") {
      verbose = true;
    } else {
      play(word, verbose, tally);
    }
  }
  if (tally.passed + tally.failed + tally.unreadable == 0) {
    std::fprintf(stderr, "usage: tandem-scenario [-v] FILE.call ...\n");
    return 2;
  }
  std::printf("%d stories hold, %d do not, %d files cannot be read\n", tally.passed, tally.failed, tally.unreadable);
  return tally.unreadable != 0 ? 2 : tally.failed != 0 ? 1 : 0;
}
