// Passwords of people: made at random, and kept as what proves them (Argon2id, RFC 9106; ruling 4).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tandem {

/// `length` letters and digits from the system's random source: at least one digit, one lower-case and one upper-case Latin
/// letter, none that are mistaken for others (EMP-36, SIP-21). `length` is 8 at the least.
[[nodiscard]] std::string random_password(std::size_t length = 12);
/// `bytes` random bytes as lower-case hexadecimal digits.
[[nodiscard]] std::string random_token(std::size_t bytes = 24);
/// A random UUID in lower case (version 4, RFC 9562).
[[nodiscard]] std::string random_uuid();
/// `count` random decimal digits.
[[nodiscard]] std::string random_digits(std::size_t count);

/// At least 8 characters with a digit, a lower-case and an upper-case Latin letter (EMP-35, SIP-20).
[[nodiscard]] bool is_strong(std::string_view password) noexcept;

/// "$argon2id$v=19$m=19456,t=2,p=1$salt$hash"; some 20 ms of work.
[[nodiscard]] std::string hash_password(std::string_view password);
/// Is it such a text, with costs that a server can bear (64 MiB, 10 passes, 4 lanes at the most)?
[[nodiscard]] bool is_password_hash(std::string_view text) noexcept;
/// Is it the password of this hash? An empty hash is nobody's, and takes as long.
[[nodiscard]] bool proves(std::string_view password, std::string_view hash);

/// Equal, in a time that does not tell where they differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b) noexcept;

}  // namespace tandem
