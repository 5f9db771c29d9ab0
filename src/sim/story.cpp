#include "sim/story.hpp"

#include <fmt/core.h>

#include <charconv>

namespace tandem::sim {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

/// Braces opened and not closed, outside of strings.
int open_braces(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (quoted) continue;
    if (text[i] == '{' || text[i] == '[') ++depth;
    if (text[i] == '}' || text[i] == ']') --depth;
  }
  return depth;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Result<std::vector<Story>> read() {
    Line line;
    while (next(line)) {
      if (Result<void> taken = take(line); !taken) return std::unexpected(taken.error());
    }
    if (stories_.empty()) return fail_at(file_, 1, "there is no 'story' line");
    return std::move(stories_);
  }

 private:
  std::string_view raw_line() {
    const std::size_t end = std::min(text_.find('\n', position_), text_.size());
    const std::string_view line = text_.substr(position_, end - position_);
    position_ = end + 1;
    ++number_;
    return line;
  }

  bool next(Line& line) {
    while (position_ < text_.size()) {
      std::string content(trimmed(raw_line()));
      line.number = number_;
      if (content.empty() || content.front() == '#') continue;
      while (content.find('{') != std::string::npos && open_braces(content) > 0 && position_ < text_.size()) {
        content += '\n';
        content += raw_line();
      }
      line.words = split(content);
      return true;
    }
    return false;
  }

  static std::vector<std::string> split(std::string_view content) {
    std::vector<std::string> words;
    while (!(content = trimmed(content)).empty()) {
      if (content.front() == '{') {
        words.emplace_back(content);
        break;
      }
      if (content.front() == '"') {
        const std::size_t end = std::min(content.find('"', 1), content.size());
        words.emplace_back(content.substr(1, end - 1));
        content.remove_prefix(std::min(end + 1, content.size()));
        continue;
      }
      const std::size_t end = std::min(content.find_first_of(" \t"), content.size());
      if (content.front() == '#') break;  // a comment behind a line
      words.emplace_back(content.substr(0, end));
      content.remove_prefix(end);
    }
    return words;
  }

  Result<void> take(Line& line) {
    const std::string verb = line.words.front();
    const auto second = [&]() -> std::string { return line.words.size() > 1 ? line.words[1] : ""; };
    if (verb == "story") {
      Story story;
      if (!stories_.empty()) {  // stories of a file share the account of the first
        story.accounts = stories_.back().accounts;
        story.start = stories_.back().start;
      }
      story.line = line.number;
      story.title = second();
      for (std::size_t i = 2; i < line.words.size(); ++i) story.title += " " + line.words[i];
      stories_.push_back(std::move(story));
      return {};
    }
    if (stories_.empty()) return fail_at(file_, line.number, "a file begins with 'story \"TITLE\"'");
    Story& story = stories_.back();
    if (verb == "account" || verb == "neighbour") {
      const bool inline_json = second().starts_with('{');
      if (verb == "account") story.accounts.clear();
      if (verb == "neighbour" && story.accounts.empty()) {
        return fail_at(file_, line.number, "the neighbours of an account stand below it");
      }
      story.accounts.push_back({line.number, inline_json ? "" : second(),
                                inline_json ? second() : line.words.size() > 2 ? line.words[2] : ""});
    } else if (verb == "with") {
      story.patches.push_back(line);
    } else if (verb == "start") {
      if (line.words.size() != 3) return fail_at(file_, line.number, "write 'start 2026-03-02 10:00:00'");
      story.start = line.words[1] + " " + line.words[2];
    } else if (verb == "seed") {
      const std::string value = second();
      std::from_chars(value.data(), value.data() + value.size(), story.seed);
    } else if (verb == "sound" || verb == "offline" || verb == "misfit" || verb == "always" ||
               verb == "client" || verb == "calendar" || verb == "region" || verb == "integration") {
      story.settings.push_back(line);
    } else if (verb == "at") {
      const Result<Duration> at = read_span(second());
      if (!at) return fail_at(file_, line.number, at.error().message);
      line.words.erase(line.words.begin(), line.words.begin() + 2);
      if (line.words.empty()) return fail_at(file_, line.number, "'at TIME' needs something that happens");
      if (!story.steps.empty() && story.steps.back().at > *at) {
        return fail_at(file_, line.number, "steps stand in order of time");
      }
      story.steps.push_back({*at, line, false});
    } else if (verb == "and") {
      line.words.erase(line.words.begin());
      if (line.words.empty() || story.steps.empty()) {
        return fail_at(file_, line.number, "'and WHO DOES' stands below the step that happens at the same moment");
      }
      story.steps.push_back({story.steps.back().at, line, true});
    } else if (verb == "expect") {
      line.words.erase(line.words.begin());
      if (line.words.empty()) return fail_at(file_, line.number, "'expect' needs something to expect");
      story.expectations.push_back(line);
    } else {
      return fail_at(file_, line.number,
                     fmt::format("'{}' is no line of a story: story, account, neighbour, with, start, seed, sound, offline, "
                                 "misfit, always, client, region, integration, at, and, expect", verb));
    }
    return {};
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t position_ = 0;
  int number_ = 0;
  std::vector<Story> stories_;
};

}  // namespace

std::unexpected<Error> fail_at(const std::string& file, int line, std::string message) {
  return fail(errc::invalid_argument, fmt::format("{}:{}: {}", file, line, message));
}

Result<Duration> read_span(std::string_view text) {
  Duration sum{};
  std::string_view rest = text;
  while (!rest.empty()) {
    double value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{} || value < 0) break;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    double unit = 0;
    for (const auto& [name, microseconds] :
         {std::pair<std::string_view, double>{"ms", 1e3}, {"h", 3600e6}, {"m", 60e6}, {"s", 1e6}}) {
      if (unit == 0 && rest.starts_with(name)) {
        unit = microseconds;
        rest.remove_prefix(name.size());
      }
    }
    if (unit == 0) break;
    sum += Duration(static_cast<std::int64_t>(value * unit + 0.5));
    if (rest.empty()) return sum;
  }
  return fail(errc::invalid_argument, fmt::format("'{}' is no time: write 0s, 2.5s, 1m30s or 250ms", text));
}

std::string span_text(Duration span) {
  const std::int64_t ms = std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
  return ms % 1000 == 0 ? fmt::format("{}s", ms / 1000) : fmt::format("{}.{:03}s", ms / 1000, ms % 1000);
}

Result<std::vector<Story>> read_stories(std::string_view text, const std::string& file) {
  return Reader(text, file).read();
}

}  // namespace tandem::sim
