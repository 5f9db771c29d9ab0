#include "call/call_log.hpp"

#include "call/exchange.hpp"

#include <utility>

namespace tandem::call {

CallLog::CallLog(Exchange& exchange, CallId id) : exchange_(exchange) {
  record.id = id;
  record.account = exchange.key();
  record.started = exchange.now();
}

void CallLog::decide(Reason reason, std::vector<std::string> arguments, std::vector<Decision::Left> left_out) {
  record.decisions.push_back(
      {exchange_.now(), std::string(rule_of(reason)), reason, std::move(arguments), std::move(left_out)});
}

void CallLog::event(Happening what) { exchange_.publish(std::move(what)); }

void CallLog::save_open() { exchange_.ports().records.save(record); }

void CallLog::close() {
  record.ended = exchange_.now();
  event(CallEnded{record.id, record.result, record.ended_by, record.end_cause});
  exchange_.ports().records.save(std::move(record));
}

PartScope::PartScope(CallLog& log, Exchange& exchange, CallPart part)
    : log_(log), exchange_(exchange), index_(log.record.parts.size()) {
  part.at = exchange.now();
  part.until = part.at;
  log.record.parts.push_back(std::move(part));
}

PartScope::~PartScope() {
  if (!finished_) finish(log_.record.ended_by == EndedBy::caller ? when_caller_leaves : when_cancelled);
}

CallPart& PartScope::part() { return log_.record.parts[index_]; }

void PartScope::finish(PartResult result) {
  finished_ = true;
  part().result = result;
  part().until = exchange_.now();
  if (when_finished) when_finished(part());
}

}  // namespace tandem::call
