// What waits in the UDP sockets, looked at before NTA takes it.
#pragma once

#include "adapters/sofia/admission.hpp"
#include "adapters/sofia/knock.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::sofia {

class Porch {
 public:
  explicit Porch(Admission& admission);
  ~Porch() { close(); }
  Porch(const Porch&) = delete;
  Porch& operator=(const Porch&) = delete;

  /// Sockets to look at, which this then closes; NTA has descriptors of its own for them.
  void open(std::vector<int> sockets) { sockets_ = std::move(sockets); }
  void close() noexcept;
  [[nodiscard]] const std::vector<int>& sockets() const noexcept { return sockets_; }
  /// The To tag of a refusal, the same each time for the same request (RFC 3261 8.2.7).
  [[nodiscard]] std::string tag_for(std::string_view branch) const { return tag_ + tag_end(branch); }
  /// How long the oldest packet has waited; measured anew when the last figure is old.
  void measure(Admission::Clock::time_point now);
  /// Answers and drops what is not to come in, up to the first packet that is NTA's business.
  void clear(Admission::Clock::time_point now);

 private:
  bool refuse_first(int socket, Admission::Clock::time_point now);

  Admission& admission_;
  std::vector<int> sockets_;
  Admission::Clock::time_point measured_{};
  std::string tag_;  ///< begins the To tags of our refusals
};

}  // namespace tandem::sofia
