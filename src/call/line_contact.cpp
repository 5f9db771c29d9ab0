#include "routing/line_contact.hpp"

#include <fmt/format.h>

#include <functional>
#include <random>

namespace tandem::routing {

std::string line_contact(const Number& line) {
  static const std::string salt = [] {
    std::random_device device;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
  }();
  const std::hash<std::string> hash;
  const std::string text = fmt::format("{}:{}:{}:{}", line.number, line.login, line.password, salt);
  return fmt::format("{:016x}{:016x}", hash(text), hash(text + ":2"));
}

}  // namespace tandem::routing
