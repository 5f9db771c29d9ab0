#include "model/number_move.hpp"

#include "base/password.hpp"
#include "model/account_limits.hpp"
#include "model/move_choice.hpp"
#include "model/move_source.hpp"
#include "model/service_uses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tandem::model {
namespace {

/// What comes to the destination.
class Destination {
 public:
  Destination(const AccountData& from, const AccountData& to, const NumberMove& wanted,
              const std::vector<const Number*>& chosen, MoveSheet& sheet)
      : from_(from), to_(to), wanted_(wanted), chosen_(chosen), sheet_(sheet), settings_(to.settings()) {
    for (const Number* number : chosen) coming_.insert(number->number);
  }

  void run() {
    allow();
    connect();
    for (const Number* number : chosen_) take(*number);
    from_.all<Widget>().each([&](const Stored<Widget>& stored) { take(stored.object); });
    if (!(settings_ == to_.settings())) sheet_.there.settings(settings_);
  }

 private:
  void say(errc code, std::string message, std::string path) {
    sheet_.plan.problems.push_back({code, std::move(message), std::move(path), {}});
  }

  /// NUM-53
  void allow() {
    Services& services = settings_.defaults.services;
    const std::size_t after = count_of_numbers(to_) + chosen_.size();
    const auto most = most_numbers(services);
    if (!most || after <= *most) return;
    sheet_.plan.over_allowance = std::min(after - *most, chosen_.size());
    if (wanted_.extend_allowance) {
      services.max_numbers = static_cast<int>(std::max<std::size_t>(*most + sheet_.plan.over_allowance, after));
    } else {
      say(errc::exhausted,
          fmt::format("{} more than account '{}' may have: {}", sheet_.plan.over_allowance, to_.id(),
                      too_many_numbers(*most)),
          "numbers");
    }
  }

  /// NUM-63
  void connect() {
    Services& services = settings_.defaults.services;
    std::set<Service> missing;
    for (const Number* number : chosen_) {
      const Scheme* scheme = from_.find<Scheme>(number->scheme.text);
      for (const Service service : scheme != nullptr ? services_used(*scheme) : std::set<Service>()) {
        if (!has_service(services, service)) missing.insert(service);
      }
    }
    sheet_.plan.missing.assign(missing.begin(), missing.end());
    for (std::size_t i = 0; i < wanted_.connect.size(); ++i) {
      const Service service = wanted_.connect[i];
      if (!missing.contains(service)) {
        say(errc::invalid_argument,
            fmt::format("the schemes of these numbers do not lack `{}` at account '{}' (NUM-63)", name_of(service),
                        to_.id()),
            fmt::format("connect[{}]", i));
        continue;
      }
      if (has_service(services, service)) continue;
      set_service(services, service, true);
      sheet_.done.connected.push_back(service);
    }
  }

  void take(const Number& number) {
    MovedNumber done{number.number, number.number, skeleton(number.scheme), {}, {}};
    Number there = number;
    there.scheme = done.scheme;
    if (number.mode == LineMode::trunk) there.trunk = trunk_there(from_, to_, wanted_, number)->id;
    if (!coming_.contains(there.via)) there.via.clear();  // NUM-22: else it comes along
    if (number.mode == LineMode::passive) {
      give_address(there);
      done.number_there = there.number;
      done.new_address = line_address(there, settings_.domains);
      if (done.new_address == line_address(number, from_.settings().domains)) done.new_address.clear();
    }
    sheet_.there.create(std::move(there));
    sheet_.done.numbers.push_back(std::move(done));
  }

  /// NUM-20: in a domain of the destination; nobody else's there.
  void give_address(Number& line) {
    const std::string domain = own_domain(settings_);
    if (line.use == LineUse::widget) {
      while (to_.find<Number>(line.number) != nullptr || !given_.insert(line.number).second) {
        line.number = random_digits(line.number.size());
      }
      line.sip = "line" + line.number + "@" + domain;
      return;
    }
    if (line.sip.empty()) return;
    line.sip = line.sip.substr(0, line.sip.find('@')) + "@" + domain;
    if (to_.owner(Kind::sip_account, line.sip) != nullptr || !given_.insert(line.sip).second) line.sip.clear();
  }

  void take(const Widget& widget) {
    const auto& moved = sheet_.done.numbers;
    const auto line =
        std::find_if(moved.begin(), moved.end(), [&](const MovedNumber& m) { return m.number == widget.line; });
    if (line == moved.end()) return;
    Widget there = widget;
    there.line = line->number_there;
    there.id.text = free_key(Kind::widget, widget.id.text);
    sheet_.done.numbers[static_cast<std::size_t>(line - moved.begin())].widget = there.id;
    sheet_.there.create(std::move(there));
  }

  /// NUM-54, NUM-55: one for all numbers that had the scheme.
  SchemeKey skeleton(const SchemeKey& key) {
    const Scheme* scheme = from_.find<Scheme>(key.text);
    if (scheme == nullptr) return {};
    if (const auto known = skeletons_.find(key); known != skeletons_.end()) return known->second;
    Scheme there = skeleton_of(*scheme);
    (void)leave_out(there, settings_.defaults.services);
    there.id.text = free_key(Kind::scheme, key.text);
    skeletons_[key] = there.id;
    SchemeKey made = there.id;
    sheet_.there.create(std::move(there));
    return made;
  }

  std::string free_key(Kind kind, const std::string& wished) {
    std::string key = wished;
    for (std::size_t i = to_.count(kind) + 1; to_.owner(kind, key) != nullptr || !keys_.insert({kind, key}).second;
         ++i) {
      key = given_key(kind, i);
    }
    return key;
  }

  const AccountData& from_;
  const AccountData& to_;
  const NumberMove& wanted_;
  const std::vector<const Number*>& chosen_;
  MoveSheet& sheet_;
  AccountSettings settings_;
  std::set<std::string> coming_;
  std::set<std::string> given_;  ///< addresses, and digits of widgets' lines
  std::set<ObjectRef> keys_;
  std::map<SchemeKey, SchemeKey> skeletons_;
};

}  // namespace

bool may_exchange(const AccountData& from, const AccountData& to) {
  const AccountSettings& a = from.settings();
  const AccountSettings& b = to.settings();
  return !a.customer.empty() && a.customer == b.customer && a.state == AccountState::in_work &&
         b.state == AccountState::in_work;
}

MoveSheet work_out(const AccountData& from, const AccountData& to, const NumberMove& wanted) {
  MoveSheet sheet;
  MoveChoice choice = choose(from, to, wanted);
  sheet.plan.chosen = static_cast<std::size_t>(std::count_if(choice.candidates.begin(), choice.candidates.end(),
                                                             [](const MoveCandidate& row) { return row.chosen; }));
  sheet.plan.numbers = std::move(choice.candidates);
  sheet.plan.problems = std::move(choice.problems);
  if (choice.chosen.empty()) return sheet;
  Destination(from, to, wanted, choice.chosen, sheet).run();
  leave_source(from, choice.chosen, sheet);
  sheet.done.switched_off = sheet.plan.switched_off;
  return sheet;
}

}  // namespace tandem::model
