#include "call/exchange.hpp"

#include "base/log.hpp"
#include "call/call.hpp"
#include "call/flows.hpp"
#include "model/difference.hpp"
#include "model/unicode.hpp"

#include <tandem/sms.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace tandem::call {

TrunkLine::TrunkLine(Exchange& exchange, const Trunk& trunk) : count_(&exchange.lines_[trunk.id]) { ++*count_; }

Exchange::Exchange(AccountId id, routing::Plan plan, Ports ports)
    : id_(id),
      plan_(std::move(plan)),
      ports_(std::move(ports)),
      roster_(ports_.executor, ports_.random),
      sms_(plan_->id(), ports_.blobs),
      trunks_(id_, ports_, [this](TrunkStateChanged change) { publish(std::move(change)); }),
      lines_out_(id_, ports_, [this](LineRegistrationChanged change) { publish(std::move(change)); }),
      late_events_(ports_.executor, [this](Happening what) { publish(std::move(what)); }) {
  roster_.when_legs_change = [this](queue::Agent& agent) {
    lamps_.changed(agent.key);
    wrap_ups_.look_at(agent);
  };
  welcome({});
  callbacks_.restore();
  ports_.signaling.change(id_, {}, plan_->data().all<Trunk>());
  trunks_.change({}, plan_->data().all<Trunk>());
  lines_out_.change({}, plan_->data().all<Number>());
}

void Exchange::place(std::unique_ptr<CallbackOrder> order) {
  const CallId id = new_call_id();
  calls_.emplace(id, std::make_unique<Call>(*this, id, std::move(order)));
}

std::unexpected<Error> Exchange::no_employee(const EmployeeKey& employee) const {
  return fail(errc::not_found, "account '" + key() + "' has no employee '" + employee.text + "'");
}

Result<CallId> Exchange::place(const EmployeeKey& employee, std::string to) {
  if (plan_->employee(employee) == nullptr) return no_employee(employee);
  if (to.empty()) return fail(errc::invalid_argument, "there is no number to call");
  queue::Agent& agent = roster_.agent(employee);
  if (!agent.free()) return fail(errc::in_use, "'" + employee.text + "' is on the phone");
  const CallId id = new_call_id();
  queue::AgentClaim claim(roster_, agent);  // from now on he is
  calls_.emplace(id, std::make_unique<Call>(*this, id, employee, std::move(to), std::move(claim)));
  return id;
}

Result<void> Exchange::set_softphone(const EmployeeKey& employee, SoftphoneKind kind, Softphone softphone) {
  const Employee* card = plan_->employee(employee);
  if (card == nullptr) return no_employee(employee);
  const bool his = std::ranges::any_of(card->sip_accounts, [&](const SipAccount& one) { return one.aor == softphone.sip; });
  if (!softphone.sip.empty() && !his) {
    return fail(errc::invalid_argument, "'" + softphone.sip + "' is no SIP account of '" + employee.text + "'", "sip");
  }
  softphones_.set(employee, kind, std::move(softphone));
  roster_.changed();  // a device more or less may ring (DST-27)
  return {};
}

Result<Communications> Exchange::communications(const EmployeeKey& employee) const {
  const Employee* card = plan_->employee(employee);
  if (card == nullptr) return no_employee(employee);
  Communications ways;
  for (const Device& device : card->devices) {
    if (!device.sip.empty()) ways.sip.push_back({device.sip, ports_.signaling.registered(device.sip)});
    ways.telephone = ways.telephone || !device.number.empty();
  }
  const queue::Agent* agent = roster_.find(employee);
  if (plan_->defaults().services.contact_centre && agent != nullptr) ways.contact_centre = agent->status;
  ways.mobile = softphones_.of(employee, SoftphoneKind::mobile);
  ways.desktop = softphones_.of(employee, SoftphoneKind::desktop);
  ways.extension = card->extension;
  ways.email = card->email;
  return ways;
}

