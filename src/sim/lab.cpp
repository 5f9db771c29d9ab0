#include "sim/lab.hpp"

#include "call/call.hpp"
#include "routing/calendar.hpp"

#include <date/tz.h>
#include <fmt/core.h>

#include <algorithm>
#include <sstream>

namespace tandem::sim {
namespace {

constexpr std::string_view end_prefix = "sim:end:";

bool is_number(std::string_view text) {
  return text.size() >= 3 && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '+'; });
}

}  // namespace

Lab::Lab(const SimulationOptions& options)
    : executor(ClockKind::virtual_time, options.start),
      options_(options),
      random_(options.seed),
      network_(executor),
      signaling_(network_, "tandem"),
      ties_(signaling_, {[this](AccountId account, LegId leg, LegEvent event) {
                           executor.post_from_any_thread([this, account, leg, event = std::move(event)]() mutable {
                             on_leg(account, leg, std::move(event));
                           });
                         },
                         [this](AccountId account) {
                           executor.post_from_any_thread([this, account] {
                             if (const auto at = exchanges_.find(account); at != exchanges_.end()) at->second->relinked();
                           });
                         }}),
      media_(executor, trace) {
  trace.on = options.trace;
  media_.name_of_end = [](const std::string& token) {
    return token.starts_with(end_prefix) ? token.substr(end_prefix.size()) : token;
  };
  // A trace names sounds as the account's document does.
  media_.name_of_sound = [this](const std::string& sound) {
    std::string name = sound;
    for (const auto& [id, exchange] : exchanges_) {
      if (name != sound) break;
      exchange->plan()->data().all<Prompt>().each_after(0, [&](const model::Stored<Prompt>& stored) {
        const bool same = stored.object.source == sound;
        if (same) name = stored.object.id.text;
        return !same;
      });
    }
    return name;
  };
  signaling_.account_of_trunk = [this](const std::string& trunk) {
    for (const auto& [id, exchange] : exchanges_) {
      const Trunk* known = exchange->plan()->trunk(TrunkKey{trunk});
      if (known != nullptr && !is_internal(*known)) return id;
    }
    return AccountId{};
  };
  signaling_.when_probed = [this](const std::string& host) { trace.add(executor.now(), Fact::probed, host); };
  (void)signaling_.start(*this, *this);
  (void)media_.start(*this, storage.blobs.get());
  signaling_.set_outside(this);
  executor.on_livelock = [this] {
    for (const auto& [id, exchange] : exchanges_) fmt::print(stderr, "{}", exchange->dump());
  };
}

Lab::~Lab() {
  on_event = nullptr;
  exchanges_.clear();
}

call::Ports Lab::ports() {
  return {executor,
          ties_,
          media_,
          *storage.blobs,
          *this,
          random_,
          [this](Event event) {
            if (on_event) on_event(event);
            events.push_back(std::move(event));
          },
          Log(),
          {&integration, &clients, &speech_, &sms, &regions}};
}

routing::Surroundings Lab::surroundings() {
  routing::Surroundings all;
  all.calendar = std::make_shared<const routing::CompiledCalendar>(calendar);
  all.numbers = std::shared_ptr<const RegionData>(std::shared_ptr<void>(), &regions);  // lives as long as the lab
  return all;
}

std::string Lab::phone_name(const Employee& employee, std::size_t account) const {
  return account == 0 ? employee.id.text : employee.sip_accounts[account].aor;
}

void Lab::install_phones(AccountId id, const model::AccountData& data) {
  data.all<Employee>().each([&](const model::Stored<Employee>& stored) {
    const Employee& employee = stored.object;
    for (std::size_t i = 0; i < employee.sip_accounts.size(); ++i) {
      const std::string& aor = employee.sip_accounts[i].aor;
      std::string name = phone_name(employee, i);
      const auto taken = phones_.find(name);  // another account may have an employee of this key
      if (taken != phones_.end() && taken->second->identity().aor != aor) name = aor;
      aliases_[aor] = name;
      if (phones_.contains(name)) continue;
      auto phone = std::make_unique<Phone>(network_, media_, trace,
                                           Phone::Identity{name, {employee.extension, employee.full_name}, aor});
      signaling_.set_device(id, aor, phone.get());
      phones_.emplace(name, std::move(phone));
    }
  });
  data.all<Number>().each([&](const model::Stored<Number>& stored) {
    if (model::leads_in(data, stored.object)) signaling_.set_account_of(stored.object.number, id);
  });
}

Result<void> Lab::save(std::string_view json) {
  Result<AccountDocument> document = parse_account(json);
  if (!document) return std::unexpected(document.error());
  const std::string key = document->id;
  const auto plan =
      std::make_shared<const routing::AccountPlan>(model::AccountData(std::move(*document)), surroundings());
  if (!first_ || first_->id() == key) first_ = plan;
  const auto [at, fresh] = account_ids_.emplace(key, AccountId{last_account_ + 1});
  const AccountId id = at->second;
  const std::uint64_t version = ++versions_[key];
  if (fresh) {
    ++last_account_;
    exchanges_.emplace(id, std::make_unique<call::Exchange>(id, plan, ports()));
  } else {
    exchanges_.at(id)->change_plan(plan, version);
  }
  install_phones(id, plan->data());
  return {};
}

