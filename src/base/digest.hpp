// The secret of SIP digests: hash(user:realm:password), lower-case hexadecimal.
#pragma once

#include <string>
#include <string_view>

namespace tandem {

/// MD5 (RFC 2617 3.2.2.2).
[[nodiscard]] std::string digest_ha1(std::string_view user, std::string_view realm, std::string_view password);
/// SHA-256 (RFC 8760).
[[nodiscard]] std::string digest_ha1_sha256(std::string_view user, std::string_view realm, std::string_view password);

}  // namespace tandem
