// The expectations of a story.
#include "model/names.hpp"
#include "sim/story_runner.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace tandem::sim {
namespace {

/// "5s..20s", "5s..", or "5s" (begins then, however long).
struct When {
  Duration from{};
  std::optional<Duration> to;
};

Result<When> read_when(std::string_view text) {
  const std::size_t dots = text.find("..");
  const Result<Duration> from = read_span(text.substr(0, dots));
  if (!from) return std::unexpected(from.error());
  When when{*from, {}};
  if (dots == std::string_view::npos || dots + 2 == text.size()) return when;
  const Result<Duration> to = read_span(text.substr(dots + 2));
  if (!to) return std::unexpected(to.error());
  when.to = *to;
  return when;
}

std::string record_field(const CallRecord& record, std::string_view field) {
  if (field == "result") return std::string(name_of(record.result));
  if (field == "direction") return std::string(name_of(record.direction));
  if (field == "ended_by") return std::string(name_of(record.ended_by));
  if (field == "end_cause") return record.end_cause;
  if (field == "answered_by") return record.answered_by;
  if (field == "line") return record.line;
  if (field == "trunk") return record.trunk;
  if (field == "dialled") return record.dialled;
  if (field == "dialled_title") return dialled_title(record);
  if (field == "caller") return record.caller.number;
  if (field == "caller_employee") return record.caller_employee;
  if (field == "wait") return record.answered ? span_text(*record.answered - record.started) : "never";
  if (field == "talk") return record.answered ? span_text(*record.ended - *record.answered) : "0s";
  if (field == "length") return span_text(*record.ended - record.started);
  return "?";
}

std::string part_text(const CallPart& part) {
  std::string text(name_of(part.kind));
  if (!part.subject.empty()) text += " " + part.subject;
  if ((part.kind == PartKind::menu || part.kind == PartKind::external) && !part.detail.empty())
    text += " " + part.detail;
  return text + " " + std::string(name_of(part.result));
}

/// What a phone was told or showed, as stories call it.
constexpr std::pair<std::string_view, Fact> facts[] = {{"refused", Fact::refused},       {"sees", Fact::ring_begins},
                                                       {"reached", Fact::reached},       {"reoffer", Fact::reoffered},
                                                       {"redirected", Fact::redirected}, {"transfer", Fact::transfer},
                                                       {"learns", Fact::named}};

}  // namespace

Result<void> StoryRunner::check(const Line& line) {
  const std::vector<std::string>& w = line.words;
  if (w[0] == "event") return check_event(line);
  if (w[0] == "no" && w.size() >= 2 && w[1] == "event") return check_event(line);
  if (w[0] == "record") return check_record(line);
  if (w[0] == "records" && w.size() == 2) {
    if (std::to_string(records_.size()) != w[1]) failed(line, fmt::format("there are {} records", records_.size()));
    return {};
  }
  if (w[0] == "parts") return check_parts(line);
  if (w[0] == "explain" || (w[0] == "no" && w.size() >= 2 && w[1] == "explain")) return check_explain(line);
  if (w[0] == "mailbox") return check_mailbox(line);
  if (w[0] == "sms") return check_sms(line);
  if (w.size() >= 3 && w[1] == "gets") return check_gets(line);
  if (w.size() >= 3 && w[1] == "probed") return check_probed(line);
  const auto is_second = [&](const auto& each) { return w.size() >= 2 && w[1] == each.first; };
  if (std::ranges::any_of(facts, is_second)) return check_fact(line);
  return check_span(line);
}

std::string StoryRunner::spans_of(const std::string& who, const std::string& kind) const {
  std::string text;
  for (const Span& span : spans_) {
    if (span.who != who || span.kind != kind) continue;
    text += fmt::format("{}{}{} {}..{}", text.empty() ? "" : ", ", span.what, span.what.empty() ? "" : "",
                        span_text(span.from), span.to ? span_text(*span.to) : "");
  }
  return text.empty() ? "never" : text;
}

// WHO rings WHEN, WHO rings never, WHO hears WHAT WHEN, WHO talks WITH WHEN, WHO hears WHAT never
Result<void> StoryRunner::check_span(const Line& line) {
  const std::vector<std::string>& w = line.words;
  const bool rings = w.size() == 3 && w[1] == "rings";
  if (!rings && !(w.size() == 4 && (w[1] == "hears" || w[1] == "talks"))) {
    return misread(line,
                   "expect what? 'WHO rings 0s..5s', 'WHO hears WHAT 0s..5s', 'WHO talks WITH 0s..5s', "
                   "'record ...', 'parts ...', 'explain ...', 'event ...', 'WHO refused 486', 'WHO gets 180 at 2s', "
                   "'WHO sees NUMBER', 'WHO reoffer accepted', 'mailbox 1'");
  }
  const std::string what = rings ? "" : w[2];
  const auto same = [&](const Span& span) {
    return span.who == w[0] && span.kind == w[1] && (rings || span.what == what);
  };
  if (w.back() == "never") {
    if (std::ranges::any_of(spans_, same)) failed(line, fmt::format("{} {}: {}", w[0], w[1], spans_of(w[0], w[1])));
    return {};
  }
  const Result<When> when = read_when(w.back());
  if (!when) return misread(line, when.error().message);
  for (Span& span : spans_) {
    if (!same(span) || span.expected || span.from != when->from) continue;
    if (when->to && span.to != when->to) continue;
    span.expected = true;
    return {};
  }
  failed(line, fmt::format("{} {} {}: not so; {}", w[0], w[1], what, spans_of(w[0], w[1])));
  return {};
}

