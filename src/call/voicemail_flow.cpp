// Voicemail: the notice, the tone, and the message into the BlobStore.
#include "base/log.hpp"
#include "call/flows.hpp"

#include <algorithm>

namespace tandem::call {

namespace {

/// VM-10, IVR-41: the action's addresses, else the employee's, else the account's; that one as well, if it wants to
/// (VM-11).
std::vector<std::string> recipients_of(std::vector<std::string> email, const Employee* employee,
                                       const AccountSettings& settings) {
  const Defaults& defaults = settings.defaults;
  if (email.empty() && employee != nullptr && !employee->email.empty()) email.push_back(employee->email);
  const std::string& last = defaults.voicemail_email.empty() ? settings.email : defaults.voicemail_email;  // VM-09
  const bool there = std::ranges::find(email, last) != email.end();
  if (!last.empty() && (email.empty() || (defaults.duplicate_to_default && !there))) email.push_back(last);
  return email;
}

}  // namespace

Flow<Unit> voicemail_flow(Call& c, const Employee* employee, std::vector<std::string> email) {
  const Defaults& defaults = c.plan->defaults();
  c.caller.stop_sounds();
  CallPart part;
  part.kind = PartKind::voicemail;
  part.subject = employee != nullptr ? employee->id.text : "";
  part.name = employee != nullptr ? employee->full_name : "";
  part.detail = "voicemail/" + c.exchange.key() + "/" + to_string(c.log.record.id);
  PartScope scope(c.log, c.exchange, part);
  scope.when_caller_leaves = PartResult::done;

  if (defaults.voicemail_notice) {  // VM-04..VM-06: the notice, then always the tone
    c.caller.play(c.plan->sound(*defaults.voicemail_notice));
    co_await c.caller.played.wait();
  }
  c.caller.play("tone:beep");
  co_await c.caller.played.wait();

  Result<std::unique_ptr<BlobWriter>> writer = c.exchange.ports().blobs.create(part.detail);
  if (!writer) {
    log_error(c.exchange.ports().log, "call", "call {}: no room for a message: {}", to_string(c.log.record.id),
              writer.error().message);
    scope.finish(PartResult::failed);
    co_return Unit{};
  }
  email = recipients_of(std::move(email), employee, c.plan->settings());
  if (defaults.voicemail_mail == MessageMail::none) email.clear();  // VM-15
  VoicemailLeft message{c.log.record.id, part.subject, part.detail, {}, std::move(email), defaults.voicemail_mail,
                        defaults.voicemail_transcript && defaults.services.voicemail_speech};
  c.exchange.expect_recording(c.caller.media(), std::move(message));
  c.caller.record(std::move(*writer), defaults.voicemail_max);
  c.log.save_open();
  co_await timeout(defaults.voicemail_max);  // VM-07; hang-up ends this flow, and closing the leg keeps the message
  scope.finish(PartResult::done);
  c.log.record.end_cause = "voicemail limit";
  co_return Unit{};
}

}  // namespace tandem::call
