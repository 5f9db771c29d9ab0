// What can go wrong, said so that a person can act on it.
//
// Nothing fallible in Tandem returns bool or throws: it returns Result<T>. Exceptions are left for bugs.
#pragma once

#include <tandem/export.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem TANDEM_API {

/// The kinds of failure. The set is closed; bindings map each to an exception type.
enum class errc : std::uint8_t {
  invalid_argument,  ///< a value is out of range or malformed; `path` names it
  unknown_field,     ///< a document has a field the model does not have
  wrong_type,        ///< a document's field has another JSON type than the model's
  missing_field,     ///< a required field is absent
  duplicate,         ///< a value that must be unique is taken; the message names the owner
  dangling,          ///< a reference names an object that does not exist
  not_found,         ///< no object with that key
  gone,              ///< the object existed and was removed, or its engine was destroyed
  conflict,          ///< somebody else changed the object in between; the message has both versions
  in_use,            ///< refused because other objects refer to this one; the message lists them
  forbidden,         ///< the caller has no right to do this
  unsupported,       ///< this build or this implementation cannot do it
  exhausted,         ///< a limit is reached (ports, descriptors, lines); the message says which
  storage,           ///< the store failed; nothing was changed
  network,           ///< an address cannot be used, a peer cannot be reached
  protocol,          ///< a peer sent something that its protocol does not allow
  internal,          ///< a bug in Tandem; please report it with the message
};

/// The enumerator's name, for logs and bindings: "unknown_field".
[[nodiscard]] std::string_view name_of(errc code) noexcept;

/// One problem. `message` says what is wrong and what to do; `path` is where, in a document:
/// `groups[2].strategy`. `path` is empty where no document is concerned.
struct Error {
  errc code = errc::internal;
  std::string message{};
  std::string path{};
  /// The same document's further problems, complete in one pass; each has an empty `more`.
  std::vector<Error> more{};
};

/// "unknown_field at groups[2].colour: ..." and a line for each of `more`.
[[nodiscard]] std::string to_string(const Error& error);

template <class T>
using Result = std::expected<T, Error>;

/// Several problems as one error: the first, with the others as its `more`. There is at least one.
[[nodiscard]] Error joined(std::vector<Error> problems);

/// Shorthand for `return fail(errc::not_found, "no employee 'bob'")`.
[[nodiscard]] inline std::unexpected<Error> fail(errc code, std::string message, std::string path = {}) {
  return std::unexpected<Error>(Error{code, std::move(message), std::move(path)});
}

}  // namespace tandem
