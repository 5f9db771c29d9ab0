#include "adapters/sofia/digest_client.hpp"

#include "adapters/sofia/text.hpp"

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <initializer_list>

namespace tandem::sofia {

namespace {

// A peer that finds every nonce stale would keep us busy for ever.
constexpr int most_attempts = 4;

std::string hex(const unsigned char* bytes, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

// The hash of the parts joined with ':'.
std::string hash(bool sha256, std::initializer_list<std::string_view> parts) {
  std::string text;
  bool first = true;
  for (const auto part : parts) {
    if (!first) text += ':';
    first = false;
    text += part;
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, sha256 ? EVP_sha256() : EVP_md5(), nullptr);
  return hex(digest.data(), length);
}

std::string parameter(const msg_auth_t& header, std::string_view name) {
  for (const auto* at = header.au_params; at && *at; ++at) {
    const std::string_view text(*at);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos && same_ignoring_case(unquote(text.substr(0, equals)), name))
      return unquote(text.substr(equals + 1));
  }
  return {};
}

// Is "auth" in a list like "auth-int, auth"?
bool offers_auth(std::string_view list) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (same_ignoring_case(unquote(list.substr(0, comma)), "auth")) return true;
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return false;
}

std::string quoted(std::string_view text) {
  const auto result = quote_display(text);
  return result.empty() ? "\"\"" : result;
}

}  // namespace

void DigestClient::begin() noexcept {
  attempts_ = 0;
  if (user_agent_) user_agent_->fresh = false;
  if (proxy_) proxy_->fresh = false;
}

// RFC 8760 2.4: the peer's order is its preference; the first that can be answered is taken.
std::optional<DigestClient::Challenge> DigestClient::choose(const msg_auth_t* header, bool& stale) {
  for (; header; header = header->au_next) {
    if (!same_ignoring_case(view(header->au_scheme), "Digest")) continue;
    Challenge challenge;
    challenge.algorithm = parameter(*header, "algorithm");
    challenge.sha256 = same_ignoring_case(challenge.algorithm, "SHA-256");
    if (!challenge.sha256 && !challenge.algorithm.empty() && !same_ignoring_case(challenge.algorithm, "MD5")) continue;
    const auto qop = parameter(*header, "qop");
    challenge.counted = offers_auth(qop);
    if (!qop.empty() && !challenge.counted) continue;
    challenge.realm = parameter(*header, "realm");
    challenge.nonce = parameter(*header, "nonce");
    challenge.opaque = parameter(*header, "opaque");
    stale = same_ignoring_case(parameter(*header, "stale"), "true");
    return challenge;
  }
  return std::nullopt;
}

bool DigestClient::take(const sip_t& answer) {
  const bool proxy = answer.sip_status->st_status == 407;
  bool stale = false;
  auto challenge = choose(proxy ? answer.sip_proxy_authenticate : answer.sip_www_authenticate, stale);
  auto& slot = proxy ? proxy_ : user_agent_;
  if (!challenge || ++attempts_ > most_attempts) return false;
  // An answer of before this request may simply be too old: only a fresh one can be wrong.
  const bool refused = slot && slot->fresh && slot->realm == challenge->realm && !stale;
  slot = std::move(challenge);
  slot->fresh = true;
  return !refused;
}

DigestClient::Answers DigestClient::answer(std::string_view method, std::string_view uri) {
  return {reply(user_agent_, method, uri), reply(proxy_, method, uri)};
}

std::string DigestClient::reply(std::optional<Challenge>& challenge, std::string_view method, std::string_view uri) {
  if (!challenge) return {};
  Challenge& c = *challenge;
  const auto ha1 = hash(c.sha256, {credentials_.user, c.realm, credentials_.password});
  const auto ha2 = hash(c.sha256, {method, uri});
  auto text = fmt::format("Digest username={}, realm={}, nonce={}, uri={}", quoted(credentials_.user), quoted(c.realm),
                          quoted(c.nonce), quoted(uri));
  if (c.counted) {
    std::array<unsigned char, 16> random{};
    RAND_bytes(random.data(), static_cast<int>(random.size()));
    const auto cnonce = hex(random.data(), random.size());
    const auto count = fmt::format("{:08x}", ++c.count);
    text += fmt::format(R"(, response="{}", qop=auth, nc={}, cnonce="{}")",
                        hash(c.sha256, {ha1, c.nonce, count, cnonce, "auth", ha2}), count, cnonce);
  } else {
    text += fmt::format(R"(, response="{}")", hash(c.sha256, {ha1, c.nonce, ha2}));
  }
  if (!c.algorithm.empty()) text += fmt::format(", algorithm={}", c.sha256 ? "SHA-256" : "MD5");
  if (!c.opaque.empty()) text += fmt::format(", opaque={}", quoted(c.opaque));
  return text;
}

}  // namespace tandem::sofia
