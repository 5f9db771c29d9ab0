#include "model/tidy.hpp"

#include "model/revise.hpp"

namespace tandem::model {
namespace {

struct Tidy {
  template <class R, class M>
  void operator()(const R& rule, M& value) const
    requires requires { rule.tidy(value); }
  {
    rule.tidy(value);
  }
};

}  // namespace

void tidy(AnyObject& object) {
  Tidy op;
  std::visit([&](auto& value) { revise(op, value); }, object);
}

void tidy(AccountDocument& document) {
  Tidy op;
  revise(op, document);
}

}  // namespace tandem::model
