// An account that is edited without an engine: the same judgement as when objects are saved.
#pragma once

#include "accounts/world.hpp"
#include "model/account_edit.hpp"

namespace book {

using namespace accounts;

class Book {
 public:
  Book() : data_(parse_account(document).value()) {}

  Result<model::Edited> save(const Changes& changes) {
    Result<model::Edited> edited = model::edit(data_, changes);
    if (edited) data_ = edited->after;
    return edited;
  }
  /// Would it be taken?
  [[nodiscard]] Result<model::Edited> judge(const Changes& changes) const { return model::edit(data_, changes); }
  template <class T>
  Result<model::Edited> create(const T& object) {
    return save(Changes().create(object));
  }
  template <class T>
  Result<model::Edited> update(const T& object) {
    return save(Changes().update(object));
  }
  template <class T>
  Result<model::Edited> remove(const std::string& key) {
    return save(Changes().remove<T>(key));
  }
  template <class T>
  [[nodiscard]] T get(const std::string& key) const {
    return *data_.find<T>(key);
  }
  [[nodiscard]] AccountSettings settings() const { return data_.settings(); }
  [[nodiscard]] AccountDocument whole() const { return data_.document(); }
  [[nodiscard]] bool warns(const std::string& of) const {
    const std::vector<Error> warnings = warnings_of(data_.document());
    return std::ranges::any_of(warnings,
                               [&](const Error& e) { return contains(e.path, of) || contains(e.message, of); });
  }

 private:
  model::AccountData data_;
};

}  // namespace book
