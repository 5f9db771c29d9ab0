#include "base/guesses.hpp"

namespace tandem {
namespace {

constexpr std::size_t most_guessers = 100'000;

std::string key(std::string_view source, std::string_view secret) {
  std::string text(source);
  text += ' ';
  text += secret;
  return text;
}

}  // namespace

bool Guesses::may_retry(std::string_view source, std::string_view secret, Moment now) {
  if (counts_.size() >= most_guessers && now - swept_ > std::chrono::seconds(1)) sweep(now);
  if (counts_.size() >= most_guessers && !counts_.contains(key(source, secret))) return false;
  Count& count = counts_[key(source, secret)];
  if (now - count.last > memory_) count.wrong = 0;
  count.last = now;
  return ++count.wrong <= free_;
}

bool Guesses::barred(std::string_view source, std::string_view secret, Moment now) const {
  const auto at = counts_.find(key(source, secret));
  if (at == counts_.end()) return counts_.size() >= most_guessers && now - swept_ <= std::chrono::seconds(1);
  return at->second.wrong > free_ && now - at->second.last <= memory_;
}

void Guesses::forget(std::string_view source, std::string_view secret) {
  if (!counts_.empty()) counts_.erase(key(source, secret));
}

void Guesses::sweep(Moment now) {
  swept_ = now;
  std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.last > memory_; });
}

}  // namespace tandem
