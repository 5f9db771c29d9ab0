#include <tandem/ids.hpp>

#include <fmt/format.h>

namespace tandem {

std::string to_string(CallId id) { return fmt::format("{:016x}", id.value); }

}  // namespace tandem
