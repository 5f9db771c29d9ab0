// Log-in of employees and their sessions.
#include "base/log.hpp"
#include "base/password.hpp"
#include "engine/asker.hpp"
#include "engine/journal_entries.hpp"
#include "model/authenticate.hpp"
#include "model/statuses.hpp"

#include <tandem/engine.hpp>

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace tandem {
namespace {

using engine::Asker;
using engine::Sessions;

std::string_view name_of(Sessions::End why) {
  switch (why) {
    case Sessions::End::log_out: return "log out";
    case Sessions::End::lifetime: return "lifetime";
    case Sessions::End::idle: return "idle";
    case Sessions::End::revoked: return "revoked";
  }
  return "?";
}

std::string login_operation(const std::string& login) { return "log in " + login; }

std::unexpected<Error> no_session() { return fail(errc::not_found, "there is no such session; it may have ended"); }

/// Whoever guesses is told nothing else than whoever is wrong.
Result<Identity> prove(const Asker& asker, const LoginAttempt& attempt) {
  engine::Sessions& sessions = asker.core().sessions;
  const Time now = asker.core().now();
  const std::string whom = model::whom_it_names(asker.data(), attempt.login);
  if (!sessions.may_try(attempt.ip, whom, now)) return model::no_such_login();
  Result<Identity> who = model::authenticate(asker.data(), attempt);
  sessions.tried(attempt.ip, whom, who.has_value(), now);
  return who;
}

/// When this login was used last, as far as the audit journal goes.
std::optional<Time> last_login(ConfigStore& store, const std::string& account, const std::string& login) {
  AuditQuery query;
  query.account = account;
  query.text = login_operation(login);
  query.exact = true;
  query.limit = 1;
  const Result<AuditPage> page = store.audit(query);
  if (!page || page->entries.empty()) return std::nullopt;
  return page->entries.front().at;
}

}  // namespace

namespace engine {

std::optional<Sessions::Standing> Core::standing_in(const Registry::Entry& entry, const Session& session,
                                                    const std::string& login) {
  if (!model::may_stay(entry.data(), session.actor.employee, session.door, session.by)) return std::nullopt;
  const auto secret = model::secret_of(entry.data(), login, session.actor.employee);
  if (!secret) return std::nullopt;
  // With the account's number: one that was removed and made anew under its name is another.
  return Sessions::Standing{entry.data().settings().security, fmt::format("{} {}", entry.id.value, *secret)};
}

std::optional<Sessions::Standing> Core::standing_of(const std::string& account, const Session& session,
                                                    const std::string& login) const {
  const Result<Registry::Entry> entry = registry.find(account);
  return entry ? standing_in(*entry, session, login) : std::nullopt;
}

void Core::ended(const Sessions::Ended& over) {
  const Result<Registry::Entry> entry = registry.find(over.account);
  if (!entry) return;  // the account went, and its sessions with it
  const std::string operation = over.why == Sessions::End::log_out ? fmt::format("log out {}", over.session.actor.login)
                                                                   : fmt::format("log out {}: {}", over.session.actor.login,
                                                                                 name_of(over.why));
  const std::vector<AuditEntry> journal{login_entry(entry->data(), operation, over.session.actor, over.at)};
  if (const auto kept = options_.storage.config->commit({}, journal); !kept) {
    log_error(options_.log, "engine", "the end of a session is not in the journal: {}", to_string(kept.error()));
  }
  const std::shared_lock running(running_mutex_);
  if (!running_) return;
  if (over.session.door == Door::contact_centre) {
    with_exchange(entry->id, [this, account = over.account,
                              employee = over.session.actor.employee](call::Exchange& exchange) {
      // Whoever has the contact centre open elsewhere is still there; asked here, so that a log-in meanwhile counts.
      if (!sessions.any_of(account, employee, Door::contact_centre)) (void)exchange.statuses().log_out(employee);
    });
  }
  with_exchange(entry->id, [what = SessionEnded{over.session.actor.employee.text, over.session.actor.login,
                                                std::string(name_of(over.why))}](call::Exchange& exchange) {
    exchange.publish(what);
  });
}

void Core::end_old_sessions() {
  for (const Sessions::Ended& over : sessions.sweep(now())) ended(over);
}

void Core::watch_sessions(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    wake.wait_for(lock, stop, std::chrono::seconds(5), [] { return false; });
    if (!stop.stop_requested()) end_old_sessions();
  }
}

}  // namespace engine

std::string generate_password() { return random_password(); }

Result<Identity> Account::authenticate(const LoginAttempt& attempt) const {
  const Result<Asker> asker = Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  return prove(*asker, attempt);
}

Result<Session> Account::log_in(const LoginAttempt& attempt) const {
  const Result<Asker> asker = Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  const model::AccountData& data = asker->data();
  if (attempt.door == Door::softphone) {
    return fail(errc::invalid_argument, "a softphone has no session here; authenticate() says who it is");
  }
  if (attempt.status && attempt.door != Door::contact_centre) {
    return fail(errc::invalid_argument, "a status is chosen for the contact centre only (PRS-15)", "status");
  }
  asker->core().end_old_sessions();
  ConfigStore& store = *asker->core().options().storage.config;
  const Time now = asker->core().now();
  const Result<Identity> who = prove(*asker, attempt);
  if (!who) {  // 03 OP-14
    const Actor stranger{ActorKind::system, {}, attempt.login, attempt.ip};
    const std::vector<AuditEntry> journal{engine::login_entry(data, "refused log-in", stranger, now)};
    (void)store.commit({}, journal);
    return std::unexpected(who.error());
  }
  if (attempt.status && !model::find_status(data, *attempt.status)) {
    return fail(errc::not_found, fmt::format("there is no status '{}'", attempt.status->text), "status");
  }
  Session session;
  session.door = attempt.door;
  session.by = who->by;
  session.actor = {ActorKind::employee, who->employee, model::full_login(data, who->employee), attempt.ip};
  // As it was when he proved it: a password that has changed meanwhile ends the session at once.
  const auto standing = engine::Core::standing_in(asker->entry(), session, attempt.login);
  if (!standing) return model::no_such_login();
  session.last_login = last_login(store, handle_.id, session.actor.login);
  const std::vector<AuditEntry> journal{
      engine::login_entry(data, login_operation(session.actor.login), session.actor, now)};
  if (const auto kept = store.commit({}, journal); !kept) return std::unexpected(kept.error());
  const Session opened =
      asker->core().sessions.open(handle_.id, std::move(session), attempt.login, standing->mark, now);
  if (attempt.door == Door::contact_centre) {  // where nothing runs there is no status
    (void)asker->core().on_exchange(handle_.id, [&](call::Exchange& exchange) {
      return exchange.statuses().log_in(who->employee, attempt.status);
    });
  }
  return opened;
}

Result<Session> Account::session(std::string_view token) const {
  const Result<Asker> asker = Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  std::optional<Sessions::Ended> over;
  std::optional<Session> session = asker->core().sessions.use(handle_.id, token, asker->core().now(), over);
  if (over) asker->core().ended(*over);
  if (!session) return no_session();
  return std::move(*session);
}

Result<void> Account::log_out(std::string_view token) const {
  const Result<Asker> asker = Asker::of(handle_);
  if (!asker) return std::unexpected(asker.error());
  const auto over = asker->core().sessions.close(handle_.id, token, asker->core().now());
  if (!over) return no_session();
  asker->core().ended(*over);
  return {};
}

}  // namespace tandem
