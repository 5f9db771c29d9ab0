// How often one source may guess at one secret.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tandem {

/// One thread at a time. What is counted is forgotten `memory` after the last wrong guess. `now` is of any one clock, since
/// its epoch.
class Guesses {
 public:
  using Moment = std::chrono::nanoseconds;
  Guesses(int free, Moment memory) : free_(free), memory_(memory) {}

  /// Counts a wrong secret; true while the source may try again.
  bool may_retry(std::string_view source, std::string_view secret, Moment now);
  /// Has it used up its guesses? While there are more sources than can be counted, nobody new has any.
  [[nodiscard]] bool barred(std::string_view source, std::string_view secret, Moment now) const;
  void forget(std::string_view source, std::string_view secret);
  void sweep(Moment now);

 private:
  struct Count {
    int wrong = 0;
    Moment last{};
  };
  int free_;
  Moment memory_;
  Moment swept_{};
  std::unordered_map<std::string, Count> counts_;
};

}  // namespace tandem
