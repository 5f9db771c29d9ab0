#include "base/password.hpp"

#include <argon2.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <new>
#include <stdexcept>

namespace tandem {
namespace {

constexpr std::string_view digits = "23456789";
constexpr std::string_view small_letters = "abcdefghijkmnpqrstuvwxyz";
constexpr std::string_view large_letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::string_view all = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

// What OWASP gives as the least for Argon2id.
constexpr std::uint32_t passes = 2;
constexpr std::uint32_t memory_kib = 19 * 1024;
constexpr std::uint32_t lanes = 1;

void fill_random(unsigned char* bytes, std::size_t count) {
  if (RAND_bytes(bytes, static_cast<int>(count)) != 1) throw std::runtime_error("the system gives no random bytes");
}

/// 0 .. n-1 without bias; n is 256 at the most.
std::size_t random_below(std::size_t n) {
  const std::size_t fair = 256 - 256 % n;
  unsigned char byte = 0;
  do {
    fill_random(&byte, 1);
  } while (byte >= fair);
  return byte % n;
}

char one_of(std::string_view set) { return set[random_below(set.size())]; }

/// Takes "m=" and a number of at most `most` off the front.
bool take_cost(std::string_view& text, std::string_view name, std::uint32_t most, char after) {
  if (!text.starts_with(name)) return false;
  text.remove_prefix(name.size());
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value == 0 || value > most) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.starts_with(after)) return false;
  text.remove_prefix(1);
  return true;
}

bool is_base64(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  });
}

const std::string& nobodys_hash() {
  static const std::string hash = hash_password(random_token());
  return hash;
}

}  // namespace

std::string random_password(std::size_t length) {
  std::string password{one_of(digits), one_of(small_letters), one_of(large_letters)};
  while (password.size() < std::max<std::size_t>(length, 8)) password += one_of(all);
  for (std::size_t i = password.size() - 1; i > 0; --i) std::swap(password[i], password[random_below(i + 1)]);
  return password;
}

std::string random_token(std::size_t bytes) {
  std::string token;
  for (std::size_t i = 0; i < bytes; ++i) token += fmt::format("{:02x}", random_below(256));
  return token;
}

std::string random_uuid() {
  std::string text = random_token(16);
  text[12] = '4';                     // the version
  text[16] = "89ab"[random_below(4)];  // the variant
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

std::string random_digits(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += one_of("0123456789");
  return text;
}

bool is_strong(std::string_view password) noexcept {
  const auto has = [&](char first, char last) {
    return std::any_of(password.begin(), password.end(), [=](char c) { return c >= first && c <= last; });
  };
  const auto characters = std::count_if(password.begin(), password.end(),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return characters >= 8 && has('0', '9') && has('a', 'z') && has('A', 'Z');
}

std::string hash_password(std::string_view password) {
  std::array<unsigned char, 16> salt{};
  fill_random(salt.data(), salt.size());
  std::array<char, 128> encoded{};
  const int failed = argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(),
                                           salt.size(), 32, encoded.data(), encoded.size());
  if (failed == ARGON2_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
  if (failed != ARGON2_OK) throw std::runtime_error(argon2_error_message(failed));
  return encoded.data();
}

bool is_password_hash(std::string_view text) noexcept {
  constexpr std::string_view head = "$argon2id$v=19$";
  if (!text.starts_with(head) || text.size() > 256) return false;
  text.remove_prefix(head.size());
  if (!take_cost(text, "m=", 64 * 1024, ',') || !take_cost(text, "t=", 10, ',') || !take_cost(text, "p=", 4, '$')) {
    return false;
  }
  const std::size_t parted = text.find('$');
  return parted != text.npos && is_base64(text.substr(0, parted)) && is_base64(text.substr(parted + 1));
}

bool proves(std::string_view password, std::string_view hash) {
  const bool known = is_password_hash(hash);
  const std::string against(known ? hash : std::string_view(nobodys_hash()));
  return argon2id_verify(against.c_str(), password.data(), password.size()) == ARGON2_OK && known;
}

bool same_secret(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace tandem
