// What call logic needs from the floors above it and the world.
#pragma once

#include "base/executor.hpp"
#include "base/random.hpp"
#include "call/tie_lines.hpp"

#include <tandem/event.hpp>
#include <tandem/hook.hpp>
#include <tandem/log.hpp>
#include <tandem/media.hpp>
#include <tandem/record.hpp>
#include <tandem/regions.hpp>
#include <tandem/signaling.hpp>
#include <tandem/sms.hpp>
#include <tandem/speech.hpp>
#include <tandem/storage.hpp>

#include <functional>

namespace tandem::call {

/// Takes call records: one when a call begins, one when it is closed. Must not block.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void save(CallRecord record) = 0;
};

/// What a host may add; null where it did not, but for what it is always good to have.
struct Helpers {
  RoutingHook* hook = nullptr;
  const ClientBook* clients = nullptr;
  SpeechRecognizer* speech = nullptr;
  SmsSender* sms = nullptr;
  const RegionData* regions = &plain_region_data();
};

struct Ports {
  Executor& executor;
  TieLines& signaling;  ///< the engine's, and what connects its accounts
  Media& media;
  BlobStore& blobs;
  RecordSink& records;
  Random& random;
  std::function<void(Event)> on_event;
  Log log;
  Helpers helpers{};
};

}  // namespace tandem::call
