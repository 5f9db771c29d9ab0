#include "sim/story_runner.hpp"

#include "model/names.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tandem::sim {
namespace {

constexpr Time before_all_stories = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};

}  // namespace

StoryRunner::StoryRunner(const Story& story, const std::string& file, const std::string& folder)
    : story_(story), file_(file), folder_(folder), lab_({.seed = story.seed, .start = before_all_stories}) {
  result_.file = file;
  result_.line = story.line;
  result_.title = story.title;
}

std::unexpected<Error> StoryRunner::misread(const Line& line, std::string message) const {
  return fail_at(file_, line.number, std::move(message));
}

void StoryRunner::failed(const Line& line, std::string message) {
  result_.failures.push_back(fmt::format("{}:{}: {}", file_, line.number, message));
}

Result<StoryResult> StoryRunner::play() {
  if (Result<void> ready = prepare(); !ready) return std::unexpected(ready.error());
  for (const Step& step : story_.steps) {
    // Everything of the instant before happens first: a step at 5s sees what the engine did at 5s.
    if (!step.at_once) lab_.executor.run_until(began_ + step.at);
    if (Result<void> done = act(step); !done) return std::unexpected(done.error());
  }
  lab_.executor.run_all(lab_.executor.now() + std::chrono::hours(24));
  collect();
  for (const Line& line : story_.expectations) {
    if (Result<void> done = check(line); !done) return std::unexpected(done.error());
  }
  // Whoever rings unexpectedly breaks the story: where a call goes is what stories are about.
  for (const Span& span : spans_) {
    if (span.kind == "rings" && !span.expected) {
      failed({story_.line, {}}, fmt::format("unexpected: {} rings {}..{}", span.who, span_text(span.from),
                                            span.to ? span_text(*span.to) : "the end"));
    }
  }
  if (lab_.calls() != 0) failed({story_.line, {}}, "a call is still there a day later");
  result_.transcript = transcript();
  return std::move(result_);
}

Result<void> StoryRunner::prepare() {
  const Line here{story_.line, {}};
  if (story_.accounts.empty()) return misread(here, "the story names no account");
  for (const StoryAccount& account : story_.accounts) {
    if (Result<void> read = read_account(account); !read) return read;
  }
  for (const Line& change : story_.patches) {
    const Result<std::string> account = account_of(change);
    if (!account) return std::unexpected(account.error());
    if (Result<void> changed = patch(change, *account, change.words.back()); !changed) return changed;
  }
  // First the time, then the accounts: nothing of them is to run for the years before.
  const Result<AccountDocument> document = parse_account(documents_.at(first_));
  if (!document) return misread(here, to_string(document.error()));
  const std::string start = story_.start.empty() ? "2026-03-02 10:00:00" : story_.start;
  if (Result<void> started = lab_.start_at(start, document->time_zone); !started) {
    return misread(here, started.error().message);
  }
  if (Result<void> saved = save(here, first_, "{}"); !saved) return saved;
  for (const auto& [account, text] : documents_) {
    if (account == first_) continue;
    if (Result<void> saved = save(here, account, "{}"); !saved) return saved;
  }
  for (const Line& line : story_.settings) {
    if (Result<void> set = set_up(line); !set) return set;
  }
  lab_.executor.run_for({});
  lab_.events.clear();
  lab_.trace.seen.clear();
  began_ = lab_.executor.now();
  return {};
}

Result<void> StoryRunner::read_account(const StoryAccount& account) {
  const Line line{account.line, {}};
  std::string text = account.json;
  if (!account.file.empty()) {
    std::ifstream in(folder_ + "/" + account.file);
    if (!in) return misread(line, fmt::format("there is no file {}/{}", folder_, account.file));
    text = std::string(std::istreambuf_iterator<char>(in), {});
  }
  auto document = nlohmann::json::parse(text, nullptr, false);
  if (!account.file.empty() && !account.json.empty() && document.is_object()) {
    const auto change = nlohmann::json::parse(account.json, nullptr, false);
    if (change.is_discarded()) return misread(line, "this is no JSON");
    document.merge_patch(change);
  }
  if (!document.is_object()) return misread(line, "the account is no JSON object");
  const std::string id = document.value("id", "");
  if (first_.empty() && documents_.empty()) first_ = id;
  if (!documents_.emplace(id, document.dump()).second) {
    return misread(line, fmt::format("there are two accounts '{}'; give the neighbour another \"id\"", id));
  }
  return {};
}

Result<std::string> StoryRunner::account_of(const Line& line) const {
  const std::vector<std::string>& w = line.words;
  if (w.size() == 2) return first_;
  if (w.size() != 3) return misread(line, fmt::format("write '{0} {{...}}' or '{0} ACCOUNT {{...}}'", w[0]));
  if (!documents_.contains(w[1])) return misread(line, fmt::format("there is no account '{}'", w[1]));
  return w[1];
}

