// What is decided by the caller's number before the line's scheme: the black and white list, and forwarding by caller
// (specification 01, areas ACL and FWD).
#pragma once

#include <tandem/clock.hpp>
#include <tandem/error.hpp>
#include <tandem/export.hpp>
#include <tandem/ids.hpp>
#include <tandem/scheme.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

/// What a caller pattern is held against.
enum class AddressKind : std::uint8_t {
  phone,  ///< the caller's number in international digits
  sip,    ///< the caller's address, `user@domain`, in lower case
};

/// Which calls a forwarding rule looks at (FWD-06, TRK-74).
enum class CallerSource : std::uint8_t {
  phone,      ///< calls from the telephone network
  sip_trunk,  ///< calls from another PBX over a trunk
};

/// Caller patterns. A telephone pattern is a number, a range `74952009000-74952009999` with both ends in it and of
/// equal length, or a mask in which `#` stands for any one character and `*` for any number of them, none included;
/// digits in international form, no plus, brackets or hyphens (FWD-07..12, 01 OP-04). A SIP pattern is `user@domain`,
/// perhaps with
/// `#` and `*`; letter case does not matter (FWD-13, ACL-13). Patterns stand for whole numbers and addresses.
///
/// Is the pattern well formed? Pure; any thread. Errors: `invalid_argument`, with the character's place.
[[nodiscard]] Result<void> check_caller_pattern(AddressKind kind, std::string_view pattern);
/// Does it match? Pure; any thread; time is bounded by the pattern's length times the caller's.
[[nodiscard]] Result<bool> test_caller_pattern(AddressKind kind, std::string_view pattern, std::string_view caller);

/// Calls from these callers go to `forward` and pass the line's scheme by (FWD-02). Of several rules that match, the
/// most specific wins: an exact number before a range, a narrower range before a wider one, ranges before masks, and of
/// masks the one with more characters of its own; among equals the one that stands first (01 OP-02).
struct CallerRule {
  CallerRuleKey id{};   ///< empty in a document or a new rule: one is given
  bool enabled = true;  ///< FWD-16, 01 OP-57
  CallerSource source = CallerSource::phone;
  std::string pattern{};  ///< a SIP pattern if it has an `@` or a letter, else a telephone pattern
  Forward forward{};      ///< FWD-14
  std::string comment{};  ///< FWD-15
  friend bool operator==(const CallerRule&, const CallerRule&) = default;
};
struct CallerForwarding {
  bool active = true;  ///< the master switch; off, no rule matches and each keeps its own switch (FWD-17)
  friend bool operator==(const CallerForwarding&, const CallerForwarding&) = default;
};
/// How many rules can match now (FWD-18).
[[nodiscard]] std::size_t active_rules(const CallerForwarding& forwarding, std::span<const CallerRule> rules) noexcept;

/// The two lists; one is in force at a time (ACL-03).
enum class CallerList : std::uint8_t { blacklist, whitelist };

/// A caller of the black or the white list (ACL-13, ACL-14).
struct ListEntry {
  ListEntryKey id{};  ///< empty in a document or a new entry: one is given
  CallerList list = CallerList::blacklist;
  AddressKind kind = AddressKind::phone;
  std::string pattern{};
  std::string comment{};
  std::string created_by{};  ///< who added it, as the host names people
  std::optional<Time> created_at{};
  friend bool operator==(const ListEntry&, const ListEntry&) = default;
};
struct CallerLists {
  bool enabled = false;                     ///< off: no call is filtered (ACL-02)
  CallerList mode = CallerList::blacklist;  ///< the list in force; the other is kept (ACL-03, 01 OP-38)
  bool accept_unidentified = true;          ///< calls without a caller's number, in both modes (ACL-04)
  friend bool operator==(const CallerLists&, const CallerLists&) = default;
};

/// What import_list() read.
struct ListImport {
  std::vector<ListEntry> entries{};
  std::vector<Error> problems{};  ///< rows that were passed over; the path is `line 3`
};
/// Reads entries from a file as list_template() shows: CSV in UTF-8 with the columns type (`phone` or `sip`), pattern
/// and comment; fields may be quoted (ACL-16, 01 OP-40). Rows with mistakes are reported and passed over.
[[nodiscard]] ListImport import_list(std::string_view csv, CallerList list, std::string_view created_by,
                                     Time created_at);
/// The file to fill in: the heading and an example of each kind.
[[nodiscard]] std::string list_template();

}  // namespace TANDEM_API