Result<void> Lab::start_at(const std::string& text, std::string zone) {
  std::istringstream in(text);
  date::local_seconds local{};
  in >> date::parse("%Y-%m-%d %H:%M:%S", local);
  if (in.fail()) return fail(errc::invalid_argument, "'" + text + "' is no time; write 2026-03-02 10:00:00");
  if (zone.empty()) zone = first_ ? first_->data().settings().time_zone : "UTC";
  const auto utc = date::locate_zone(zone)->to_sys(local, date::choose::earliest);
  const Time at(std::chrono::duration_cast<Duration>(utc.time_since_epoch()));
  if (at < executor.now()) return fail(errc::invalid_argument, "'" + text + "' is past already");
  executor.run_until(at);
  return {};
}

Phone* Lab::find_phone(std::string_view who) {
  if (const auto alias = aliases_.find(who); alias != aliases_.end()) who = alias->second;
  const auto at = phones_.find(who);
  return at == phones_.end() ? nullptr : at->second.get();
}

Result<Phone*> Lab::phone(std::string_view who) {
  if (Phone* known = find_phone(who)) return known;
  if (!is_number(who) && who != "anonymous") {
    return fail(errc::not_found, fmt::format("there is no party '{}': write an employee's key, a SIP account or a "
                                             "telephone number",
                                             who));
  }
  const std::string number = who == "anonymous" ? "" : std::string(who);
  auto phone = std::make_unique<Phone>(network_, media_, trace, Phone::Identity{std::string(who), {number, ""}, ""});
  return phones_.emplace(who, std::move(phone)).first->second.get();
}

// Somebody with a SIP address and no number: "ivanov@partner.example".
Result<Phone*> Lab::outside_address(std::string_view uri) {
  const std::string name(uri.substr(0, uri.find(':')));
  if (Phone* known = find_phone(name)) return known;
  if (name.find('@') == name.npos) return fail(errc::not_found, "nobody has this address");
  auto phone = std::make_unique<Phone>(network_, media_, trace, Phone::Identity{name, {name, ""}, ""});
  return phones_.emplace(name, std::move(phone)).first->second.get();
}

Result<void> Lab::call(std::string_view from, std::string_view dialled, std::string_view trunk) {
  Result<Phone*> found = phone(from);
  if (!found) return std::unexpected(found.error());
  (*found)->call(signaling_, std::string(dialled), std::string(trunk));
  return {};
}

Result<void> Lab::set_registered(std::string_view who, bool registered) {
  Phone* found = find_phone(who);
  if (found == nullptr || found->identity().aor.empty()) {
    return fail(errc::not_found, fmt::format("'{}' is no SIP phone of an account", who));
  }
  const std::string& aor = found->identity().aor;
  for (const auto& [id, exchange] : exchanges_) {
    if (exchange->plan()->owner_of(aor) != nullptr) signaling_.set_device(id, aor, registered ? found : nullptr);
  }
  return {};
}

Result<void> Lab::with_exchange(std::string_view employee,
                                const std::function<Result<void>(call::Exchange&, const EmployeeKey&)>& act) {
  const EmployeeKey key{std::string(employee)};
  for (const auto& [id, exchange] : exchanges_) {
    if (exchange->plan()->employee(key) != nullptr) return act(*exchange, key);
  }
  return fail(errc::not_found, fmt::format("no account has an employee '{}'", employee));
}

Result<void> Lab::set_status(std::string_view employee, const StatusKey& status) {
  return with_exchange(employee, [&](auto& exchange, auto& key) { return exchange.statuses().choose(key, status); });
}

Result<void> Lab::log_in(std::string_view employee, const std::optional<StatusKey>& status) {
  return with_exchange(employee, [&](auto& exchange, auto& key) { return exchange.statuses().log_in(key, status); });
}

Result<void> Lab::log_out(std::string_view employee) {
  return with_exchange(employee, [](auto& exchange, auto& key) { return exchange.statuses().log_out(key); });
}

Result<void> Lab::end_wrap_up(std::string_view employee) {
  return with_exchange(employee, [](auto& exchange, auto& key) { return exchange.statuses().end_wrap_up(key); });
}

Result<void> Lab::choose_devices(std::string_view employee, const std::vector<std::string>& devices) {
  return with_exchange(employee, [&](auto& exchange, auto& key) { return exchange.choose_devices(key, devices); });
}

Result<void> Lab::set_softphone(std::string_view employee, SoftphoneKind kind, const Softphone& softphone) {
  return with_exchange(employee, [&](auto& exchange, auto& key) { return exchange.set_softphone(key, kind, softphone); });
}

Result<void> Lab::send_sms(std::string_view employee, std::string_view to, std::string_view text) {
  return with_exchange(employee, [&](auto& exchange, auto& key) {
    return exchange.send_sms(key, std::string(to), std::string(text));
  });
}