Result<void> StoryRunner::patch(const Line& line, const std::string& account, const std::string& change) {
  std::string& text = documents_.at(account);
  auto document = nlohmann::json::parse(text, nullptr, false);
  const auto changes = nlohmann::json::parse(change, nullptr, false);
  if (document.is_discarded() || changes.is_discarded()) return misread(line, "this is no JSON");
  document.merge_patch(changes);
  text = document.dump();
  return {};
}

Result<void> StoryRunner::save(const Line& line, const std::string& account, const std::string& change) {
  if (Result<void> changed = patch(line, account, change); !changed) return changed;
  if (Result<void> saved = lab_.save(documents_.at(account)); !saved) return misread(line, to_string(saved.error()));
  return {};
}

Result<void> StoryRunner::act(const Step& step) {
  const std::vector<std::string>& w = step.line.words;
  const std::string at = span_text(step.at);
  if (w[0] == "save") {
    const Result<std::string> account = account_of(step.line);
    return account ? save(step.line, *account, w.back()) : std::unexpected(account.error());
  }
  if (w[0] == "remove" && w.size() == 2) {
    const Result<void> removed = lab_.remove(w[1]);
    return removed ? removed : misread(step.line, removed.error().message);
  }
  if (w.size() < 2) return misread(step.line, "who does what?");
  const std::string& who = w[0];
  const std::string& verb = w[1];
  if (verb == "calls" && (w.size() == 3 || (w.size() == 5 && w[3] == "by"))) {
    const Result<void> called = lab_.call(who, w[2], w.size() == 5 ? w[4] : "");
    return called ? called : misread(step.line, called.error().message);
  }
  if (verb == "status" && w.size() == 3) {
    if (Result<void> set = lab_.set_status(who, {w[2]}); !set) return misread(step.line, set.error().message);
    return {};
  }
  if (verb == "logs" && w.size() >= 3 && w.size() <= 4 && (w[2] == "in" || (w[2] == "out" && w.size() == 3))) {
    const auto status = w.size() == 4 ? std::optional(StatusKey{w[3]}) : std::nullopt;
    if (Result<void> set = w[2] == "in" ? lab_.log_in(who, status) : lab_.log_out(who); !set) {
      return misread(step.line, set.error().message);
    }
    return {};
  }
  if (verb == "chooses" && w.size() >= 3) {
    const bool card = w.size() == 3 && w[2] == "card";
    const std::vector<std::string> devices(w.begin() + (card ? 3 : 2), w.end());
    if (Result<void> set = lab_.choose_devices(who, devices); !set) failed(step.line, set.error().message);
    return {};
  }
  if (verb == "ready" && w.size() == 2) {
    if (Result<void> set = lab_.end_wrap_up(who); !set) return misread(step.line, set.error().message);
    return {};
  }
  if (verb == "registers" || verb == "unregisters") {
    if (Result<void> set = lab_.set_registered(who, verb == "registers"); !set) {
      return misread(step.line, set.error().message);
    }
    return {};
  }
  if (verb == "falls" && w.size() == 3 && w[2] == "silent") {
    lab_.signaling().set_peer(who, {.silent = true});
    return {};
  }
  if (verb == "refuses" && w.size() == 4 && w[2] == "options") {
    lab_.signaling().set_peer(who, {.options = std::atoi(w[3].c_str())});
    return {};
  }
  if (verb == "refuses" && w.size() == 4 && w[2] == "registration") {
    lab_.signaling().set_peer(who, {.registration = std::atoi(w[3].c_str())});
    return {};
  }
  if (verb == "recovers") {
    lab_.signaling().set_peer(who, {});
    return {};
  }
  if (verb == "desktop" && w.size() == 4 && (w[3] == "audio" || w[3] == "silent")) {
    const Softphone desktop{SoftphoneState::online, w[2], w[3] == "silent"};
    if (Result<void> set = lab_.set_softphone(who, SoftphoneKind::desktop, desktop); !set) return misread(step.line, set.error().message);
    return {};
  }
  if (verb == "writes" && w.size() == 4) {
    if (Result<void> sent = lab_.send_sms(who, w[2], w[3]); !sent) failed(step.line, sent.error().message);
    return {};
  }
  if (verb == "clicks" && w.size() == 3) {
    if (Result<void> placed = lab_.place_call(who, w[2]); !placed) failed(step.line, placed.error().message);
    return {};
  }
  if (verb == "passes" && w.size() == 3) {
    if (Result<void> passed = lab_.transfer(who, w[2]); !passed) failed(step.line, passed.error().message);
    return {};
  }
  const Result<Phone*> party = lab_.phone(who);  // a number outside that was never called is a party without a call
  if (!party) return misread(step.line, party.error().message);
  Phone* phone = *party;
  bool done = false;
  if (verb == "presses" && w.size() == 3) {
    done = std::ranges::all_of(w[2], [&](char digit) { return phone->press(digit); });
  } else if (verb == "presses" && w.size() == 5 && w[3] == "by" && w[4] == "info") {
    done = std::ranges::all_of(w[2], [&](char digit) { return phone->press_by_info(digit); });
  } else if (verb == "says" && w.size() == 3) {
    done = phone->say(w[2]);
  } else if (verb == "faxes" && w.size() == 3) {
    done = phone->fax(std::atoi(w[2].c_str()));
  } else if (verb == "answers") {
    done = phone->answer();
  } else if (verb == "rejects") {
    done = phone->reject(w.size() > 2 ? std::atoi(w[2].c_str()) : 486);
  } else if (verb == "hangs" && w.size() == 3 && w[2] == "up") {
    done = phone->hang_up();
  } else if (verb == "transfers" && w.size() == 3) {
    done = phone->transfer(w[2]);
  } else if (verb == "holds" || verb == "resumes") {
    done = phone->hold(verb == "holds");
  } else if (verb == "joins") {
    done = phone->join();
  } else if (verb == "takes" && w.size() == 3) {
    Phone* other = lab_.find_phone(w[2]);
    done = other != nullptr && phone->take_from(lab_.network_side(), *other);
  } else if (verb == "reoffers" && (w.size() == 2 || (w.size() == 3 && w[2] == "misfit"))) {
    done = phone->reoffer(w.size() == 3 ? misfit : "");
  } else {
    return misread(step.line, fmt::format("'{}' is nothing a party does: calls, presses, says, faxes, answers, rejects, hangs up, "
                                          "transfers, holds, resumes, joins, takes, clicks, writes, passes, reoffers, registers, desktop, "
                                          "unregisters, status, ready, logs in, logs out, chooses; and an address: falls silent, refuses options or registration, recovers", verb));
  }
  if (!done) failed(step.line, fmt::format("at {} {} has no call to do that with", at, who));
  return {};
}

