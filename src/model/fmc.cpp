#include "model/fmc.hpp"

#include <algorithm>

namespace tandem::model {
namespace {

/// Who has it among his devices. Cards are free to have the same number; then nobody can tell who calls.
const Employee* owner_of(const AccountData& data, std::string_view number) {
  const Employee* owner = nullptr;
  bool shared = false;
  data.all<Employee>().each([&](const Stored<Employee>& stored) {
    const bool his =
        std::ranges::any_of(stored.object.devices, [&](const Device& one) { return one.number == number; });
    if (!his) return;
    shared = shared || owner != nullptr;
    owner = &stored.object;
  });
  return shared ? nullptr : owner;
}

const FmcNumber* card_of(const AccountData& data, std::string_view number) {
  const FmcSettings& fmc = data.settings().fmc;
  if (!fmc.enabled) return nullptr;
  const auto card = std::ranges::find(fmc.numbers, number, &FmcNumber::number);
  return card != fmc.numbers.end() ? &*card : nullptr;
}

}  // namespace

const Employee* fmc_caller(const AccountData& data, std::string_view number, const TrunkKey& trunk) {
  const FmcNumber* card = card_of(data, number);
  return card != nullptr && card->carrier == trunk ? owner_of(data, number) : nullptr;
}

const Employee* fmc_owner(const AccountData& data, std::string_view number) {
  return card_of(data, number) != nullptr ? owner_of(data, number) : nullptr;
}

std::vector<FmcRow> fmc_rows(const AccountData& data) {
  std::vector<FmcRow> rows;
  for (const FmcNumber& number : data.settings().fmc.numbers) {
    FmcRow& row = rows.emplace_back();
    row.number = number;
    const Employee* owner = owner_of(data, number.number);
    if (owner == nullptr) continue;
    row.employee = owner->id;
    row.full_name = owner->full_name;
  }
  return rows;
}

}  // namespace tandem::model
