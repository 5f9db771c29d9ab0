// Who has which key, extension, address: what the rules look up while a document is checked.
#pragma once

#include <tandem/account.hpp>

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem::model {

/// Kinds of things that are unique in an account or are referred to.
enum class Kind : std::uint8_t { employee, group, trunk, prompt, number, scheme, sip_account, extension, email };
inline constexpr std::size_t kind_count = 9;

/// "employee", "SIP account", ...
[[nodiscard]] std::string_view noun(Kind kind) noexcept;

class DocumentIndex {
 public:
  explicit DocumentIndex(const AccountDocument& document);

  struct Owner {
    std::string path;   ///< where the first one stands: "employees[2].extension"
    std::string label;  ///< "employee 'anna'"
  };
  /// The first owner; null when there is none.
  [[nodiscard]] const Owner* find(Kind kind, std::string_view name) const;
  /// A known name of this kind that looks like `name`, or nothing.
  [[nodiscard]] std::string_view nearest_name(Kind kind, std::string_view name) const;
  [[nodiscard]] const AccountDocument& document() const noexcept { return document_; }

 private:
  void add(Kind kind, std::string_view name, std::string path, std::string label);
  void add_people();
  void add_groups();
  void add_lines();
  void add_schemes();
  std::unordered_map<std::string, Owner>& map(Kind kind) { return maps_[static_cast<std::size_t>(kind)]; }

  const AccountDocument& document_;
  std::array<std::unordered_map<std::string, Owner>, kind_count> maps_;
};

}  // namespace tandem::model
