#include "routing/account_plan.hpp"

#include "model/regions_of_russia.hpp"
#include "routing/number_plan.hpp"
#include "routing/zone_table.hpp"

#include <algorithm>
#include <utility>

namespace tandem::routing {
namespace {

const ZoneTable* zone_named(const std::string& name) {
  if (const auto zone = ZoneTable::of(name)) return *zone;
  return ZoneTable::of("UTC").value();  // documents with an unknown zone are refused before they come here
}

/// What a document without problems compiles to. What does not compile decides nothing.
template <class T>
T compiled_or_empty(Result<T> compiled) {
  return compiled ? std::move(*compiled) : T{};
}

template <class P, class T, class F>
std::shared_ptr<const P> compiled_part(const model::AccountData& data, F compile) {
  P part;
  part.objects.reserve(data.all<T>().size());
  data.all<T>().each([&](const model::Stored<T>& stored) { part.objects.push_back(&stored.object); });
  part.compiled = compiled_or_empty(compile(part.objects));
  return std::make_shared<const P>(std::move(part));
}

std::string calling_code(std::string_view country, const RegionData* numbers) {
  if (numbers != nullptr) return numbers->calling_code(country);
  return country == "RU" || country == "KZ" ? "7" : "";
}

/// What stands for the operators of active lines where calls are routed.
std::shared_ptr<const std::unordered_map<std::string, Trunk>> carriers_of_lines(const model::AccountData& data) {
  auto carriers = std::make_shared<std::unordered_map<std::string, Trunk>>();
  data.all<Number>().each([&](const model::Stored<Number>& stored) {
    const Number& line = stored.object;
    if (line.mode != LineMode::active) return;
    const ToAddress at = line_registrar(line);
    Trunk& carrier = (*carriers)[line.number];
    carrier.id.text = line.number;
    carrier.name = line.comment.empty() ? line.number : line.comment;
    carrier.host = at.host;
    carrier.ports = {at.port};
    carrier.codecs = {Codec::pcma, Codec::pcmu};
    carrier.max_lines = 100;
  });
  return carriers;
}

}  // namespace

AccountPlan::AccountPlan(model::AccountData data, Surroundings surroundings, const AccountPlan* before)
    : data_(std::move(data)), surroundings_(std::move(surroundings)), zone_(zone_named(data_.settings().time_zone)) {
  const AccountSettings& settings = data_.settings();
  const AccountSettings* old = before != nullptr ? &before->data_.settings() : nullptr;
  const auto kept = [&]<class T>(model::As<T>, auto setting) {
    return old != nullptr && old->*setting == settings.*setting && before->data_.all<T>().same_as(data_.all<T>());
  };
  lists_ = kept(model::As<ListEntry>{}, &AccountSettings::caller_lists)
               ? before->lists_
               : compiled_part<Lists, ListEntry>(data_, [&](const auto& entries) {
                   return CompiledLists::compile(settings.caller_lists, entries);
                 });
  forwarding_ = kept(model::As<CallerRule>{}, &AccountSettings::caller_forwarding)
                    ? before->forwarding_
                    : compiled_part<Forwarding, CallerRule>(data_, [&](const auto& rules) {
                        return CompiledForwarding::compile(settings.caller_forwarding, rules);
                      });
  caller_id_ = kept(model::As<CallerIdRule>{}, &AccountSettings::caller_id)
                   ? before->caller_id_
                   : compiled_part<CallerId, CallerIdRule>(
                         data_, [](const auto& rules) { return CompiledCallerId::compile(rules); });
  if (!surroundings_.destinations) {
    const std::string& country = data_.settings().country;
    const std::string code = calling_code(country, surroundings_.numbers.get());
    surroundings_.destinations = std::make_shared<const CompiledDestinations>(default_destinations(country, code));
  }
  const bool same_numbers = before != nullptr && before->data_.all<Number>().same_as(data_.all<Number>());
  numbers_ = same_numbers ? before->numbers_ : by_key<Number>(data_);
  line_carriers_ = same_numbers ? before->line_carriers_ : carriers_of_lines(data_);
  const bool same_schemes = before != nullptr && before->data_.all<Scheme>().same_as(data_.all<Scheme>());
  schemes_ = same_schemes ? before->schemes_ : by_key<Scheme>(data_);
  addresses_ = old != nullptr && old->network == settings.network
                   ? before->addresses_
                   : std::make_shared<const AddressList>(settings.network.addresses);
  compile_routes();
}

template <class T>
std::shared_ptr<const AccountPlan::ByKey<T>> AccountPlan::by_key(const model::AccountData& data) {
  ByKey<T> objects;
  objects.reserve(data.all<T>().size());
  data.all<T>().each([&](const model::Stored<T>& stored) {
    objects.emplace(model::ObjectKind<T>::key(stored.object), &stored.object);
  });
  return std::make_shared<const ByKey<T>>(std::move(objects));
}

bool AccountPlan::admits(std::string_view address) const {
  switch (settings().network.sip_access) {
    case SipAccess::any: return true;
    case SipAccess::home_country:
      return surroundings_.country_of_address && surroundings_.country_of_address(address) == settings().country;
    case SipAccess::allow_list: return addresses_->holds(address);
  }
  return false;
}

const Trunk* AccountPlan::carrier_of(const Number& line) const {
  if (line.mode == LineMode::trunk) return trunk(line.trunk);
  const auto at = line_carriers_->find(line.number);
  return at == line_carriers_->end() ? nullptr : &at->second;
}

const Number* AccountPlan::line_behind(const Trunk& carrier) const {
  const auto at = line_carriers_->find(carrier.id.text);
  return at != line_carriers_->end() && &at->second == &carrier ? number(carrier.id.text) : nullptr;
}

void AccountPlan::compile_routes() {
  data_.all<Trunk>().each([&](const model::Stored<Trunk>& stored) { trunks_.push_back(&stored.object); });
  std::vector<TrunkRouting> plain;
  for (const Trunk* trunk : trunks_) {
    TrunkRouting& routing = plain.emplace_back();
    routing.prefix = trunk->prefix;
    routing.masks = trunk->masks;
    for (const TrunkKey& backup : trunk->backups) {
      const auto at = std::find_if(trunks_.begin(), trunks_.end(), [&](const Trunk* t) { return t->id == backup; });
      if (at != trunks_.end()) routing.backups.push_back(static_cast<std::size_t>(at - trunks_.begin()));
    }
  }
  routes_ = compiled_or_empty(TrunkRoutes::compile(plain));
}

Internal AccountPlan::extension(std::string_view digits) const {
  const model::ObjectRef* owner = data_.owner(model::Kind::extension, digits);
  if (owner == nullptr) return {};
  switch (owner->kind) {
    case model::Kind::employee: return data_.find<Employee>(owner->key);
    case model::Kind::group: return data_.find<Group>(owner->key);
    case model::Kind::scheme: return data_.find<Scheme>(owner->key);
    default: return {};
  }
}

bool AccountPlan::longer_extension_possible(std::string_view digits) const {
  const ExtensionDial& dial = defaults().extension_dial;
  bool possible = false;
  data_.each_name(model::Kind::extension, digits, [&](const std::string& extension, const auto&) {
    const int length = static_cast<int>(extension.size());
    possible = extension.size() > digits.size() && length >= dial.min_length && length <= dial.max_length;
    return !possible;
  });
  return possible;
}

const SipAccount* AccountPlan::sip_account(std::string_view aor) const {
  const Employee* owner = owner_of(aor);
  if (owner == nullptr) return nullptr;
  for (const SipAccount& account : owner->sip_accounts) {
    if (account.aor == aor) return &account;
  }
  return nullptr;
}

std::string AccountPlan::normalise(std::string_view number) const {
  return routing::normalise(number, data_.settings().country, surroundings_.numbers.get());
}

const ZoneTable& AccountPlan::zone_of(const Employee& employee) const {
  const std::string_view zone =
      employee.time_zone.empty() ? model::zone_of_region(employee.region) : std::string_view(employee.time_zone);
  if (zone.empty()) return *zone_;
  const auto own = ZoneTable::of(zone);  // documents with an unknown one are refused
  return own ? **own : *zone_;
}

bool AccountPlan::in_force(const std::optional<Schedule>& schedule, Time now, const Employee& employee) const {
  return !schedule || contains(*schedule, now, zone_of(employee), surroundings_.calendar.get());
}

LocalMinute AccountPlan::local_minute(Time now, const Employee& employee) const {
  return zone_of(employee).local_minute(now);
}

bool AccountPlan::in_schedule(const Device& device, Time now, const Employee& employee) const {
  if (const auto& temporary = device.temporary_schedule) {  // 02 OP-21: in its period it alone counts
    const Schedule period{temporary->from, temporary->until, {}, temporary->time_zone, {}};
    if (in_force(period, now, employee)) return in_force(temporary, now, employee);
  }
  return in_force(device.schedule, now, employee);
}

bool AccountPlan::in_force(const std::optional<Schedule>& schedule, Time now) const {
  return !schedule || contains(*schedule, now, *zone_, surroundings_.calendar.get());
}

const Branch* AccountPlan::branch(const Scheme& scheme, Time now) const {
  const LocalMinute here = zone_->local_minute(now);
  for (const Branch& branch : scheme.branches) {
    const std::optional<Schedule>& schedule = branch.schedule;
    const bool own_zone = schedule && !schedule->time_zone.empty();
    if (!schedule || (own_zone ? in_force(schedule, now) : contains(*schedule, here, surroundings_.calendar.get()))) {
      return &branch;
    }
  }
  return nullptr;
}

int AccountPlan::local_day(Time now) const {
  const auto day = std::chrono::floor<std::chrono::days>(zone_->local_minute(now));
  return static_cast<int>(day.time_since_epoch().count());
}

const CallerRule* AccountPlan::forwarding_rule(const Caller& caller) const {
  const auto rule = forwarding_->compiled.find(caller);
  return rule ? forwarding_->objects[*rule] : nullptr;
}

TrunkWay AccountPlan::way_of(const Route& route) const {
  return {trunks_[route.trunk], trunks_[route.main], route.number, route.mask};
}

std::vector<TrunkWay> AccountPlan::ways(std::string_view dialled) const {
  std::vector<TrunkWay> found;
  for (const Route& route : routes_.routes(dialled)) {
    if (trunks_[route.trunk]->enabled) found.push_back(way_of(route));  // one that is off leaves its backups
  }
  return found;
}

std::vector<TrunkWay> AccountPlan::ways_through(const Trunk& trunk, std::string_view number) const {
  std::vector<TrunkWay> found;
  const auto at = std::find(trunks_.begin(), trunks_.end(), &trunk);
  if (at == trunks_.end()) {
    if (line_behind(trunk) != nullptr) found.push_back({&trunk, &trunk, std::string(number), {}});
    return found;
  }
  for (const Route& route : routes_.routes_through(static_cast<std::size_t>(at - trunks_.begin()), number)) {
    found.push_back(way_of(route));
  }
  return found;
}

LineChoice AccountPlan::line_for(const LineRequest& request) const {
  return choose_line(request, data_.settings().caller_id, caller_id_->objects, caller_id_->compiled,
                     surroundings_.numbers.get());
}

DestinationDecision AccountPlan::destination(std::string_view number, const AllowedDestinations& allowed) const {
  return surroundings_.destinations->decide(normalise(number), allowed);
}

DestinationDecision AccountPlan::destination(const Employee& employee, std::string_view number) const {
  return destination(number, employee.allowed_destinations.value_or(data_.settings().allowed_destinations));
}

DestinationDecision AccountPlan::destination(std::string_view number) const {
  return destination(number, data_.settings().allowed_destinations);
}

bool AccountPlan::in_network(std::string_view dialled) const {
  constexpr std::size_t shortest = 8;
  const std::string number = normalise(dialled);
  return number.size() >= shortest || surroundings_.destinations->emergency(number);
}

const Number* AccountPlan::caller_id_of(const Trunk& from, std::string_view caller) const {
  const auto usable = [&](std::string_view digits) -> const Number* {
    const Number* line = number(digits);
    if (line == nullptr || !line->outgoing || line->reserved) return nullptr;
    const Trunk* carrier = trunk(line->trunk);
    return carrier != nullptr && !leads_to_pbx(*carrier) ? line : nullptr;
  };
  if (from.allow_from_override) {
    if (const Number* own = usable(normalise(caller))) return own;  // TRK-39
  }
  return usable(from.default_caller_id);  // TRK-38, TRK-40, TRK-41
}

std::string AccountPlan::sound(const PromptKey& key) const {
  const Prompt* prompt = data_.find<Prompt>(key.text);
  return prompt != nullptr ? prompt->source : key.text;
}

std::optional<Duration> ring_time(const Device& device, const Defaults& defaults) {
  const std::chrono::seconds wait = device.wait.value_or(defaults.employee_ring_time);
  if (wait == std::chrono::seconds{0}) return std::nullopt;
  return wait;
}

}  // namespace tandem::routing
