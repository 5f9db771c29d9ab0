// A fax from the caller into the BlobStore.
#include "base/log.hpp"
#include "call/flows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tandem::call {
namespace {

std::vector<std::string> recipients_of(const std::vector<std::string>& email, const AccountSettings& settings) {
  if (settings.defaults.fax.mail == MessageMail::none) return {};
  const std::string& last = fax_address(settings);
  if (!email.empty() || last.empty()) return email;
  return {last};
}

/// Begins to take the fax, or says why not.
Result<void> begin(Call& c, const std::string& key) {
  Result<std::unique_ptr<BlobWriter>> writer = c.exchange.ports().blobs.create(key);
  if (!writer) return std::unexpected(writer.error());
  return c.caller.receive_fax(std::move(*writer));
}

}  // namespace

const std::string& fax_address(const AccountSettings& settings) {
  const std::string& own = settings.defaults.fax.email;
  return own.empty() ? settings.email : own;
}

Flow<Unit> fax_flow(Call& c, const std::vector<std::string>* email) {
  CallPart part;
  part.kind = PartKind::fax;
  part.detail = "fax/" + c.exchange.key() + "/" + to_string(c.log.record.id);
  const auto earlier = std::ranges::count(c.log.record.parts, PartKind::fax, &CallPart::kind);
  if (earlier > 0) part.detail += fmt::format("-{}", earlier + 1);  // #0 again
  PartScope scope(c.log, c.exchange, part);
  scope.when_caller_leaves = PartResult::caller_hangup;
  if (const Result<void> begun = begin(c, part.detail); !begun) {
    log_error(c.exchange.ports().log, "call", "call {}: no fax: {}", to_string(c.log.record.id), begun.error().message);
    c.decide<Reason::fax_failed>(begun.error().message);
    scope.finish(PartResult::failed);
    c.log.record.end_cause = "no fax";
    co_return Unit{};
  }
  c.log.save_open();
  const auto woken = co_await any_of(c.caller.fax_ended.wait(), timeout(c.plan->defaults().fax.longest));
  const FaxDone& fax = c.caller.fax;
  c.log.record.end_cause = "fax";  // IVR-44
  if (woken.index() == 0 && fax.pages > 0) {
    const AccountSettings& settings = c.plan->settings();
    c.log.event(FaxReceived{c.log.record.id, part.detail, fax.pages, recipients_of(*email, settings),
                            settings.defaults.fax.mail});
    scope.finish(PartResult::done);
    co_return Unit{};
  }
  c.decide<Reason::fax_failed>(woken.index() == 1 ? std::string_view("it took too long")
                               : fax.error        ? std::string_view(fax.error->message)
                                                  : std::string_view("no page came"));
  scope.finish(PartResult::failed);
  co_return Unit{};
}

}  // namespace tandem::call
