// What becomes of an object when another that it refers to is removed.
#pragma once

#include "model/kinds.hpp"

#include <tandem/objects.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace tandem::model {

enum class OnRemove : std::uint8_t {
  guards,   ///< it stands in the way of the removal
  forgets,  ///< it was changed and no longer refers to it
  follows,  ///< it is removed as well
};

class AccountData;

/// NUM-58, NUM-64, CID-28, GRP-42, 01 OP-30: the number that stands in for `gone`, among those of `data` that calls can
/// be made from and that `stays` does not refuse: the first one of the same city, else the oldest, else the
/// standard number; null: there is none.
/// Cities are told by their numbers' first four digits, the country code and the area code of most countries.
[[nodiscard]] const Number* stand_in(const AccountData& data, std::string_view gone,
                                     const std::function<bool(const Number&)>& stays);

/// Says what `object`, which refers to `name`, does when that goes; with `forgets` it has been changed. `instead` is the
/// stand-in of a number that goes, or null.
[[nodiscard]] OnRemove on_remove(AnyObject& object, Kind kind, std::string_view name, const Number* instead = nullptr);

}  // namespace tandem::model