// event NAME [at TIME] [{fields}]; no event NAME [{fields}]
Result<void> StoryRunner::check_event(const Line& line) {
  const std::vector<std::string>& w = line.words;
  const bool absent = w[0] == "no";
  const std::size_t name_at = absent ? 2 : 1;
  if (w.size() <= name_at) return misread(line, "which event?");
  std::optional<Duration> at;
  nlohmann::json fields = nlohmann::json::object();
  for (std::size_t i = name_at + 1; i < w.size(); ++i) {
    if (w[i] == "at" && i + 1 < w.size()) {
      const Result<Duration> span = read_span(w[++i]);
      if (!span) return misread(line, span.error().message);
      at = *span;
    } else {
      fields = nlohmann::json::parse(w[i], nullptr, false);
      if (!fields.is_object()) return misread(line, "the fields of an event are a JSON object");
    }
  }
  const bool found = std::ranges::any_of(lab_.events, [&](const Event& event) {
    if (name_of(event.what) != w[name_at] || (at && since_start(event.at) != *at)) return false;
    const auto json = nlohmann::json::parse(to_json(event));
    return std::ranges::all_of(fields.items(), [&](const auto& item) {
      return json.contains(item.key()) && json[item.key()] == item.value();
    });
  });
  if (found == absent) {
    std::string seen;
    for (const Event& event : lab_.events) {
      if (name_of(event.what) == w[name_at])
        seen += "\n      " + span_text(since_start(event.at)) + " " + to_json(event);
    }
    failed(line, absent ? "this event happened:" + seen : "no such event; of its kind there were:" + seen);
  }
  return {};
}

/// "CALLER" or "CALLER#2": the caller's number, or the key of the employee who called; "ACCOUNT/CALLER" of this account.
const CallRecord* StoryRunner::record_of(const std::string& name) const {
  const std::size_t hash = name.find('#');
  int nth = 1;
  if (hash != std::string::npos) std::from_chars(name.data() + hash + 1, name.data() + name.size(), nth);
  const std::size_t slash = std::min(name.find('/'), hash);
  const bool one_account = slash < name.size() && name[slash] == '/';
  const std::string account = one_account ? name.substr(0, slash) : "";
  const std::size_t begin = one_account ? slash + 1 : 0;
  const std::string who = name.substr(begin, hash == std::string::npos ? hash : hash - begin);
  for (const CallRecord& record : records_) {
    if (one_account && record.account != account) continue;
    const bool same = record.caller.number == who || record.caller_employee == who ||
                      (who == "anonymous" && record.caller.number.empty());
    if (same && --nth == 0) return &record;
  }
  return nullptr;
}

// record CALLER field value [field value ...]
Result<void> StoryRunner::check_record(const Line& line) {
  const std::vector<std::string>& w = line.words;
  if (w.size() < 4 || w.size() % 2 != 0) return misread(line, "write 'record CALLER FIELD VALUE ...'");
  const CallRecord* record = record_of(w[1]);
  if (record == nullptr) {
    failed(line, fmt::format("there is no record of {}", w[1]));
    return {};
  }
  if (!record->closed()) failed(line, "the record is not closed");
  for (std::size_t i = 2; i + 1 < w.size() && record->closed(); i += 2) {
    const std::string value = record_field(*record, w[i]);
    if (value == "?") return misread(line, fmt::format("a record has no field '{}'", w[i]));
    if (value != w[i + 1]) failed(line, fmt::format("{} is '{}'", w[i], value));
  }
  return {};
}

// parts CALLER "scheme main done" "attempt anna no_answer" ...
Result<void> StoryRunner::check_parts(const Line& line) {
  const CallRecord* record = line.words.size() > 1 ? record_of(line.words[1]) : nullptr;
  if (record == nullptr) {
    failed(line, "there is no such record");
    return {};
  }
  std::vector<std::string> parts;
  for (const CallPart& part : record->parts) parts.push_back(part_text(part));
  const std::vector<std::string> wanted(line.words.begin() + 2, line.words.end());
  if (parts != wanted) {
    std::string text;
    for (const std::string& part : parts) text += " \"" + part + "\"";
    failed(line, "the parts are" + text);
  }
  return {};
}

