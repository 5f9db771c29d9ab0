// Questions about the people of an account, for screens: who is found, what his card lacks, whose calls he may see.
#pragma once

#include <tandem/objects.hpp>
#include <tandem/record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem TANDEM_API {

struct EmployeeQuery {
  /// Stands in the name, position, department, extension, e-mail, a device, or the name or extension of a group, in any
  /// letter case (EMP-48).
  std::string text{};
  std::vector<RoleKey> roles{};  ///< empty: of every role (EMP-49)
  std::size_t limit = 100;
};

/// A role that can be given to an employee.
struct RoleChoice {
  enum class Set : std::uint8_t {
    base,
    additional,
    custom,   ///< ROL-02
    service,  ///< the robots': only of a new card (BOT-01)
  };
  RoleKey key{};
  std::string name{};
  Set set = Set::base;
};

/// What a card lacks (EMP-33).
struct CardFinding {
  bool required = false;  ///< else it is recommended
  std::string field{};
};

/// The outgoing lines that an employee can be given (EMP-12).
struct LineChoices {
  std::vector<std::string> lines{};
  bool offered = false;  ///< a choice exists only between several
};

/// A member of a group as lists show him.
struct MemberRow {
  Member member{};
  std::string full_name{};
  bool may_open = false;  ///< may the asker see his card (GRP-14)?
};
/// A membership of an employee.
struct MembershipRow {
  GroupKey group{};
  std::string name{};
  std::string extension{};
  Member member{};
};
/// "N/M" (GRP-18, 02 OP-02)
struct MemberCount {
  std::size_t operators = 0;  ///< members who are operators and have an active device
  std::size_t members = 0;
};
/// Who sends calls to a group (GRP-41).
struct GroupUses {
  std::vector<std::string> lines{};    ///< numbers whose active scheme forwards to it
  std::vector<std::string> schemes{};  ///< keys of all schemes that do
};

/// A call in a feed of the home page (EMP-69).
struct FeedRow {
  CallId call{};
  Time started{};
  Direction direction = Direction::incoming;
  std::string other{};     ///< the other party's number
  ContactKey contact{};    ///< of that number, if the address book has it and the asker may read it
  std::string name{};      ///< of the contact, or of the employee an internal call was with
  std::string position{};  ///< of the same (EMP-31)
  std::string department{};  ///< of the employee
  std::string trunk{};     ///< by which it came
  Duration talked{};       ///< 0: nobody answered
  bool missed = false;
};
enum class Feed : std::uint8_t {
  all,     ///< EMP-67
  missed,  ///< by the company, and the asker's own missed internal calls (EMP-68)
};

/// A small value; any thread. Answers are those that the asker's role allows. Errors, of all: `gone`; `forbidden`;
/// `not_found` for a key that is not there.
class People {
 public:
  [[nodiscard]] Result<std::vector<Versioned<Employee>>> find(const EmployeeQuery& query) const;
  /// The roles that at least one employee has (EMP-49).
  [[nodiscard]] Result<std::vector<RoleChoice>> roles_in_use() const;
  /// The roles that an employee can be given: the additional and the account's own only with the service `roles` (EMP-92).
  [[nodiscard]] Result<std::vector<RoleChoice>> role_choices() const;
  /// Nothing: all done (EMP-33).
  [[nodiscard]] Result<std::vector<CardFinding>> findings(const EmployeeKey& employee) const;
  [[nodiscard]] Result<Substitution> substitution(const EmployeeKey& employee) const;
  [[nodiscard]] Result<LineChoices> line_choices() const;

  /// Everybody, or those who are operators, or supervisors (GRP-14, GRP-15).
  [[nodiscard]] Result<std::vector<MemberRow>> members(const GroupKey& group, std::optional<bool> operators = {},
                                                       std::optional<bool> supervisors = {}) const;
  [[nodiscard]] Result<MemberCount> count(const GroupKey& group) const;
  /// Those groups in whose name or extension the text stands (GRP-12).
  [[nodiscard]] Result<std::vector<MembershipRow>> memberships(const EmployeeKey& employee,
                                                               std::string_view text = {}) const;
  [[nodiscard]] Result<GroupUses> uses(const GroupKey& group) const;
  /// "group,extension,employee,operator,supervisor"; needs the right to see all employees (GRP-20).
  [[nodiscard]] Result<std::string> export_members_csv() const;

  /// The newest calls that the asker may see by his history rights, 10 at the most; of nobody's but an employee's all.
  [[nodiscard]] Result<std::vector<FeedRow>> feed(Feed which) const;
  /// Those whom the asker may see that have rules of an auto-secretary, for lists; what the rules are is for whoever has the
  /// right (EMP-50, SEC-34).
  [[nodiscard]] Result<std::vector<EmployeeKey>> with_auto_secretary() const;
  /// How many voicemail messages came for an employee since then (EMP-72; see Session::last_login).
  [[nodiscard]] Result<std::size_t> voicemails_since(const EmployeeKey& employee, Time since) const;

  /// Can the asker call this contact: has it a phone, and he an active device (ADR-11)?
  [[nodiscard]] Result<bool> may_call(const ContactKey& contact) const;
  /// The calls with any phone of a contact, newest first (ADR-13). Needs history rights.
  [[nodiscard]] Result<std::vector<CallRecord>> calls_with(const ContactKey& contact, std::size_t limit = 100) const;
  /// Was this a call to a client who is not in the address book (ADR-17)?
  [[nodiscard]] Result<bool> is_cold(const CallRecord& record) const;

 private:
  friend class Account;
  explicit People(AccountHandle account) : account_(std::move(account)) {}
  AccountHandle account_;
};

}  // namespace tandem