void StoryRunner::collect() {
  const auto begin = [&](const Seen& seen, std::string kind) {
    spans_.push_back({seen.who, std::move(kind), seen.what, since_start(seen.at), {}, false});
  };
  const auto end = [&](const Seen& seen, std::string_view kind) {
    for (auto span = spans_.rbegin(); span != spans_.rend(); ++span) {
      if (span->who != seen.who || span->kind != kind || span->to) continue;
      if (kind != "rings" && span->what != seen.what) continue;
      span->to = since_start(seen.at);
      return;
    }
  };
  for (const Seen& seen : lab_.trace.seen) {
    switch (seen.fact) {
      case Fact::ring_begins: begin(seen, "rings"); break;
      case Fact::ring_ends: end(seen, "rings"); break;
      case Fact::hears_begins: begin(seen, "hears"); break;
      case Fact::hears_ends: end(seen, "hears"); break;
      case Fact::talk_begins: begin(seen, "talks"); break;
      case Fact::talk_ends: end(seen, "talks"); break;
      default: break;
    }
  }
  RecordQuery all;
  all.limit = 100'000;
  if (Result<std::vector<CallRecord>> found = lab_.storage.records->find(all)) records_ = std::move(*found);
  std::ranges::reverse(records_);
}

std::string StoryRunner::transcript() const {
  std::string text;
  for (const Seen& seen : lab_.trace.seen) {
    static constexpr std::string_view verbs[] = {"rings, called by",
                                                 "stops ringing",
                                                 "hears",
                                                 "no longer hears",
                                                 "talks with",
                                                 "no longer talks with",
                                                 "is refused with",
                                                 "is off the line",
                                                 "is connected",
                                                 "gets",
                                                 "sees its new offer",
                                                 "is shown who passed the call on:",
                                                 "is told about its transfer:",
                                                 "is asked whether it is there",
                                                 "is told whom it reached:",
                                                 "was called as"};
    static_assert(std::size(verbs) == static_cast<std::size_t>(Fact::reached) + 1);
    text += fmt::format("{:>9}  {} {} {}\n", span_text(since_start(seen.at)), seen.who,
                        verbs[static_cast<std::size_t>(seen.fact)], seen.what);
  }
  for (const CallRecord& record : records_) text += explain(record);
  return text;
}

}  // namespace tandem::sim

namespace tandem {

Result<std::vector<StoryResult>> play_stories(std::string_view text, const std::string& file,
                                              const std::string& folder) {
  Result<std::vector<sim::Story>> stories = sim::read_stories(text, file);
  if (!stories) return std::unexpected(stories.error());
  std::vector<StoryResult> results;
  for (const sim::Story& story : *stories) {
    Result<StoryResult> result = sim::StoryRunner(story, file, folder).play();
    if (!result) return std::unexpected(result.error());
    results.push_back(std::move(*result));
  }
  return results;
}

}  // namespace tandem
