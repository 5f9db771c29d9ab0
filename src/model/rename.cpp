#include "model/rename.hpp"

#include "model/revise.hpp"

namespace tandem::model {
namespace {

struct DomainRenamer {
  std::string_view from;
  std::string_view to;
  bool changed = false;

  void operator()(const Aor&, std::string& value) { in_address(value); }
  void operator()(const RefersToAor&, std::string& value) { in_address(value); }
  void operator()(const Domains&, std::vector<std::string>& domains) {
    for (std::string& domain : domains) {
      if (domain != from) continue;
      domain = to;
      changed = true;
    }
  }
  // Before the fields: the address still tells the old domain.
  void operator()(SipAccount& account) {
    const bool here = account.aor.ends_with("@" + std::string(from));
    if (here && account.password.empty() && account.realm.empty()) account.realm = from;
  }
  void operator()(ToEmployee& target) { in_address(target.contact); }
  void operator()(Number& line) {
    if (line.mode == LineMode::passive) in_address(line.sip);
  }

 private:
  void in_address(std::string& address) {
    const std::size_t at = address.find('@');
    if (at == address.npos || std::string_view(address).substr(at + 1) != from) return;
    address.replace(at + 1, address.npos, to);
    changed = true;
  }
};

struct PromptReplacer {
  std::string_view key;
  const PromptKey& by;
  bool changed = false;

  void operator()(const Sound&, PromptKey& value) {
    if (value.text != key) return;
    value = by;
    changed = true;
  }
};

struct NumberReplacer {
  std::string_view gone;
  const std::string& by;
  const std::string& by_carrier;
  bool changed = false;

  void operator()(const OutgoingNumber&, std::string& value) { replace(value, by); }
  void operator()(const CarrierNumber&, std::string& value) { replace(value, by_carrier); }

 private:
  void replace(std::string& value, const std::string& with) {
    if (value != gone) return;
    value = with;
    changed = true;
  }
};

template <class Op>
bool run(Op op, AnyObject& object) {
  std::visit([&](auto& value) { revise(op, value); }, object);
  return op.changed;
}

}  // namespace

bool rename_domain(AnyObject& object, std::string_view from, std::string_view to) {
  return run(DomainRenamer{from, to}, object);
}

bool replace_number(AnyObject& object, std::string_view gone, const std::string& by, const std::string& by_carrier) {
  return run(NumberReplacer{gone, by, by_carrier}, object);
}

bool replace_prompt(AnyObject& object, std::string_view key, const PromptKey& by) {
  return run(PromptReplacer{key, by}, object);
}

}  // namespace tandem::model
