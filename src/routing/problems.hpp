// Collects what is wrong with several parts of one thing, so that all of it can be said at once.
#pragma once

#include <tandem/error.hpp>

#include <optional>
#include <string>
#include <utility>

namespace tandem::routing {

class Problems {
 public:
  /// `where` goes before the error's own path.
  void add(Error error, const std::string& where) {
    error.path = where + error.path;
    if (found_) {
      found_->more.push_back(std::move(error));
    } else {
      found_ = std::move(error);
    }
  }
  /// The value, if nothing was wrong.
  template <class T>
  [[nodiscard]] Result<T> or_else(T value) {
    if (found_) return std::unexpected(std::move(*found_));
    return value;
  }

 private:
  std::optional<Error> found_;
};

}  // namespace tandem::routing
