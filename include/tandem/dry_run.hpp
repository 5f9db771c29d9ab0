// "Why would this call go there?": a call walked through an account's configuration without being placed. The same code
// takes real calls; clock, phones and sounds are simulated.
#pragma once

#include <tandem/account.hpp>
#include <tandem/clock.hpp>
#include <tandem/employee.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/reason.hpp>
#include <tandem/record.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tandem TANDEM_API {

/// Keys the caller presses, or words he says, so long after the last ones (at first: after he is connected).
struct DryRunInput {
  std::string keys{};   ///< "1", "102#"; or
  std::string words{};  ///< where the scheme hears them
  Duration after = std::chrono::seconds(1);
};
/// Somebody who takes the call when he is rung; whoever is not named lets it ring.
struct DryRunAnswer {
  std::string who{};  ///< key of an employee, a SIP account, or a number outside
  Duration after = std::chrono::seconds(5);
  Duration talk = std::chrono::seconds(30);
};

struct DryRunQuery {
  std::string from{};        ///< a telephone number, "anonymous", or the key of an employee who calls
  std::string to{};          ///< what is dialled
  std::optional<Time> at{};  ///< none: now
  std::vector<DryRunInput> input{};
  std::vector<DryRunAnswer> answers{};
  std::vector<std::string> offline{};  ///< employees or SIP accounts whose phones are not registered
  std::vector<std::pair<EmployeeKey, StatusKey>> statuses{};  ///< else those of the document
  Duration patience = std::chrono::minutes(15);            ///< the caller hangs up after that
};

enum class DryRunFact : std::uint8_t {
  decided,  ///< see `decision`
  rings,    ///< what: the number that is shown
  rings_no_more,
  hears,  ///< what: the prompt's key, or a reference of media.hpp
  hears_no_more,
  talks,  ///< what: with whom
  talks_no_more,
  refused,    ///< what: SIP status
  connected,  ///< the caller's phone, or the one that was called
  left,
  presses,  ///< what: keys or words
};

struct DryRunStep {
  Duration at{};  ///< since the call began
  DryRunFact fact = DryRunFact::decided;
  std::string who{};
  std::string what{};
  std::optional<Decision> decision{};
};

struct DryRun {
  std::vector<DryRunStep> steps{};
  CallRecord record{};  ///< as the call would leave it; not written anywhere
};

/// Any thread; takes some milliseconds. The document need not be stored or in force. Errors: what problems_of() finds,
/// as parse_account() says it; `not_found` for a caller or an employee the account does not have; `invalid_argument`
/// for a number nobody can dial.
[[nodiscard]] Result<DryRun> explain_call(const AccountDocument& document, const DryRunQuery& query);

/// "rings anna, shown 79161234567"
[[nodiscard]] std::string text_of(const DryRunStep& step, Language language = Language::english);
/// One line a step, and how the call ended.
[[nodiscard]] std::string text_of(const DryRun& run, Language language = Language::english);

}  // namespace TANDEM_API
