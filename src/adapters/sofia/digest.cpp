#include "adapters/sofia/digest.hpp"

#include "adapters/sofia/text.hpp"

#include <fmt/core.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sofia-sip/su_md5.h>

#include <charconv>
#include <initializer_list>

namespace tandem::sofia {

namespace {

using Hex = std::array<char, 33>;

std::string_view text_of(const Hex& hex) noexcept { return {hex.data(), 32}; }

// MD5 of the parts joined with ':'.
Hex md5(std::initializer_list<std::string_view> parts) {
  su_md5_t context;
  su_md5_init(&context);
  bool first = true;
  for (const auto part : parts) {
    if (!first) su_md5_update(&context, ":", 1);
    first = false;
    su_md5_update(&context, part.data(), static_cast<usize_t>(part.size()));
  }
  Hex hex{};
  su_md5_hexdigest(&context, hex.data());
  su_md5_deinit(&context);
  return hex;
}

struct Credentials {
  std::string user, realm, nonce, uri, response, cnonce, count, qop, algorithm;
};

void take(Credentials& into, std::string_view parameter) {
  const auto equals = parameter.find('=');
  if (equals == std::string_view::npos) return;
  const auto name = lower(unquote(parameter.substr(0, equals)));
  auto value = unquote(parameter.substr(equals + 1));
  if (name == "username")
    into.user = std::move(value);
  else if (name == "realm")
    into.realm = std::move(value);
  else if (name == "nonce")
    into.nonce = std::move(value);
  else if (name == "uri")
    into.uri = std::move(value);
  else if (name == "response")
    into.response = lower(value);
  else if (name == "cnonce")
    into.cnonce = std::move(value);
  else if (name == "nc")
    into.count = std::move(value);
  else if (name == "qop")
    into.qop = std::move(value);
  else if (name == "algorithm")
    into.algorithm = std::move(value);
}

// The credentials for our realm; a request may carry some for other realms on its way.
bool find(const msg_auth_t* header, std::string_view realm, Credentials& found) {
  for (; header; header = header->au_next) {
    if (!same_ignoring_case(view(header->au_scheme), "Digest") || !header->au_params) continue;
    Credentials credentials;
    for (const auto* parameter = header->au_params; *parameter; ++parameter) take(credentials, *parameter);
    if (!same_ignoring_case(credentials.realm, realm)) continue;
    found = std::move(credentials);
    return true;
  }
  return false;
}

template <class Number>
bool parse_hex(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return error == std::errc() && end == text.data() + text.size();
}

bool equal(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Hex expected_response(const Credentials& c, std::string_view ha1, std::string_view method) {
  const Hex ha2 = md5({method, c.uri});
  if (c.qop.empty()) return md5({ha1, c.nonce, text_of(ha2)});  // RFC 2069
  return md5({ha1, c.nonce, c.count, c.cnonce, c.qop, text_of(ha2)});
}

// Nobody's password: keeps the work for an unknown user the same as for a known one.
constexpr std::string_view nobody = "00000000000000000000000000000000";

}  // namespace

Digest::Digest(std::chrono::seconds nonce_life) : life_(nonce_life) {
  RAND_bytes(secret_.data(), static_cast<int>(secret_.size()));
  RAND_bytes(reinterpret_cast<unsigned char*>(&next_), sizeof next_);
}

std::uint32_t Digest::seconds(Clock::time_point now) const noexcept {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(now - start_).count());
}

// A nonce is its time, its serial number and a seal over both and the realm, so that none needs to be kept until used.
std::string Digest::seal(std::uint32_t made, std::uint64_t serial, std::string_view realm) const {
  const auto head = fmt::format("{:08x}{:016x}", made, serial);
  const std::string_view secret(reinterpret_cast<const char*>(secret_.data()), secret_.size());
  const Hex inner = md5({secret, head, realm});
  return head + std::string(text_of(md5({secret, text_of(inner)})).substr(0, 16));
}

std::string Digest::challenge(std::string_view realm, bool stale, Clock::time_point now) {
  return fmt::format(R"(Digest realm="{}", nonce="{}", algorithm=MD5, qop="auth"{})", one_line(realm),
                     seal(seconds(now), next_++, realm), stale ? ", stale=true" : "");
}

bool Digest::fresh(std::string_view nonce, std::string_view realm, Clock::time_point now, std::uint64_t& serial) const {
  std::uint32_t made = 0;
  if (nonce.size() != 40 || !parse_hex(nonce.substr(0, 8), made) || !parse_hex(nonce.substr(8, 16), serial))
    return false;
  if (!equal(seal(made, serial, realm), nonce)) return false;
  return std::chrono::seconds(seconds(now) - made) <= life_;
}

Digest::Answer Digest::check(const sip_t& request, std::string_view realm, std::string_view ha1,
                             Clock::time_point now) {
  Credentials credentials;
  // Phones answer a 401 with Authorization; some, and proxies, with Proxy-Authorization.
  if (!find(request.sip_authorization, realm, credentials) &&
      !find(request.sip_proxy_authorization, realm, credentials))
    return {};
  Answer answer{Verdict::wrong, credentials.user};
  const bool known_kind = (credentials.algorithm.empty() || same_ignoring_case(credentials.algorithm, "MD5")) &&
                          (credentials.qop.empty() || same_ignoring_case(credentials.qop, "auth"));
  if (!known_kind) return answer;
  const Hex expected =
      expected_response(credentials, ha1.empty() ? nobody : ha1, view(request.sip_request->rq_method_name));
  if (!equal(text_of(expected), credentials.response) || ha1.empty()) return answer;

  answer.verdict = Verdict::stale;
  std::uint64_t serial = 0;
  if (!fresh(credentials.nonce, realm, now, serial)) return answer;
  std::uint32_t count = UINT32_MAX;  // without counts a nonce is good for one request
  if (!credentials.qop.empty() && (!parse_hex(credentials.count, count) || count == UINT32_MAX)) return answer;
  Block& block = used_[serial / block_size];
  auto& used = block.counts[serial % block_size];
  // A phone that has used its nonce up is asked again. UINT32_MAX is the one use without a count.
  constexpr std::uint32_t last = UINT16_MAX;
  if (count == UINT32_MAX) count = last;
  if (count <= used || count > last) return answer;
  used = static_cast<std::uint16_t>(count);
  block.forgotten = now + life_ + std::chrono::seconds(1);
  answer.verdict = Verdict::good;
  return answer;
}

void Digest::sweep(Clock::time_point now) {
  std::erase_if(used_, [now](const auto& entry) { return entry.second.forgotten < now; });
}

}  // namespace tandem::sofia
