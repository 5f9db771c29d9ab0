#include "sip/station.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace tandem::test {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

std::string md5_hex(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4];
    hex += "0123456789abcdef"[digest[i] & 15];
  }
  return hex;
}

std::string name_of(const LegEvent& event) {
  static constexpr std::array names{"incoming", "ringing", "answered", "failed", "hung up", "reoffered", "digit",
                                          "transfer"};
  return names.at(event.index());
}

void Recorder::on_leg(AccountId account, LegId leg, LegEvent event) {
  const std::lock_guard lock(mutex_);
  legs_.push_back({account, leg, std::move(event)});
  changed_.notify_all();
}

void Recorder::on_registration(AccountId, RegistrationChange change) {
  const std::lock_guard lock(mutex_);
  registrations_.push_back(std::move(change));
  changed_.notify_all();
}

void Recorder::on_client_registration(AccountId, std::string, int status) {
  const std::lock_guard lock(mutex_);
  statuses_.push_back(status);
  changed_.notify_all();
}

std::optional<int> Recorder::next_client_status(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience, [&] { return !statuses_.empty(); })) return std::nullopt;
  const int status = statuses_.front();
  statuses_.pop_front();
  return status;
}

std::optional<RegistrationChange> Recorder::next_registration(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience, [&] { return !registrations_.empty(); })) return std::nullopt;
  auto change = std::move(registrations_.front());
  registrations_.pop_front();
  return change;
}

std::size_t Recorder::pending() {
  const std::lock_guard lock(mutex_);
  return legs_.size();
}

std::vector<std::string> Recorder::names() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> result;
  for (const auto& seen : legs_) result.push_back(name_of(seen.event));
  return result;
}

void Book::add_device(const std::string& user, const std::string& domain, const std::string& password,
                      AccountId account) {
  const std::lock_guard lock(mutex_);
  const auto aor = user + "@" + domain;
  devices_[lower(aor)] = {account, aor, md5_hex(user + ":" + domain + ":" + password)};
  domains_.push_back(domain);
}

void Book::add_trunk(const std::string& name, const std::string& address, std::uint16_t port,
                     const std::string& number) {
  const std::lock_guard lock(mutex_);
  trunks_.push_back({name, address, port, number});
}

std::optional<Directory::Device> Book::device(std::string_view user, std::string_view domain) const {
  const std::lock_guard lock(mutex_);
  const auto found = devices_.find(lower(std::string(user) + "@" + std::string(domain)));
  return found == devices_.end() ? std::nullopt : std::optional(found->second);
}

bool Book::serves(std::string_view domain) const {
  const std::lock_guard lock(mutex_);
  return std::find(domains_.begin(), domains_.end(), lower(domain)) != domains_.end();
}

std::optional<Directory::Peer> Book::peer(const Knock& knock) const {
  const std::lock_guard lock(mutex_);
  for (const auto& trunk : trunks_)
    if (trunk.address == knock.address && (trunk.port == 0 || trunk.port == knock.port) &&
        (trunk.number.empty() || trunk.number == knock.dialled))
      return Peer{AccountId{1}, trunk.name};
  return std::nullopt;
}

bool Book::known_address(std::string_view address) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(trunks_.begin(), trunks_.end(), [&](const Trunk& trunk) { return trunk.address == address; });
}

void Lines::write(LogLevel, std::string_view, std::string_view line) {
  const std::lock_guard lock(mutex_);
  lines_.emplace_back(line);
}

bool Lines::contains(const std::string& part) {
  const std::lock_guard lock(mutex_);
  return std::any_of(lines_.begin(), lines_.end(),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

Station::Station(SofiaOptions options) {
  options.log = Log(lines);
  sip = sofia_signaling(std::move(options));
}

Station::~Station() { sip->stop(); }

void Station::start() {
  const auto started = sip->start(seen, book);
  REQUIRE_MESSAGE(started.has_value(), (started ? std::string() : to_string(started.error())));
  for (const auto& address : sip->listening()) {
    const auto port = static_cast<std::uint16_t>(std::atoi(address.substr(address.rfind(':') + 1).c_str()));
    (address.starts_with("tcp") ? tcp : udp) = port;
  }
}

std::string sdp(int port) {
  return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + std::to_string(port) +
         " RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";
}

}  // namespace tandem::test
