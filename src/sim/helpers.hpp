// The helpers a host may give to the engine, scripted: an integration, a book of clients, speech, SMS, regions.
#pragma once

#include "base/executor.hpp"

#include <tandem/hook.hpp>
#include <tandem/regions.hpp>
#include <tandem/sms.hpp>
#include <tandem/speech.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tandem::sim {

/// Answers every question the same, after a while; silent until told what.
class Integration final : public RoutingHook {
 public:
  explicit Integration(Executor& executor) : executor_(executor) {}
  std::optional<RoutingAnswer> reply{};  ///< none: never answers
  Duration after{};
  bool on = false;
  std::vector<RoutingQuestion> asked;

  [[nodiscard]] bool is_set(std::string_view) const override { return on; }
  void ask(RoutingQuestion question, std::function<void(RoutingAnswer)> answer) override;

 private:
  struct Pending final : Runnable {
    std::function<void()> function;
    Timer timer;
    void run() override { function(); }
  };
  Executor& executor_;
  std::vector<std::unique_ptr<Pending>> pending_;
};

class Clients final : public ClientBook {
 public:
  std::map<std::string, std::string, std::less<>> responsible;  ///< number to employee
  [[nodiscard]] EmployeeKey responsible_for(std::string_view account, std::string_view number) const override;
};

/// Understands whatever simulated phones say (SimMedia::say), word for word; "..." is what nobody can make out.
class ScriptedRecognizer final : public SpeechRecognizer {
 public:
  [[nodiscard]] std::shared_ptr<PcmSink> listen(SpeechTask task, std::function<void(std::string words)> heard) override;
};

/// Delivers every SMS at once.
class SmsNetwork final : public SmsSender {
 public:
  std::vector<SmsMessage> sent;
  void send(SmsMessage message, std::function<void(SmsStatus)> report) override;
};

/// Numbers by their beginning, the longest that fits first; mobile numbers as plain_region_data() knows them.
class Regions final : public RegionData {
 public:
  std::map<std::string, std::string, std::less<>> by_beginning;
  [[nodiscard]] std::vector<std::string> regions_of(std::string_view number) const override;
  [[nodiscard]] bool is_mobile(std::string_view number) const override { return plain_region_data().is_mobile(number); }
};

}  // namespace tandem::sim
