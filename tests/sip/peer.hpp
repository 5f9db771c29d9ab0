// A SIP peer written by hand: raw sockets, requests as text, answers taken apart. It knows no SIP library, so that what
// it accepts does not depend on the one under test.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tandem::test {

struct Message {
  std::string raw;
  std::string first;   ///< the first line
  int status = 0;      ///< of an answer
  std::string method;  ///< of a request
  std::string body;

  /// The first header of this name, any case; empty if there is none.
  [[nodiscard]] std::string header(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> headers(const std::string& name) const;
  /// ";tag=" of From or To.
  [[nodiscard]] std::string tag(const std::string& name) const;
  /// A quoted or bare parameter of a header: realm of WWW-Authenticate.
  [[nodiscard]] std::string parameter(const std::string& name, const std::string& parameter) const;
};
[[nodiscard]] Message parse(const std::string& raw);

/// A UDP socket, or a TCP connection, at 127.0.0.1.
class Peer {
 public:
  enum class Kind { udp, tcp };
  explicit Peer(std::uint16_t server, Kind kind = Kind::udp);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void send(const std::string& text);
  /// The next message, or nothing.
  std::optional<Message> receive(std::chrono::milliseconds patience = std::chrono::seconds(10));
  /// The next message that is an answer with this status, or a request with this method; skips others.
  std::optional<Message> wait_status(int status, std::chrono::milliseconds patience = std::chrono::seconds(10));
  std::optional<Message> wait_request(const std::string& method,
                                      std::chrono::milliseconds patience = std::chrono::seconds(10));
  /// Nothing comes for this long.
  bool silent(std::chrono::milliseconds span);

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::string transport() const { return kind_ == Kind::udp ? "UDP" : "TCP"; }

  /// What a request is made of; a test changes what it is about.
  struct Request {
    std::string method = "OPTIONS";
    std::string uri;
    std::string from = "<sip:anna@acme.example>";
    std::string to;
    std::string from_tag = "f1";
    std::string to_tag;
    std::string call_id;
    std::string branch;  ///< a new one when empty
    int cseq = 1;
    std::string contact;  ///< of this socket when empty; "-" for none
    std::string extra;    ///< whole lines
    std::string body;
    std::string type = "application/sdp";
    std::string via_host;  ///< when not the real one
  };
  /// A request of this kind to the server, with a Call-ID and branch of its own.
  [[nodiscard]] Request request(const std::string& method, const std::string& user = "100") const;
  [[nodiscard]] std::string text(const Request& request) const;
  void send(const Request& request) { send(text(request)); }
  /// The ACK to an answer of an INVITE: in the transaction for a refusal, of its own for a 2xx.
  void ack(const Request& invite, const Message& answer, const std::string& body = {});
  /// An answer to a request of the server.
  void answer(const Message& request, int status, const std::string& body = {}, const std::string& tag = "peer",
              const std::string& extra = {});
  /// The next request in the dialog `invite` began and `answer` confirmed.
  [[nodiscard]] Request next(const Request& invite, const Message& answer, const std::string& method, int cseq) const;
  [[nodiscard]] std::string contact() const;

 private:
  std::optional<std::string> take_framed();

  Kind kind_;
  int socket_ = -1;
  std::uint16_t port_ = 0;
  std::uint16_t server_ = 0;
  std::string stream_;
};

/// The Authorization line that answers a challenge.
struct Login {
  std::string user = "anna";
  std::string password = "Secret123";
  std::string uri = "sip:acme.example";
  std::string method = "REGISTER";
  int count = 1;
  bool qop = true;
};
[[nodiscard]] std::string authorization(const Message& challenge, const Login& login);

}  // namespace tandem::test
