// What becomes of an object when another that it refers to is removed.
#pragma once

#include "model/kinds.hpp"

#include <tandem/objects.hpp>

#include <cstdint>
#include <string_view>

namespace tandem::model {

enum class OnRemove : std::uint8_t {
  guards,   ///< it stands in the way of the removal
  forgets,  ///< it was changed and no longer refers to it
  follows,  ///< it is removed as well
};

/// Says what `object`, which refers to `name`, does when that goes; with `forgets` it has been changed.
[[nodiscard]] OnRemove on_remove(AnyObject& object, Kind kind, std::string_view name);

}  // namespace tandem::model
