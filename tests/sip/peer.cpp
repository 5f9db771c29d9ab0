#include "sip/peer.hpp"

#include "sip/station.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace tandem::test {

namespace {

bool same(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(a[i])) != std::tolower(static_cast<unsigned char>(b[i]))) return false;
  return true;
}

std::string long_name(const std::string& name) {
  static const std::map<std::string, std::string> compact{
      {"v", "Via"},          {"f", "From"},   {"t", "To"}, {"i", "Call-ID"}, {"l", "Content-Length"},
      {"c", "Content-Type"}, {"m", "Contact"}};
  const auto found = compact.find(name);
  return found == compact.end() ? name : found->second;
}

std::string unique(const char* prefix) {
  static std::atomic<int> counter{0};
  return prefix + std::to_string(getpid()) + "x" + std::to_string(++counter);
}

}  // namespace

Message parse(const std::string& raw) {
  Message message;
  message.raw = raw;
  message.first = raw.substr(0, raw.find("\r\n"));
  if (message.first.starts_with("SIP/2.0 "))
    message.status = std::atoi(message.first.c_str() + 8);
  else
    message.method = message.first.substr(0, message.first.find(' '));
  if (const auto end = raw.find("\r\n\r\n"); end != std::string::npos) message.body = raw.substr(end + 4);
  return message;
}

std::vector<std::string> Message::headers(const std::string& name) const {
  std::vector<std::string> result;
  std::istringstream stream(raw.substr(0, raw.find("\r\n\r\n")));
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const auto colon = line.find(':');
    if (colon == std::string::npos || !same(long_name(line.substr(0, colon)), name)) continue;
    const auto start = line.find_first_not_of(' ', colon + 1);
    result.push_back(start == std::string::npos ? std::string() : line.substr(start));
  }
  return result;
}

std::string Message::header(const std::string& name) const {
  const auto all = headers(name);
  return all.empty() ? std::string() : all.front();
}

std::string Message::tag(const std::string& name) const { return parameter(name, ";tag"); }

std::string Message::parameter(const std::string& name, const std::string& what) const {
  const auto value = header(name);
  const auto at = value.find(what + "=");
  if (at == std::string::npos) return {};
  auto rest = value.substr(at + what.size() + 1);
  if (rest.starts_with('"')) return rest.substr(1, rest.find('"', 1) - 1);
  return rest.substr(0, rest.find_first_of(",; \r"));
}

Peer::Peer(std::uint16_t server, Kind kind) : kind_(kind), server_(server) {
  socket_ = socket(AF_INET, kind == Kind::udp ? SOCK_DGRAM : SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  socklen_t size = sizeof address;
  getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  address.sin_port = htons(server);
  // A UDP peer stays unconnected: what another socket of the server sent would be lost unseen.
  if (kind == Kind::tcp) REQUIRE(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
}

Peer::~Peer() { close(socket_); }

void Peer::send(const std::string& text) {
  if (kind_ == Kind::tcp) {
    REQUIRE(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
    return;
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(server_);
  sendto(socket_, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&address), sizeof address);
}

std::optional<std::string> Peer::take_framed() {
  const auto end = stream_.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  const auto message = parse(stream_.substr(0, end + 4));
  const auto length = end + 4 + static_cast<std::size_t>(std::atoi(message.header("Content-Length").c_str()));
  if (stream_.size() < length) return std::nullopt;
  auto result = stream_.substr(0, length);
  stream_.erase(0, length);
  return result;
}

std::optional<Message> Peer::receive(std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  std::array<char, 65536> buffer{};
  for (;;) {
    if (kind_ == Kind::tcp)
      if (auto text = take_framed()) return parse(*text);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() < 0) return std::nullopt;
    pollfd wait{socket_, POLLIN, 0};
    if (poll(&wait, 1, static_cast<int>(left.count()) + 1) <= 0) continue;
    const auto got = recv(socket_, buffer.data(), buffer.size(), 0);
    if (got <= 0) return std::nullopt;
    const std::string text(buffer.data(), static_cast<std::size_t>(got));
    if (kind_ == Kind::udp) return parse(text);
    stream_ += text;
  }
}

std::optional<Message> Peer::wait_status(int status, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until)
    if (auto message = receive(std::chrono::milliseconds(100)); message && message->status == status) return message;
  return std::nullopt;
}

std::optional<Message> Peer::wait_request(const std::string& method, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until)
    if (auto message = receive(std::chrono::milliseconds(100)); message && message->method == method) return message;
  return std::nullopt;
}

bool Peer::silent(std::chrono::milliseconds span) { return !receive(span).has_value(); }

