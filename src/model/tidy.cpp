#include "model/tidy.hpp"

#include "model/describe_account.hpp"

namespace tandem::model {
namespace {

template <class T>
void clean(T& value);

template <class T>
class FieldCleaner {
 public:
  explicit FieldCleaner(T& object) : object_(object) {}

  template <class M, class R = Anything>
  void required(std::string_view, M T::*member, R rule = {}) {
    if constexpr (requires { rule.tidy(object_.*member); }) rule.tidy(object_.*member);
    clean(object_.*member);
  }
  template <class M, class R = Anything>
  void optional(std::string_view name, M T::*member, R rule = {}) {
    required(name, member, rule);
  }
  template <class M>
  void inlined(M T::*member) {
    clean(object_.*member);
  }
  template <class B>
  void inherited(As<B>) {
    clean(static_cast<B&>(object_));
  }
  template <class R>
  void whole(R) {}
  void always_true(std::string_view) {}
  template <class... A>
  void one_of(As<A>...) {
    std::visit([](auto& value) { clean(value); }, object_);
  }
  template <class O>
  void branches(std::string_view, std::vector<O> T::*member) {
    clean(object_.*member);
  }
  template <class O>
  void devices(std::string_view, std::vector<O> T::*member) {
    clean(object_.*member);
  }

 private:
  T& object_;
};

template <class T>
void clean(T& value) {
  if constexpr (is_optional<T>) {
    if (value) clean(*value);
  } else if constexpr (is_vector<T>) {
    if constexpr (std::is_class_v<typename T::value_type>) {
      for (auto& element : value) clean(element);
    }
  } else if constexpr (std::is_class_v<T>) {
    if constexpr (requires(FieldCleaner<T> & fields) { describe(fields, As<T>{}); }) {
      FieldCleaner<T> fields(value);
      describe(fields, As<T>{});
    }
  }
}

}  // namespace

void tidy(AnyObject& object) {
  std::visit([](auto& value) { clean(value); }, object);
}

}  // namespace tandem::model
