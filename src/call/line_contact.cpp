#include "call/line_contact.hpp"

#include "base/digest.hpp"

#include <fmt/format.h>

#include <random>

namespace tandem::call {

// With the account: a line that moves to another is registered there before, or after, it is taken back here.
std::string line_contact(AccountId account, const Number& line) {
  static const std::string salt = [] {
    std::random_device device;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
  }();
  return digest_ha1_sha256(fmt::format("{}-{}", account.value, line.number), salt, line.login + ':' + line.password).substr(0, 32);
}

}  // namespace tandem::call