std::string Peer::contact() const {
  return "<sip:peer@127.0.0.1:" + std::to_string(port_) + (kind_ == Kind::tcp ? ";transport=tcp" : "") + ">";
}

Peer::Request Peer::request(const std::string& method, const std::string& user) const {
  Request request;
  request.method = method;
  request.uri = "sip:" + user + "@127.0.0.1:" + std::to_string(server_);
  request.to = "<sip:" + user + "@127.0.0.1>";
  request.call_id = unique("call");
  return request;
}

std::string Peer::text(const Request& r) const {
  std::ostringstream out;
  const auto host = r.via_host.empty() ? "127.0.0.1:" + std::to_string(port_) : r.via_host;
  const auto contact_line = r.contact.empty() ? contact() : r.contact;
  out << r.method << ' ' << r.uri << " SIP/2.0\r\n"
      << "Via: SIP/2.0/" << transport() << ' ' << host
      << ";rport;branch=" << (r.branch.empty() ? unique("z9hG4bK") : r.branch) << "\r\n"
      << "Max-Forwards: 70\r\n"
      << "From: " << r.from << ";tag=" << r.from_tag << "\r\n"
      << "To: " << r.to << (r.to_tag.empty() ? "" : ";tag=" + r.to_tag) << "\r\n"
      << "Call-ID: " << r.call_id << "\r\n"
      << "CSeq: " << r.cseq << ' ' << r.method << "\r\n";
  if (contact_line != "-") out << "Contact: " << contact_line << "\r\n";
  if (!r.body.empty()) out << "Content-Type: " << r.type << "\r\n";
  out << r.extra << "Content-Length: " << r.body.size() << "\r\n\r\n" << r.body;
  return out.str();
}

void Peer::ack(const Request& invite, const Message& answer, const std::string& ack_body) {
  Request ack = invite;
  ack.method = "ACK";
  ack.to_tag = answer.tag("To");
  ack.extra.clear();
  ack.body = ack_body;
  if (answer.status < 300) {
    ack.branch.clear();
    if (const auto contact_value = answer.header("Contact"); !contact_value.empty())
      ack.uri = contact_value.substr(1, contact_value.find('>') - 1);
  }
  send(ack);
}

void Peer::answer(const Message& request, int status, const std::string& answer_body, const std::string& tag,
                  const std::string& extra) {
  std::ostringstream out;
  out << "SIP/2.0 " << status << " Answer\r\n";
  for (const auto& via : request.headers("Via")) out << "Via: " << via << "\r\n";
  const auto to = request.header("To");
  out << "From: " << request.header("From") << "\r\nTo: " << to
      << (to.find(";tag=") == std::string::npos && status > 100 ? ";tag=" + tag : "")
      << "\r\nCall-ID: " << request.header("Call-ID") << "\r\nCSeq: " << request.header("CSeq")
      << "\r\nContact: " << contact() << "\r\n";
  if (!answer_body.empty()) out << "Content-Type: application/sdp\r\n";
  out << extra << "Content-Length: " << answer_body.size() << "\r\n\r\n" << answer_body;
  send(out.str());
}

Peer::Request Peer::next(const Request& invite, const Message& answer, const std::string& method, int cseq) const {
  Request request = invite;
  request.method = method;
  request.branch.clear();
  request.cseq = cseq;
  request.to_tag = answer.tag("To");
  request.extra.clear();
  request.body.clear();
  const auto contact_value = answer.header("Contact");
  if (!contact_value.empty()) request.uri = contact_value.substr(1, contact_value.find('>') - 1);
  return request;
}

std::string authorization(const Message& challenge, const Login& login) {
  const auto realm = challenge.parameter("WWW-Authenticate", "realm");
  const auto nonce = challenge.parameter("WWW-Authenticate", "nonce");
  const auto ha1 = md5_hex(login.user + ":" + realm + ":" + login.password);
  const auto ha2 = md5_hex(login.method + ":" + login.uri);
  std::array<char, 9> count{};
  std::snprintf(count.data(), count.size(), "%08x", static_cast<unsigned>(login.count));
  const auto response = login.qop ? md5_hex(ha1 + ":" + nonce + ":" + count.data() + ":c1:auth:" + ha2)
                                  : md5_hex(ha1 + ":" + nonce + ":" + ha2);
  return "Authorization: Digest username=\"" + login.user + "\", realm=\"" + realm + "\", nonce=\"" + nonce +
         "\", uri=\"" + login.uri + "\", response=\"" + response + "\", algorithm=MD5" +
         (login.qop ? std::string(", qop=auth, cnonce=\"c1\", nc=") + count.data() : std::string()) + "\r\n";
}

}  // namespace tandem::test
