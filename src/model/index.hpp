// Who has which key, extension, address: what the rules look up while something is judged. Both implementations are
// derived from the rules' own traces: DocumentIndex for a whole document, AccountData for an account in force.
#pragma once

#include "model/kinds.hpp"

#include <tandem/account.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem::model {

class KnownNames {
 public:
  struct Owner {
    std::string path;   ///< where the name stands: "employees[2].extension"
    std::string label;  ///< "employee 'anna'"
  };
  virtual ~KnownNames() = default;
  [[nodiscard]] virtual bool knows(Kind kind, std::string_view name) const = 0;
  /// Who has the name, unless it is what stands at `path` of the thing that is being judged.
  [[nodiscard]] virtual std::optional<Owner> other_owner(Kind kind, std::string_view name,
                                                         std::string_view path) const = 0;
  /// A known name of this kind that looks like `name`, or nothing.
  [[nodiscard]] virtual std::string nearest_name(Kind kind, std::string_view name) const = 0;
  [[nodiscard]] virtual const AccountSettings& settings() const = 0;
  [[nodiscard]] const Defaults& defaults() const { return settings().defaults; }
  [[nodiscard]] virtual const Number* number(std::string_view digits) const = 0;
  [[nodiscard]] virtual const Scheme* scheme(std::string_view key) const = 0;
  [[nodiscard]] virtual const Role* role(std::string_view key) const = 0;
  [[nodiscard]] virtual const Trunk* trunk(std::string_view key) const = 0;
  [[nodiscard]] virtual const Prompt* prompt(std::string_view key) const = 0;
  [[nodiscard]] virtual const Employee* employee(std::string_view key) const = 0;
};

/// The names of a document, which outlives it. The first owner of a name is its owner.
class DocumentIndex final : public KnownNames {
 public:
  explicit DocumentIndex(const AccountDocument& document);

  [[nodiscard]] bool knows(Kind kind, std::string_view name) const override;
  [[nodiscard]] std::optional<Owner> other_owner(Kind kind, std::string_view name,
                                                 std::string_view path) const override;
  [[nodiscard]] std::string nearest_name(Kind kind, std::string_view name) const override;
  [[nodiscard]] const AccountSettings& settings() const override { return document_; }
  [[nodiscard]] const Number* number(std::string_view digits) const override;
  [[nodiscard]] const Scheme* scheme(std::string_view key) const override;
  [[nodiscard]] const Role* role(std::string_view key) const override;
  [[nodiscard]] const Trunk* trunk(std::string_view key) const override;
  [[nodiscard]] const Prompt* prompt(std::string_view key) const override;
  [[nodiscard]] const Employee* employee(std::string_view key) const override;

 private:
  template <class T>
  void add(const T& object, std::string path, const std::string& label);
  [[nodiscard]] const Owner* find(Kind kind, std::string_view name) const;

  const AccountDocument& document_;
  std::map<Kind, std::unordered_map<std::string, Owner>> owners_;
  std::unordered_map<std::string_view, const Number*> numbers_;
  std::unordered_map<std::string_view, const Scheme*> schemes_;
  std::unordered_map<std::string_view, const Role*> roles_;
  std::unordered_map<std::string_view, const Trunk*> trunks_;
  std::unordered_map<std::string_view, const Prompt*> prompts_;
  std::unordered_map<std::string_view, const Employee*> employees_;
};

/// `nearest` of text.hpp among names in any order; a hint is not worth searching many.
inline constexpr std::size_t most_names_for_a_hint = 200;
[[nodiscard]] std::string nearest_of(std::string_view name, std::vector<std::string_view> known);

}  // namespace tandem::model
