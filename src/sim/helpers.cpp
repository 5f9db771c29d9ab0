#include "sim/helpers.hpp"

namespace tandem::sim {
namespace {

class Ear final : public PcmSink {
 public:
  explicit Ear(std::function<void(std::string)> heard) : heard_(std::move(heard)) {}
  void hear(std::span<const std::int16_t> samples) override {
    std::string words;
    for (const std::int16_t sample : samples) words.push_back(static_cast<char>(sample));
    heard_(words == "..." ? std::string() : std::move(words));
  }

 private:
  std::function<void(std::string)> heard_;
};

}  // namespace

void Integration::ask(RoutingQuestion question, std::function<void(RoutingAnswer)> answer) {
  asked.push_back(std::move(question));
  if (!reply) return;
  auto pending = std::make_unique<Pending>();
  pending->function = [reply = *reply, answer = std::move(answer)] { answer(reply); };
  executor_.start(pending->timer, executor_.now() + after, *pending);
  pending_.push_back(std::move(pending));
}

EmployeeKey Clients::responsible_for(std::string_view, std::string_view number) const {
  const auto at = responsible.find(number);
  return at == responsible.end() ? EmployeeKey{} : EmployeeKey{at->second};
}

std::shared_ptr<PcmSink> ScriptedRecognizer::listen(SpeechTask, std::function<void(std::string words)> heard) {
  return std::make_shared<Ear>(std::move(heard));
}

void SmsNetwork::send(SmsMessage message, std::function<void(SmsStatus)> report) {
  sent.push_back(std::move(message));
  report(SmsStatus::sent);
  report(SmsStatus::delivered);
}

std::vector<std::string> Regions::regions_of(std::string_view number) const {
  std::vector<std::string> found;
  for (std::size_t length = number.size(); length > 0; --length) {
    const auto at = by_beginning.find(number.substr(0, length));
    if (at != by_beginning.end()) found.push_back(at->second);
  }
  return found;
}

}  // namespace tandem::sim
