// Who gets a text conversation (DEF-46 to DEF-55).
#include <tandem/text_conversations.hpp>

#include <algorithm>
#include <tuple>

namespace tandem {
namespace {

/// When his pause ends (DEF-52); none: he has none now.
std::optional<Time> paused_until(const TextConversations& settings, const TextOperator& one, Time now) {
  const bool pauses = settings.algorithm == TextAlgorithm::even && settings.cooldown > std::chrono::seconds{0};
  if (!pauses || !one.given || *one.given + settings.cooldown <= now) return std::nullopt;
  return *one.given + settings.cooldown;
}

/// Could he take it, but for a pause?
bool can_take(const TextConversations& settings, const TextRequest& request, const TextOperator& one) {
  const bool full = settings.max_per_employee > 0 && one.open >= settings.max_per_employee;
  const bool talks = settings.skip_in_group_call && one.in_group_call;
  const bool had_it = std::ranges::find(request.unanswered, one.employee) != request.unanswered.end();
  return one.available && !full && !talks && !had_it;
}

/// Is it rather this one's turn?
bool before(TextAlgorithm algorithm, const TextOperator& a, const TextOperator& b) {
  const int a_load = algorithm == TextAlgorithm::least_loaded ? a.open : 0;
  const int b_load = algorithm == TextAlgorithm::least_loaded ? b.open : 0;
  return std::tuple(a_load, a.given) < std::tuple(b_load, b.given);  // whoever was never given one comes first
}

}  // namespace

TextDecision distribute(const TextConversations& settings, const TextRequest& request,
                        std::span<const TextOperator> operators, Time now) {
  TextDecision decision;
  if (!settings.auto_distribute) return decision;
  const TextOperator* chosen = nullptr;
  bool to_responsible = false;
  for (const TextOperator& one : operators) {
    const bool responsible = settings.to_responsible && one.employee == request.responsible;
    if ((!one.of_group && !responsible) || !can_take(settings, request, one)) continue;
    if (const auto until = paused_until(settings, one, now)) {
      decision.again = std::min(decision.again.value_or(*until), *until);
      continue;
    }
    if (to_responsible || (!responsible && chosen != nullptr && !before(settings.algorithm, one, *chosen))) continue;
    chosen = &one;
    to_responsible = responsible;
  }
  if (chosen == nullptr) return decision;
  decision.to = chosen->employee;
  decision.again.reset();
  if (settings.first_reply_timeout > std::chrono::seconds{0}) decision.reply_by = now + settings.first_reply_timeout;
  return decision;
}

}  // namespace tandem
