// A dry run is a story without expectations: one caller in a laboratory of his own.
#include <tandem/dry_run.hpp>

#include "sim/lab.hpp"
#include "sim/story.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tandem {
namespace {

constexpr Duration a_moment = std::chrono::milliseconds(100);

struct FactWords {
  std::string_view english;
  std::string_view russian;
};
/// In the order of DryRunFact: {0} who, {1} what.
constexpr FactWords fact_words[] = {
    {"", ""},
    {"{0} rings, shown {1}", "{0}: звонит, показан {1}"},
    {"{0} stops ringing", "{0}: больше не звонит"},
    {"{0} hears {1}", "{0} слышит {1}"},
    {"{0} no longer hears {1}", "{0} больше не слышит {1}"},
    {"{0} talks with {1}", "{0} говорит с {1}"},
    {"{0} no longer talks with {1}", "{0} больше не говорит с {1}"},
    {"{0} is refused with {1}", "{0} получает отказ {1}"},
    {"{0} is connected", "{0} на линии"},
    {"{0} is off the line", "{0} больше не на линии"},
    {"{0} enters {1}", "{0} вводит {1}"},
};
static_assert(std::size(fact_words) == static_cast<std::size_t>(DryRunFact::presses) + 1);

std::optional<DryRunFact> fact_of(sim::Fact fact) {
  switch (fact) {
    case sim::Fact::ring_begins: return DryRunFact::rings;
    case sim::Fact::ring_ends: return DryRunFact::rings_no_more;
    case sim::Fact::hears_begins: return DryRunFact::hears;
    case sim::Fact::hears_ends: return DryRunFact::hears_no_more;
    case sim::Fact::talk_begins: return DryRunFact::talks;
    case sim::Fact::talk_ends: return DryRunFact::talks_no_more;
    case sim::Fact::refused: return DryRunFact::refused;
    case sim::Fact::answered: return DryRunFact::connected;
    case sim::Fact::left: return DryRunFact::left;
    default: return std::nullopt;
  }
}

/// Plays one query.
class Player {
 public:
  Player(const DryRunQuery& query, Time start) : query_(query), start_(start), lab_({.seed = 1, .start = start}) {}

  Result<DryRun> play(const AccountDocument& document) {
    if (Result<void> ready = prepare(document); !ready) return std::unexpected(ready.error());
    const Result<sim::Phone*> caller = lab_.phone(query_.from);
    if (!caller) return std::unexpected(caller.error());
    if (Result<void> called = lab_.call(query_.from, query_.to); !called) return std::unexpected(called.error());
    lab_.executor.run_for({});
    for (const DryRunInput& input : query_.input) enter(**caller, input);
    lab_.executor.run_until(start_ + query_.patience);
    (void)(*caller)->hang_up();
    lab_.executor.run_all(lab_.executor.now() + std::chrono::hours(24));
    return result();
  }

 private:
  Result<void> prepare(const AccountDocument& document) {
    lab_.let_outside_stand_in();  // for the accounts that internal trunks lead to
    if (Result<void> saved = lab_.save(to_json(document)); !saved) return saved;
    lab_.executor.run_for({});
    for (const std::string& who : query_.offline) {
      if (Result<void> gone = lab_.set_registered(who, false); !gone) return gone;
    }
    for (const auto& [employee, status] : query_.statuses) {
      if (Result<void> set = lab_.set_status(employee.text, status); !set) return set;
    }
    for (const DryRunAnswer& answer : query_.answers) {
      const Result<sim::Phone*> phone = lab_.phone(answer.who);
      if (!phone) return std::unexpected(phone.error());
      (*phone)->habit = {true, answer.after, answer.talk};
    }
    lab_.executor.run_for({});
    lab_.trace.seen.clear();
    return {};
  }

  [[nodiscard]] Duration passed() const { return lab_.executor.now() - start_; }

  /// As soon as the caller is connected, and the pause is over.
  void enter(sim::Phone& caller, const DryRunInput& input) {
    const auto once = [&] {
      if (!input.words.empty()) return caller.say(input.words);
      return std::ranges::all_of(input.keys, [&](char key) { return caller.press(key); });
    };
    while (!caller.connected() && lab_.calls() > 0 && passed() < query_.patience) lab_.executor.run_for(a_moment);
    lab_.executor.run_for(input.after);
    const Duration at = passed();
    if (once())
      pressed_.push_back({at, DryRunFact::presses, query_.from, input.words.empty() ? input.keys : input.words, {}});
    lab_.executor.run_for({});
  }

  Result<DryRun> result() {
    RecordQuery all;
    Result<std::vector<CallRecord>> records = lab_.storage.records->find(all);
    if (!records) return std::unexpected(records.error());
    if (records->empty()) {
      return fail(errc::invalid_argument, fmt::format("'{}' is no number of this account, and the caller has no way to "
                                                      "dial it",
                                                      query_.to));
    }
    DryRun run;
    run.record = std::move(records->back());
    for (const Decision& decision : run.record.decisions) {
      run.steps.push_back({decision.at - start_, DryRunFact::decided, "", "", decision});
    }
    for (const sim::Seen& seen : lab_.trace.seen) {
      if (const auto fact = fact_of(seen.fact)) run.steps.push_back({seen.at - start_, *fact, seen.who, seen.what, {}});
    }
    // What is entered comes before what it brings about, a decision before what follows from it.
    run.steps.insert(run.steps.begin(), pressed_.begin(), pressed_.end());
    std::ranges::stable_sort(run.steps, {}, &DryRunStep::at);
    return run;
  }

  const DryRunQuery& query_;
  Time start_;
  sim::Lab lab_;
  std::vector<DryRunStep> pressed_;
};

}  // namespace

Result<DryRun> explain_call(const AccountDocument& document, const DryRunQuery& query) {
  if (std::vector<Error> problems = problems_of(document); !problems.empty()) {
    return std::unexpected(joined(std::move(problems)));
  }
  if (query.to.empty()) return fail(errc::invalid_argument, "nothing is dialled");
  const Time now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  return Player(query, query.at.value_or(now)).play(document);
}

std::string text_of(const DryRunStep& step, Language language) {
  if (step.decision) {
    std::string text = step.decision->rule + "  " + text_of(*step.decision, language);
    for (const Decision::Left& left : step.decision->left_out) text += "; " + text_of(left, language);
    return text;
  }
  const FactWords& words = fact_words[static_cast<std::size_t>(step.fact)];
  const std::string_view pattern = language == Language::russian ? words.russian : words.english;
  return fmt::format(fmt::runtime(pattern), step.who, step.what);
}

std::string text_of(const DryRun& run, Language language) {
  std::string text;
  for (const DryRunStep& step : run.steps) {
    text += fmt::format("{:>9}  {}\n", sim::span_text(step.at), text_of(step, language));
  }
  const std::string_view end = language == Language::russian ? "итог" : "result";
  return text + fmt::format("{:>9}  {}\n", end, name_of(run.record.result));
}

}  // namespace tandem
