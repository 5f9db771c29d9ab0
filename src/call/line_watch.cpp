#include "call/line_watch.hpp"

#include "call/line_contact.hpp"

namespace tandem::call {
namespace {

constexpr std::chrono::seconds pause{1};  // the port is not open yet while the engine starts

bool same_account(const Number& a, const Number& b) {
  return a.mode == b.mode && line_address(a, {}) == line_address(b, {}) && a.login == b.login &&
         a.password == b.password && a.server == b.server && a.server_port == b.server_port && a.provider == b.provider;
}

}  // namespace

LineWatch::~LineWatch() {
  for (const auto& [address, watched] : by_address_) ports_.signaling.unregister_at(account_, address);
}

void LineWatch::change(const model::ObjectSet<Number>& before, const model::ObjectSet<Number>& after) {
  const auto each_change = [&](const auto& f) {
    model::ObjectSet<Number>::differences(before, after, [&](const Number* old, const Number* fresh) {
      if (old == nullptr || fresh == nullptr || !same_account(*old, *fresh)) f(old, fresh);
    });
  };
  // All leave before any comes: an account at an operator may go from one number to another.
  each_change([&](const Number* old, const Number*) {
    if (old == nullptr || old->mode != LineMode::active) return;
    const std::string address = line_address(*old, {});
    by_address_.erase(address);
    ports_.signaling.unregister_at(account_, address);
  });
  each_change([&](const Number*, const Number* fresh) {
    if (fresh != nullptr && fresh->mode == LineMode::active) by_address_[line_address(*fresh, {})] = {*fresh, 0, false};
  });
  timer_.cancel();
  if (!by_address_.empty()) ports_.executor.start(timer_, ports_.executor.now(), *this);
}

void LineWatch::run() {
  bool all = true;
  for (auto& [address, watched] : by_address_) {
    if (watched.asked) continue;
    ClientRegistration wish{account_,
                            address,
                            line_registrar(watched.line),
                            {watched.line.login, watched.line.password},
                            std::chrono::seconds(300),
                            line_contact(account_, watched.line)};
    const Result<void> taken = ports_.signaling.register_at(std::move(wish));
    watched.asked = taken || taken.error().code == errc::unsupported;
    if (!taken && watched.asked) on_status(address, 503);  // a name, where addresses are needed
    all = all && watched.asked;
  }
  if (!all) ports_.executor.start(timer_, ports_.executor.now() + pause, *this);
}

void LineWatch::on_status(const std::string& address, int status) {
  const auto at = by_address_.find(address);
  if (at == by_address_.end()) return;
  if (std::exchange(at->second.status, status) == status) return;
  if (tell_) tell_({at->second.line.number, status == 200, status});
}

int LineWatch::status(const Number& line) const {
  const auto at = by_address_.find(line_address(line, {}));
  return at == by_address_.end() ? 0 : at->second.status;
}

}  // namespace tandem::call
