// The phones that are called: they ring, answer at once, and keep no state, so that whatever is repeated is answered
// again.
#pragma once

#include "audio.hpp"
#include "message.hpp"
#include "socket.hpp"

#include <functional>

namespace phones {

class Callees {
 public:
  Callees(const char* address, std::uint16_t port, Audio* audio)
      : address_(address), socket_(address, port), audio_(audio) {}

  [[nodiscard]] const Socket& socket() const { return socket_; }
  void receive() {
    sockaddr_in from{};
    for (auto message = socket_.receive(from); !message.empty(); message = socket_.receive(from)) take(message, from);
  }

 private:
  void take(std::string_view message, const sockaddr_in& from) {
    const auto call = static_cast<std::uint32_t>(std::hash<std::string_view>{}(header(message, "Call-ID")));
    if (message.starts_with("INVITE ")) {
      socket_.send(answer(message, "180 Ringing", call, {}), from);
      socket_.send(answer(message, "200 OK", call, sdp(address_, audio_ ? audio_->socket().port() : 6000)), from);
      if (audio_) audio_->start(call, media_port(message));
    } else if (message.starts_with("BYE ") || message.starts_with("CANCEL ")) {
      if (audio_) audio_->stop(call);
      socket_.send(answer(message, "200 OK", call, {}), from);
    }
  }

  std::string answer(std::string_view message, std::string_view status, std::uint32_t call,
                     std::string_view body) const {
    const auto to = header(message, "To");
    const auto tag = to.find(";tag=") == std::string_view::npos ? fmt::format(";tag=callee{:x}", call) : std::string();
    return with_body(
        fmt::format("SIP/2.0 {}\r\n{}From: {}\r\nTo: {}{}\r\nCall-ID: {}\r\nCSeq: {}\r\nContact: <sip:{}:{}>\r\n",
                    status, header_lines(message, "Via"), header(message, "From"), to, tag, header(message, "Call-ID"),
                    header(message, "CSeq"), address_, socket_.port()),
        body);
  }

  const char* address_;
  Socket socket_;
  Audio* audio_;
};

}  // namespace phones
