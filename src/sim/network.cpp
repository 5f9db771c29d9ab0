#include "sim/network.hpp"

#include <utility>

namespace tandem::sim {

Endpoint* Network::find(const std::string& host) const {
  const auto at = hosts_.find(host);
  return at == hosts_.end() ? nullptr : at->second;
}

DialogId Network::open(Endpoint& from, Endpoint& to, Invite invite) {
  const DialogId id{++last_};
  dialogs_[id] = {&from, &to};
  deliver(to, id, std::move(invite));
  return id;
}

void Network::send(DialogId dialog, const Endpoint& from, Message message) {
  const auto at = dialogs_.find(dialog);
  if (at == dialogs_.end()) return;
  Endpoint& to = at->second.a == &from ? *at->second.b : *at->second.a;
  if (std::holds_alternative<Refuse>(message) || std::holds_alternative<Leave>(message)) dialogs_.erase(at);
  deliver(to, dialog, std::move(message));
}

bool Network::take_over(DialogId dialog, const Endpoint& now, Endpoint& next) {
  const auto at = dialogs_.find(dialog);
  if (at == dialogs_.end()) return false;
  (at->second.a == &now ? at->second.a : at->second.b) = &next;
  return true;
}

void Network::deliver(Endpoint& to, DialogId dialog, Message message) {
  executor_.post_from_any_thread(
      [&to, dialog, message = std::move(message)]() mutable { to.on_message(dialog, std::move(message)); });
}

}  // namespace tandem::sim
