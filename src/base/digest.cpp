#include "base/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace tandem {
namespace {

std::string hash_of(const EVP_MD* kind, std::string_view user, std::string_view realm, std::string_view password) {
  const std::string text = fmt::format("{}:{}:{}", user, realm, password);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, kind, nullptr);
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

}  // namespace

std::string digest_ha1(std::string_view user, std::string_view realm, std::string_view password) {
  return hash_of(EVP_md5(), user, realm, password);
}

std::string digest_ha1_sha256(std::string_view user, std::string_view realm, std::string_view password) {
  return hash_of(EVP_sha256(), user, realm, password);
}

}  // namespace tandem