Result<GroupState> Exchange::group_state(const GroupKey& key) const {
  const Group* group = plan_->group(key);
  if (group == nullptr) return fail(errc::not_found, "account '" + this->key() + "' has no group '" + key.text + "'");
  GroupState state;
  state.waiting = static_cast<std::size_t>(roster_.waiting(key));
  for (const Member& member : group->members) {
    const queue::Agent* agent = roster_.find(member.employee);
    const Employee* employee = plan_->employee(member.employee);
    if (agent == nullptr || employee == nullptr) continue;
    if (agent->status.base != Status::offline) ++state.active;
    const bool lets = !employee->honour_status || queue::may_ring(agent->status.base, queue::CallKind::group);
    if (member.is_operator && lets && !agent->wrapping_up && agent->free()) ++state.free;
  }
  return state;
}

Result<void> Exchange::send_sms(const EmployeeKey& employee, const std::string& to, const std::string& text) {
  constexpr std::size_t longest = 1000;
  const Employee* card = plan_->employee(employee);
  if (card == nullptr) return no_employee(employee);
  if (ports_.helpers.sms == nullptr) return fail(errc::unsupported, "this host sends no SMS");
  const std::string number = plan_->normalise(to);
  if (!ports_.helpers.regions->is_mobile(number)) {
    return fail(errc::invalid_argument, "'" + to + "' is no mobile number", "to");
  }
  if (text.empty() || model::code_points(text).size() > longest) {
    return fail(errc::invalid_argument, "a text has 1 to 1000 characters", "text");
  }
  const SmsSettings& settings = plan_->settings().sms;
  if (!settings.send_all_via_platform && card->outgoing_number.empty()) {
    return fail(errc::unsupported, "no SMS route: '" + employee.text + "' has no outgoing number (MSG-21)");
  }
  SmsMessage message;
  message.sender = settings.sender_name;
  message.to = number;
  message.text = text;
  if (!settings.send_all_via_platform) {
    message.route = SmsRoute::employee_carrier;
    message.line = card->outgoing_number;
  }
  publish(SmsSent{employee.text, number, static_cast<int>(size_of_sms(text).parts)});
  (void)send_sms(std::move(message));
  return {};
}

bool Exchange::send_sms(SmsMessage message) {
  SmsSender* sender = ports_.helpers.sms;
  if (sender == nullptr) return false;
  std::function<void(SmsStatus)> report = [](SmsStatus) {};
  if (plan_->defaults().sms_reply.report_delivery) {  // long after the call, from any thread
    report = [door = late_events(), call = message.call, number = message.to](SmsStatus status) {
      door(SmsDelivery{call, number, status});
    };
  }
  message.account = key();
  sender->send(std::move(message), std::move(report));
  return true;
}

std::vector<LineInfo> Exchange::line_list() const {
  std::vector<LineInfo> list;
  plan_->data().all<Number>().each([&](const model::Stored<Number>& stored) {
    const Number& line = stored.object;
    if (line.mode == LineMode::trunk) return;
    const int status = lines_out_.status(line);
    list.push_back({line.number, line.mode, line_address(line, plan_->data().settings().domains), status == 200, status});
  });
  return list;
}

std::vector<TrunkInfo> Exchange::trunk_list() {
  std::vector<TrunkInfo> list;
  std::unordered_map<TrunkKey, std::size_t> places;
  plan_->data().all<Trunk>().each([&](const model::Stored<Trunk>& stored) {
    const Trunk& trunk = stored.object;
    TrunkInfo info;
    info.id = trunk.id;
    info.name = trunk.name;
    info.lines = trunk.max_lines;
    info.lines_used = lines_used(trunk);
    info.routing_configured = !trunk.prefix.empty() || !trunk.masks.empty();
    info.default_caller_id = trunk.default_caller_id;
    info.state = trunks_.state(trunk);
    info.cause = trunks_.cause(trunk);
    info.peer = trunk.peer;
    info.dtmf_mode = trunk.dtmf_mode;
    info.linked = is_internal(trunk) && ports_.signaling.state(id_, trunk) != TieState::unlinked;
    places[trunk.id] = list.size();
    list.push_back(std::move(info));
  });
  plan_->data().all<Number>().each([&](const model::Stored<Number>& stored) {
    const auto at = places.find(stored.object.trunk);
    if (at == places.end()) return;
    list[at->second].has_incoming |= stored.object.incoming;
    list[at->second].has_outgoing |= stored.object.outgoing;
  });
  return list;
}

