// SIP text as the measuring phones need it: they know whom they talk to.
#pragma once

#include <fmt/core.h>
#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace phones {

/// The value of the first header of that name, as Sofia and these phones write it.
inline std::string_view header(std::string_view message, std::string_view name) {
  for (auto at = message.find(name); at != std::string_view::npos; at = message.find(name, at + 1)) {
    const auto after = at + name.size();
    if (at < 2 || message[at - 1] != '\n' || after >= message.size() || message[after] != ':') continue;
    auto value = message.substr(after + 1, message.find('\r', after) - after - 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    return value;
  }
  return {};
}

/// All headers of that name, as lines.
inline std::string header_lines(std::string_view message, std::string_view name) {
  std::string lines;
  const auto end = message.find("\r\n\r\n");
  for (auto at = message.find("\r\n"); at < end; at = message.find("\r\n", at + 2)) {
    const auto line = message.substr(at + 2, message.find('\r', at + 2) - at - 2);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(":")) lines.append(line).append("\r\n");
  }
  return lines;
}

inline int status_of(std::string_view message) {
  int status = 0;
  if (message.starts_with("SIP/2.0 ") && message.size() > 11)
    std::from_chars(message.data() + 8, message.data() + 11, status);
  return status;
}

template <class Number>
Number number_in(std::string_view text, Number otherwise = {}) {
  std::from_chars(text.data(), text.data() + text.size(), otherwise);
  return otherwise;
}

/// What stands in quotes after `name=`.
inline std::string_view quoted(std::string_view text, std::string_view name) {
  const auto at = text.find(fmt::format("{}=\"", name));
  if (at == std::string_view::npos) return {};
  const auto begin = at + name.size() + 2;
  return text.substr(begin, text.find('"', begin) - begin);
}

/// The address in a Contact.
inline std::string_view uri_in(std::string_view contact) {
  const auto begin = contact.find('<');
  return begin == std::string_view::npos ? contact : contact.substr(begin + 1, contact.find('>') - begin - 1);
}

inline std::uint16_t media_port(std::string_view message) {
  const auto at = message.find("m=audio ");
  return at == std::string_view::npos ? std::uint16_t{0} : number_in<std::uint16_t>(message.substr(at + 8));
}

inline std::string sdp(std::string_view address, std::uint16_t port) {
  return fmt::format(
      "v=0\r\no=phone 53655765 2353687637 IN IP4 {0}\r\ns=-\r\nc=IN IP4 {0}\r\nt=0 0\r\nm=audio {1} RTP/AVP 0\r\n"
      "a=rtpmap:0 PCMU/8000\r\na=ptime:20\r\n",
      address, port);
}

inline std::string with_body(std::string head, std::string_view body) {
  if (!body.empty()) head += "Content-Type: application/sdp\r\n";
  return head += fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
}

inline std::string md5(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

/// The answer to a challenge with qop=auth (RFC 2617).
inline std::string authorization(std::string_view challenge, std::string_view user, std::string_view method,
                                 std::string_view uri) {
  const auto realm = quoted(challenge, "realm");
  const auto nonce = quoted(challenge, "nonce");
  const auto ha1 = md5(fmt::format("{}:{}:Secret123", user, realm));
  const auto ha2 = md5(fmt::format("{}:{}", method, uri));
  const auto response = md5(fmt::format("{}:{}:00000001:0a4f113b:auth:{}", ha1, nonce, ha2));
  return fmt::format(
      "Authorization: Digest username=\"{}\", realm=\"{}\", nonce=\"{}\", uri=\"{}\", response=\"{}\", algorithm=MD5, "
      "cnonce=\"0a4f113b\", qop=auth, nc=00000001\r\n",
      user, realm, nonce, uri, response);
}

}  // namespace phones
