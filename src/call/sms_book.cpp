#include "call/sms_book.hpp"

#include <algorithm>
#include <charconv>

namespace tandem::call {
namespace {

constexpr auto longest_memory = std::chrono::days(8);

}  // namespace

void SmsBook::load() {
  if (std::exchange(loaded_, true)) return;
  const Result<std::vector<std::string>> keys = blobs_.list(prefix_);
  if (!keys) return;
  for (const std::string& key : *keys) {
    const std::string_view name = std::string_view(key).substr(prefix_.size());
    std::int64_t ms = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), ms);
    if (failed != std::errc{} || end == name.data() + name.size() || *end != '-') continue;
    sent_.push_back({Time(std::chrono::milliseconds(ms)), std::string(end + 1, name.data() + name.size())});
  }
  std::ranges::stable_sort(sent_, {}, &Sent::at);
}

Time SmsBook::last_to(std::string_view client) {
  load();
  for (auto sent = sent_.rbegin(); sent != sent_.rend(); ++sent) {
    if (sent->client == client) return sent->at;
  }
  return Time::min();
}

int SmsBook::on_day(int day, const std::function<int(Time)>& day_of) {
  load();
  return static_cast<int>(std::ranges::count_if(sent_, [&](const Sent& sent) { return day_of(sent.at) == day; }));
}

void SmsBook::forget_before(Time when) {
  while (!sent_.empty() && sent_.front().at < when) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(sent_.front().at.time_since_epoch()).count();
    (void)blobs_.remove(prefix_ + std::to_string(ms) + "-" + sent_.front().client);  // one too many does no harm
    sent_.pop_front();
  }
}

Result<void> SmsBook::add(Time now, const std::string& client) {
  load();
  forget_before(now - longest_memory);
  const auto at = std::chrono::floor<std::chrono::milliseconds>(now);
  sent_.push_back({at, client});
  const std::string key = prefix_ + std::to_string(at.time_since_epoch().count()) + "-" + client;
  Result<std::unique_ptr<BlobWriter>> writer = blobs_.create(key);
  if (!writer) return std::unexpected(writer.error());
  return (*writer)->commit();
}

}  // namespace tandem::call