Exchange::~Exchange() {
  ports_.signaling.change(id_, plan_->data().all<Trunk>(), {});
  roster_.when_legs_change = nullptr;
  callbacks_.clear();
  calls_.clear();
}

Call* Exchange::call_of(LegId leg) const {
  for (const auto& [id, call] : calls_) {
    const bool its = call->caller.id() == leg || (call->talk != nullptr && call->talk->party().leg->id() == leg);
    if (its) return call.get();
  }
  return nullptr;
}

bool Exchange::talks_in(const Call& call, const EmployeeKey& employee) {
  if (call.talk == nullptr || call.consulting) return false;
  const Employee* callee = call.talk->party().employee;
  const Employee* caller = call.caller_side.employee;
  return (callee != nullptr && callee->id == employee) || (caller != nullptr && caller->id == employee);
}

std::optional<CallId> Exchange::talk_of(const EmployeeKey& employee) const {
  for (const auto& [id, call] : calls_) {
    if (talks_in(*call, employee)) return id;
  }
  return std::nullopt;
}

Result<void> Exchange::transfer(CallId call, const EmployeeKey& by, std::string target) {
  const auto at = calls_.find(call);
  if (at == calls_.end()) return fail(errc::not_found, "there is no call " + to_string(call));
  if (!talks_in(*at->second, by))
    return fail(errc::invalid_argument, "employee '" + by.text + "' does not talk in call " + to_string(call));
  at->second->orders.push({by, std::move(target)});
  return {};
}

void Exchange::add(const Offered& offered) {
  offered_.push_back(&offered);
  if (!offered.employee.empty()) lamps_.changed(offered.employee);
}

void Exchange::remove(const Offered& offered) {
  std::erase(offered_, &offered);
  if (!offered.employee.empty()) lamps_.changed(offered.employee);
}

LineState Exchange::line_state(const EmployeeKey& employee) const {
  const queue::Agent* agent = roster_.find(employee);
  if (agent == nullptr || agent->free()) return LineState::idle;
  const auto his = [&](const Offered* offered) { return offered->employee == employee; };
  return std::ranges::any_of(offered_, his) ? LineState::ringing : LineState::busy;
}

void Exchange::Lamps::changed(const EmployeeKey& employee) {
  touched.push_back(employee);
  exchange.ports_.executor.post(*this);
}

void Exchange::Lamps::run() {
  for (const EmployeeKey& employee : std::exchange(touched, {})) {
    const LineState now = exchange.line_state(employee);
    LineState& before = told[employee];
    if (std::exchange(before, now) != now) exchange.publish(LineStateChanged{employee.text, now});
  }
}

void Exchange::change_plan(routing::Plan plan, std::uint64_t version) {
  const routing::Plan before = std::exchange(plan_, std::move(plan));
  welcome(before->data().all<Employee>());
  if (!before->data().all<CustomStatus>().same_as(plan_->data().all<CustomStatus>())) statuses_.account_changed();
  ports_.signaling.change(id_, before->data().all<Trunk>(), plan_->data().all<Trunk>());
  trunks_.change(before->data().all<Trunk>(), plan_->data().all<Trunk>());
  lines_out_.change(before->data().all<Number>(), plan_->data().all<Number>());
  publish(model::difference(before->data(), plan_->data(), version));
  roster_.changed();
  callbacks_.account_changed();
}

