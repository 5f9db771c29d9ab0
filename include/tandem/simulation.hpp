// A whole account on a virtual clock: phones, callers and sounds are simulated, everything between is the engine itself.
// For tests, dry runs and traffic studies; the same seed gives the same events to the byte.
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/event.hpp>
#include <tandem/export.hpp>
#include <tandem/record.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::sim {
class Lab;
}

namespace tandem TANDEM_API {

struct SimulationOptions {
  std::uint64_t seed = 1;
  Time start = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours(7);
  /// Keep what phones ring and hear (for stories); load tests switch it off.
  bool trace = true;
};

/// One thread at a time. Names of parties: an employee's key (his first SIP account's phone), a SIP account's full name, or
/// a telephone number (somebody outside).
class Simulation {
 public:
  explicit Simulation(SimulationOptions options = {});
  ~Simulation();
  Simulation(Simulation&&) noexcept;
  Simulation& operator=(Simulation&&) noexcept;

  /// Loads an account document, or changes the one of the same id: calls in progress keep what they began with. All
  /// phones of new SIP accounts are registered.
  Result<void> save(std::string_view account_json);

  [[nodiscard]] Time now() const;
  /// Carries the clock on, doing all that happens on the way.
  void run_for(Duration span);
  /// Until nothing more is going to happen, at most for `limit`. Returns the time that passed.
  Duration run_until_idle(Duration limit = std::chrono::hours(24));

  // What parties do, now. Errors: `not_found` for a party that is unknown or has no such call.
  Result<void> call(std::string_view from, std::string_view dialled);
  Result<void> press(std::string_view who, std::string_view digits);
  Result<void> answer(std::string_view who);
  Result<void> reject(std::string_view who, int status = 486);
  Result<void> hang_up(std::string_view who);
  Result<void> set_registered(std::string_view who, bool registered);
  Result<void> set_status(std::string_view employee, const StatusKey& status);
  /// From now on `who` answers `after` it began to ring and hangs up after talking for `talk`.
  Result<void> answer_always(std::string_view who, Duration after, Duration talk);

  /// How long a sound lasts: a prompt's key or a reference of media.hpp.
  void set_sound_length(std::string_view sound, Duration length);

  [[nodiscard]] std::vector<CallRecord> records() const;  ///< oldest first
  [[nodiscard]] const std::vector<Event>& events() const;
  /// Also tell events as they happen.
  void on_event(std::function<void(const Event&)> sink);
  /// Live calls, legs, media legs, timers and coroutine frames; all zero when everything has ended.
  struct Leftovers {
    std::size_t calls = 0;
    std::size_t timers = 0;
  };
  [[nodiscard]] Leftovers leftovers() const;

  [[nodiscard]] sim::Lab& lab();  ///< for Tandem's own tools

 private:
  std::unique_ptr<sim::Lab> lab_;
};

/// What one story came to.
struct StoryResult {
  std::string file;
  int line = 0;
  std::string title;
  std::vector<std::string> failures;  ///< each with its line; empty: the story holds
  std::string transcript;             ///< what really happened, for people
};

/// Plays every story of a text in the scenario language (tests/scenarios/README.md). `folder` is where account documents
/// are looked for. Errors: `invalid_argument` with the line that cannot be read.
[[nodiscard]] Result<std::vector<StoryResult>> play_stories(std::string_view text, const std::string& file,
                                                            const std::string& folder);

}  // namespace tandem
