#include "model/statuses.hpp"

#include "model/account_data.hpp"
#include "model/names.hpp"

namespace tandem {

AgentStatus::AgentStatus(Status of_base) : key{std::string(model::enum_name(of_base))}, base(of_base) {}
AgentStatus::AgentStatus(StatusKey own, Status of_base) : key(std::move(own)), base(of_base) {}

namespace model {

std::optional<AgentStatus> find_status(const AccountData& data, const StatusKey& key) {
  if (const auto base = enum_value<Status>(key.text)) return AgentStatus(*base);
  const auto* own = data.find<CustomStatus>(key.text);
  return own != nullptr ? std::optional(AgentStatus(key, own->base)) : std::nullopt;
}

}  // namespace model
}  // namespace tandem