void Exchange::welcome(const model::ObjectSet<Employee>& before) {
  const auto greet = [&](const Employee* old, const Employee* fresh) {
    if (old == nullptr) roster_.renew(fresh->id, plan_->status(fresh->status).value_or(AgentStatus()));
    if (fresh != nullptr) return;
    wrap_ups_.forget(roster_.agent(old->id));
    softphones_.forget(old->id);
    chosen_devices_.forget(old->id);
    statuses_.forget(old->id);
  };
  model::ObjectSet<Employee>::differences(before, plan_->data().all<Employee>(), greet);
}

// Ordered by time of arrival and unique over restarts: milliseconds in the upper 42 bits, then a counter.
CallId Exchange::new_call_id() {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now().time_since_epoch()).count();
  const std::uint64_t fresh = (static_cast<std::uint64_t>(ms) << 22U) | (ports_.random.next() & 0x3fffffU);
  last_call_ = std::max(last_call_ + 1, fresh);
  return CallId{last_call_};
}

void Exchange::on_leg(LegId leg, LegEvent event) {
  if (auto* incoming = std::get_if<IncomingCall>(&event)) {
    const CallId id = new_call_id();
    calls_.emplace(id, std::make_unique<Call>(*this, id, leg, std::move(*incoming)));
    return;
  }
  const auto at = legs_.find(leg);
  if (at != legs_.end()) at->second->on_signaling(event);
}

void Exchange::on_media(MediaId media, MediaEvent event) {
  if (auto* recorded = std::get_if<RecordDone>(&event)) {
    if (auto message = recordings_.extract(media)) {
      message.mapped().length = recorded->length;
      if (recorded->error) {
        log_error(ports_.log, "call", "voicemail {} was lost: {}", message.mapped().blob, recorded->error->message);
        publish(StorageTrouble{recorded->error->message, 0});
      } else {
        publish(std::move(message.mapped()));
      }
    }
    return;
  }
  const auto at = media_.find(media);
  if (at != media_.end()) at->second->on_media(event);
}

void Exchange::on_registration(RegistrationChange change) {
  publish(DeviceRegistered{std::move(change.aor), change.registered, std::move(change.contact)});
  roster_.changed();  // DST-27
}

Result<void> Exchange::choose_devices(const EmployeeKey& employee, std::vector<std::string> addresses) {
  const Employee* card = plan_->employee(employee);
  if (card == nullptr) return no_employee(employee);
  if (!card->accept_on_cc_numbers) {
    return fail(errc::forbidden, "'" + employee.text + "' takes calls by his card: accept_on_cc_numbers is off (DEV-30)");
  }
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const std::string path = "devices[" + std::to_string(i) + "]";
    if (std::ranges::find(card->devices, addresses[i], address_of) == card->devices.end()) {
      return fail(errc::invalid_argument, "'" + addresses[i] + "' is none of his devices", path);
    }
    const auto here = addresses.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(addresses.begin(), here, *here) != here) {
      return fail(errc::invalid_argument, "'" + *here + "' stands in the list already", path);
    }
  }
  chosen_devices_.set(employee, std::move(addresses));
  roster_.changed();  // DST-27
  return {};
}

void Exchange::end_all() {
  ports_.signaling.change(id_, plan_->data().all<Trunk>(), {});
  std::vector<Call*> calls;
  for (const auto& [id, call] : calls_) calls.push_back(call.get());
  for (Call* call : calls) call->stop("engine stopped");
}

void Exchange::release(CallId call) { calls_.erase(call); }

std::string Exchange::dump() const {
  std::string text;
  for (const auto& [id, call] : calls_) text += "call " + to_string(id) + "\n" + call->dump();
  return text;
}

void Exchange::publish(Happening what) {
  ++sequence_;
  if (ports_.on_event) ports_.on_event(Event{sequence_, key(), now(), std::move(what)});
}

}  // namespace tandem::call
