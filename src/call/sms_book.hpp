// Who was sent a reply by SMS, and when: what the limits of SMS-05 and SMS-06 count. Kept in the BlobStore, one blob a
// message ("sms/acme/1772445600000-79161234567"), so that a restart forgives nobody.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/storage.hpp>

#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace tandem::call {

class SmsBook {
 public:
  SmsBook(std::string account, BlobStore& blobs) : prefix_("sms/" + std::move(account) + "/"), blobs_(blobs) {}

  /// When this client was last sent one, if that was within the last week; else Time::min().
  [[nodiscard]] Time last_to(std::string_view client);
  /// How many were sent on `day`, as `day_of` counts days, if that is within the last week.
  [[nodiscard]] int on_day(int day, const std::function<int(Time)>& day_of);
  /// One is sent now. Errors: `storage`; it counts until the next restart then.
  Result<void> add(Time now, const std::string& client);

 private:
  struct Sent {
    Time at;
    std::string client;
  };
  void load();
  void forget_before(Time when);

  std::string prefix_;
  BlobStore& blobs_;
  bool loaded_ = false;
  std::deque<Sent> sent_;  ///< oldest first
};

}  // namespace tandem::call
