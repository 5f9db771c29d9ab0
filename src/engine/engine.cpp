#include <tandem/engine.hpp>

#include "engine/core.hpp"

#include <utility>

namespace tandem {
namespace {

std::unexpected<Error> engine_gone() { return fail(errc::gone, "the engine of this handle was destroyed"); }

/// What a handle names: it was there once, so that what is not found is gone.
template <class T>
Result<T> of_handle(Result<T> result, const std::string& account) {
  if (!result && result.error().code == errc::not_found) return fail(errc::gone, "account '" + account + "' was removed");
  return result;
}

}  // namespace

Result<AccountDocument> Account::document() const {
  const auto core = core_.lock();
  if (!core) return engine_gone();
  const auto entry = of_handle(core->find(id_), id_);
  if (!entry) return std::unexpected(entry.error());
  return entry->plan->document();
}

Result<std::uint64_t> Account::version() const {
  const auto core = core_.lock();
  if (!core) return engine_gone();
  const auto entry = of_handle(core->find(id_), id_);
  if (!entry) return std::unexpected(entry.error());
  return entry->version;
}

Result<std::string> Account::export_json() const {
  const Result<AccountDocument> found = document();
  if (!found) return std::unexpected(found.error());
  return to_json(*found);
}

Result<void> Account::set_status(const EmployeeKey& employee, Status status) {
  const auto core = core_.lock();
  if (!core) return engine_gone();
  if (const auto entry = of_handle(core->find(id_), id_); !entry) return std::unexpected(entry.error());
  return core->set_status(id_, employee, status);
}

Result<std::vector<CallRecord>> Account::records(RecordQuery query) const {
  const auto core = core_.lock();
  if (!core) return engine_gone();
  core->flush_records();
  query.account = id_;
  return core->options().storage.records->find(query);  // also those of an account that was removed
}

Result<std::size_t> Account::calls() const {
  const auto core = core_.lock();
  if (!core) return engine_gone();
  return of_handle(core->calls(id_), id_);
}

Result<Account> Accounts::import_json(std::string_view json, std::optional<std::uint64_t> expected_version) {
  Result<AccountDocument> document = parse_account(json);
  if (!document) return std::unexpected(document.error());
  return import_document(*document, expected_version);
}

Result<Account> Accounts::import_document(const AccountDocument& document,
                                          std::optional<std::uint64_t> expected_version) {
  const auto core = core_.lock();
  if (!core) return engine_gone();
  if (Result<void> done = core->import_document(document, expected_version); !done) {
    return std::unexpected(done.error());
  }
  return Account(document.id, core_);
}

Result<Account> Accounts::find(std::string_view id) const {
  const auto core = core_.lock();
  if (!core) return engine_gone();
  const auto entry = core->find(std::string(id));
  if (!entry) return std::unexpected(entry.error());
  return Account(std::string(id), core_);
}

std::vector<Account> Accounts::list() const {
  std::vector<Account> accounts;
  if (const auto core = core_.lock()) {
    for (std::string& id : core->list()) accounts.push_back(Account(std::move(id), core_));
  }
  return accounts;
}

Result<void> Accounts::remove(std::string_view id) {
  const auto core = core_.lock();
  if (!core) return engine_gone();
  return core->remove(std::string(id));
}

Engine::Engine(EngineOptions options) : core_(std::make_shared<engine::Core>(std::move(options))) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Engine::~Engine() {
  if (core_) core_->stop();
}

Result<void> Engine::start() { return core_->start(); }

void Engine::stop() {
  core_->stop();
  interrupt();
}

Result<void> Engine::run() {
  if (Result<void> up = core_->start(); !up) return up;
  core_->wait_for_interrupt();
  return {};
}

void Engine::interrupt() noexcept { core_->interrupt(); }

Accounts Engine::accounts() { return Accounts(core_); }
void Engine::on_event(std::function<void(const Event&)> sink) { core_->events.set_sink(std::move(sink)); }
std::vector<std::string> Engine::listening() const { return core_->options().signaling->listening(); }
Engine::Health Engine::health() const { return core_->health(); }
std::string Engine::dump() const { return core_->dump(); }

}  // namespace tandem
