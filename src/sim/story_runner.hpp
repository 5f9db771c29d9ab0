// Plays a story in a laboratory and holds what happened against what is expected.
#pragma once

#include "sim/lab.hpp"
#include "sim/story.hpp"

#include <tandem/simulation.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tandem::sim {

/// What a phone without a common codec sends at the end of its description (SimMedia refuses it).
inline constexpr const char* misfit = ":nothing";

class StoryRunner {
 public:
  StoryRunner(const Story& story, const std::string& file, const std::string& folder);
  /// Errors are about the story itself (a line nobody understands, an account that does not load).
  Result<StoryResult> play();

 private:
  /// A ring, a sound or a talk of one party, from when to when.
  struct Span {
    std::string who;
    std::string kind;  ///< "rings", "hears", "talks"
    std::string what;
    Duration from{};
    std::optional<Duration> to;
    bool expected = false;
  };
  Result<void> prepare();
  Result<void> set_up(const Line& line);
  Result<void> set_up_phones(const Line& line);
  Result<void> set_up_integration(const Line& line);
  Result<void> act(const Step& step);
  Result<void> read_account(const StoryAccount& account);
  /// A merge patch on an account's document, which save() hands to the account.
  Result<void> patch(const Line& line, const std::string& account, const std::string& change);
  Result<void> save(const Line& line, const std::string& account, const std::string& change);
  /// Words such as "with {...}" and "with branch {...}": the account that is meant, by default the first.
  [[nodiscard]] Result<std::string> account_of(const Line& line) const;
  void collect();
  Result<void> check(const Line& line);
  Result<void> check_span(const Line& line);
  Result<void> check_event(const Line& line);
  Result<void> check_record(const Line& line);
  Result<void> check_parts(const Line& line);
  Result<void> check_explain(const Line& line);
  Result<void> check_fact(const Line& line);
  Result<void> check_gets(const Line& line);
  Result<void> check_probed(const Line& line);
  Result<void> check_sms(const Line& line);
  Result<void> check_mailbox(const Line& line);
  void failed(const Line& line, std::string message);
  [[nodiscard]] std::unexpected<Error> misread(const Line& line, std::string message) const;
  [[nodiscard]] const CallRecord* record_of(const std::string& name) const;
  [[nodiscard]] Duration since_start(Time time) const { return time - began_; }
  [[nodiscard]] std::string transcript() const;
  [[nodiscard]] std::string spans_of(const std::string& who, const std::string& kind) const;

  const Story& story_;
  const std::string& file_;
  const std::string& folder_;
  Lab lab_;
  Time began_{};
  std::string first_;                             ///< the account that the story is about
  std::map<std::string, std::string> documents_;  ///< the accounts' JSON as it stands
  std::vector<Span> spans_;
  std::vector<CallRecord> records_;
  StoryResult result_;
};

}  // namespace tandem::sim