Result<void> Lab::place_call(std::string_view employee, std::string_view to) {
  return with_exchange(employee, [&](auto& exchange, auto& key) -> Result<void> {
    if (const auto placed = exchange.place(key, std::string(to)); !placed) return std::unexpected(placed.error());
    return {};
  });
}

Result<void> Lab::transfer(std::string_view employee, std::string_view target) {
  const EmployeeKey key{std::string(employee)};
  for (const auto& [id, exchange] : exchanges_) {
    if (const auto call = exchange->talk_of(key)) return exchange->transfer(*call, key, std::string(target));
  }
  return fail(errc::not_found, fmt::format("'{}' does not talk", employee));
}

void Lab::set_sound_length(std::string_view sound, Duration length) {
  const std::string name(sound);
  for (const auto& [id, exchange] : exchanges_) media_.set_length(exchange->plan()->sound(PromptKey{name}), length);
}

call::Exchange* Lab::exchange(std::string_view account) {
  const auto at = account_ids_.find(account);
  return at == account_ids_.end() ? nullptr : exchanges_.at(at->second).get();
}

std::size_t Lab::calls() const {
  std::size_t count = 0;
  for (const auto& [id, exchange] : exchanges_) count += exchange->calls();
  return count;
}

void Lab::save(CallRecord record) { (void)storage.records->write(std::span(&record, 1)); }

Result<void> Lab::remove(std::string_view account) {
  const auto at = account_ids_.find(account);
  if (at == account_ids_.end()) return fail(errc::not_found, fmt::format("there is no account '{}'", account));
  const auto node = exchanges_.extract(at->second);
  signaling_.forget_account(at->second);
  account_ids_.erase(at);
  node.mapped()->end_all();
  executor.run_for({});  // its flows die before it does
  return {};
}

void Lab::on_leg(AccountId account, LegId leg, LegEvent event) {
  if (!exchanges_.contains(account)) {
    if (std::holds_alternative<IncomingCall>(event)) ties_.reject(leg, 503);
    return;
  }
  if (auto* incoming = std::get_if<IncomingCall>(&event)) {
    // A call from outside comes in by the trunk of the number it was made to.
    if (auto* trunk = std::get_if<FromTrunk>(&incoming->origin); trunk != nullptr && trunk->trunk.empty()) {
      const auto& plan = exchanges_.at(account)->plan();
      const Number* number = plan->number(plan->normalise(incoming->dialled));
      if (number != nullptr && number->mode == LineMode::trunk) trunk->trunk = number->trunk.text;
      else if (number != nullptr) incoming->origin = FromLine{number->number};
    }
  }
  if (const auto at = exchanges_.find(account); at != exchanges_.end()) at->second->on_leg(leg, std::move(event));
}

void Lab::on_media(AccountId account, MediaId leg, MediaEvent event) {
  if (const auto at = exchanges_.find(account); at != exchanges_.end()) at->second->on_media(leg, std::move(event));
}

void Lab::on_registration(AccountId account, RegistrationChange change) {
  if (const auto at = exchanges_.find(account); at != exchanges_.end()) at->second->on_registration(std::move(change));
}

void Lab::on_client_registration(AccountId account, std::string aor, int status) {
  if (const auto at = exchanges_.find(account); at != exchanges_.end()) at->second->on_client_registration(aor, status);
}

std::optional<Directory::Line> Lab::line(const Knock& knock) const {
  const std::string address = std::string(knock.dialled) + "@" + std::string(knock.domain);
  std::optional<Line> found;
  for (const auto& [id, exchange] : exchanges_) {
    const auto& data = exchange->plan()->data();
    data.all<Number>().each([&, account = id](const model::Stored<Number>& stored) {
      if (line_address(stored.object, data.settings().domains) == address) found = Line{account, stored.object.number};
    });
  }
  return found;
}

void Lab::on_probe(AccountId account, std::string name, int status) {
  if (const auto at = exchanges_.find(account); at != exchanges_.end()) at->second->on_probe(name, status);
}

// What no number is registered for exactly: another spelling of a number, an extension over a trunk, or, where there is one
// account only, whatever its trunks dial.
std::optional<Directory::Peer> Lab::peer(const Knock& knock) const {
  for (const auto& [id, exchange] : exchanges_) {
    const auto& plan = *exchange->plan();
    const Number* number = plan.number(plan.normalise(knock.dialled));
    if ((number != nullptr && model::leads_in(plan.data(), *number)) || plan.extension(knock.dialled).index() != 0) return Peer{id, ""};
  }
  if (exchanges_.size() == 1) return Peer{exchanges_.begin()->first, ""};
  return std::nullopt;
}

// The telephone network: a call to a number rings the phone that has it.
void Lab::on_message(DialogId dialog, Message message) {
  if (const auto* invite = std::get_if<Invite>(&message)) {
    Result<Phone*> found = phone(invite->dialled);
    if (!found) found = outside_address(invite->uri);
    if (!found) return network_.send(dialog, *this, Refuse{404});
    // A caller who gave up meanwhile rings nobody.
    if (network_.take_over(dialog, *this, **found)) (*found)->on_message(dialog, std::move(message));
  }
}

}  // namespace tandem::sim