// explain CALLER RULE [TEXT]; no explain CALLER RULE
Result<void> StoryRunner::check_explain(const Line& line) {
  const bool absent = line.words[0] == "no";
  const std::vector<std::string> w(line.words.begin() + (absent ? 1 : 0), line.words.end());
  if (w.size() < 3) return misread(line, "write 'explain CALLER RULE \"TEXT\"'");
  const CallRecord* record = record_of(w[1]);
  if (record == nullptr) {
    failed(line, fmt::format("there is no record of {}", w[1]));
    return {};
  }
  const std::string text = w.size() > 3 ? w[3] : "";
  const bool found = std::ranges::any_of(record->decisions, [&](const Decision& decision) {
    if (decision.rule != w[2]) return false;
    if (text_of(decision).find(text) != std::string::npos) return true;
    return std::ranges::any_of(
        decision.left_out, [&](const Decision::Left& left) { return text_of(left).find(text) != std::string::npos; });
  });
  if (found == absent) failed(line, (absent ? "it says so:\n" : "explain does not say so:\n") + explain(*record));
  return {};
}

// WHO refused STATUS; WHO sees NUMBER (when it rang); WHO reoffer accepted, WHO reoffer refused
Result<void> StoryRunner::check_fact(const Line& line) {
  const std::vector<std::string>& w = line.words;
  if (w.size() != 3) return misread(line, "write 'WHO refused 486', 'WHO sees NUMBER' or 'WHO reoffer accepted'");
  const auto known = std::ranges::find_if(facts, [&](const auto& each) { return each.first == w[1]; });
  const Fact fact = known->second;
  std::string seen;
  for (const Seen& each : lab_.trace.seen) {
    if (each.who != w[0] || each.fact != fact) continue;
    if (each.what == w[2]) return {};
    seen += " " + each.what;
  }
  failed(line, seen.empty() ? "it never happened" : "it was" + seen);
  return {};
}

// WHO gets 180|183|200|486... at TIME; WHO gets STATUS never: what a caller's phone is answered
Result<void> StoryRunner::check_gets(const Line& line) {
  const std::vector<std::string>& w = line.words;
  const bool never = w.size() == 4 && w[3] == "never";
  const Result<Duration> at = w.size() == 5 && w[3] == "at" ? read_span(w[4]) : Result<Duration>{};
  if (!never && (w.size() != 5 || w[3] != "at" || !at)) {
    return misread(line, "write 'WHO gets 180 at 2s' or 'WHO gets 180 never'");
  }
  std::string seen;
  bool found = false;
  for (const Seen& each : lab_.trace.seen) {
    if (each.who != w[0]) continue;
    const bool reply = each.fact == Fact::progress || each.fact == Fact::refused || each.fact == Fact::answered;
    if (!reply) continue;
    const std::string status = each.fact == Fact::answered ? "200" : each.what;
    seen += fmt::format(" {} at {}", status, span_text(since_start(each.at)));
    if (status == w[2] && (never || since_start(each.at) == *at)) found = true;
  }
  if (found == never) failed(line, seen.empty() ? "it got nothing" : "it got" + seen);
  return {};
}

// ADDRESS probed at TIME; ADDRESS probed never
Result<void> StoryRunner::check_probed(const Line& line) {
  const std::vector<std::string>& w = line.words;
  const bool never = w.size() == 3 && w[2] == "never";
  const Result<Duration> at = w.size() == 4 && w[2] == "at" ? read_span(w[3]) : Result<Duration>{};
  if (!never && (w.size() != 4 || w[2] != "at" || !at)) {
    return misread(line, "write 'ADDRESS probed at 1s' or 'ADDRESS probed never'");
  }
  std::string seen;
  bool found = false;
  int count = 0;
  for (const Seen& each : lab_.trace.seen) {
    if (each.who != w[0] || each.fact != Fact::probed) continue;
    found = found || never || since_start(each.at) == *at;
    if (++count <= 5) seen += " " + span_text(since_start(each.at));
  }
  if (found == never) failed(line, seen.empty() ? "it was not asked" : fmt::format("it was asked {} times: at{} ...", count, seen));
  return {};
}

// sms COUNT; sms NUMBER "TEXT" SENDER
Result<void> StoryRunner::check_sms(const Line& line) {
  const std::vector<std::string>& w = line.words;
  const std::vector<SmsMessage>& sent = lab_.sms.sent;
  std::string seen;
  for (const SmsMessage& each : sent) {
    if (w.size() == 4 && each.to == w[1] && each.text == w[2] && each.sender == w[3]) return {};
    seen += fmt::format("\n  {} \"{}\" {}", each.to, each.text, each.sender);
  }
  if (w.size() == 2 && std::to_string(sent.size()) == w[1]) return {};
  if (w.size() != 2 && w.size() != 4) return misread(line, "write 'sms COUNT' or 'sms NUMBER \"TEXT\" SENDER'");
  failed(line, fmt::format("{} SMS were sent:{}", sent.size(), seen));
  return {};
}

// mailbox COUNT: messages in the store
Result<void> StoryRunner::check_mailbox(const Line& line) {
  if (line.words.size() < 2) return misread(line, "write 'mailbox COUNT'");
  const Result<std::vector<std::string>> keys = lab_.storage.blobs->list("voicemail/");
  const std::size_t count = keys ? keys->size() : 0;
  if (std::to_string(count) != line.words[1]) failed(line, fmt::format("there are {} messages", count));
  return {};
}

}  // namespace tandem::sim
