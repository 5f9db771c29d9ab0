// The phones that call: INVITE, the answer to a challenge, ACK, talk, BYE; requests are repeated as RFC 3261 has it.
#pragma once

#include "audio.hpp"
#include "message.hpp"
#include "socket.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <queue>
#include <unordered_map>
#include <vector>

namespace phones {

class Callers {
 public:
  using Clock = std::chrono::steady_clock;
  struct Plan {
    const char* address = "127.0.0.1";
    std::uint16_t port = 0, target = 0, contact = 0;
    int employees = 0;  ///< who log in; none: anonymous calls to 1000
    std::chrono::milliseconds hold{0};
  };
  struct Counts {
    std::uint64_t started = 0, answered = 0, finished = 0, refused = 0, failed = 0, repeated = 0;
  };

  Callers(const Plan& plan, Audio* audio)
      : plan_(plan), socket_(plan.address, plan.port), target_(place(plan.address, plan.target)), audio_(audio) {}

  [[nodiscard]] const Socket& socket() const { return socket_; }
  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] bool idle() const { return calls_.empty(); }
  /// Microseconds from the first INVITE to the 200, and from the INVITE that was let in.
  std::vector<double> whole, admitted;

  void start(Clock::time_point now) {
    const auto id = static_cast<std::uint32_t>(++counts_.started);
    Call& call = calls_[id];
    call.began = now;
    invite(id, call, {}, now);
  }
  /// Callee `number` is at our contact port from now on.
  void enrol(int number, Clock::time_point now) {
    const auto id = static_cast<std::uint32_t>(++counts_.started);
    Call& call = calls_[id];
    call.enrols = number;
    call.began = now;
    enrolment(id, call, {}, now);
  }
  void hang_up_all(Clock::time_point now) {
    for (auto& [id, call] : calls_)
      if (call.state == State::talking) bye(id, call, now);
  }

  void receive(Clock::time_point now) {
    sockaddr_in from{};
    for (auto message = socket_.receive(from); !message.empty(); message = socket_.receive(from)) take(message, now);
  }
  /// Repeats and hangs up what is due; returns when something is due next.
  Clock::time_point tick(Clock::time_point now) {
    while (!due_.empty() && due_.top().when <= now) {
      const Due one = due_.top();
      due_.pop();
      const auto at = calls_.find(one.call);
      if (at != calls_.end() && at->second.step == one.step) on_due(one.call, at->second, now);
    }
    return due_.empty() ? Clock::time_point::max() : due_.top().when;
  }

 private:
  enum class State : std::uint8_t { calling, ringing, talking, leaving };
  struct Call {
    State state = State::calling;
    int enrols = -1;
    std::uint32_t step = 0;  ///< a due time of an earlier step means nothing
    int cseq = 0, tries = 0;
    Clock::time_point began, let_in;
    std::string sent, to, peer;
  };
  struct Due {
    Clock::time_point when;
    std::uint32_t call, step;
    bool operator>(const Due& other) const { return when > other.when; }
  };

  [[nodiscard]] std::string who(std::uint32_t id, const Call& call) const {
    if (call.enrols >= 0) return fmt::format("b{:04}", call.enrols);
    return plan_.employees ? fmt::format("a{:04}", id % static_cast<unsigned>(plan_.employees)) : "outside";
  }
  [[nodiscard]] std::string whom(std::uint32_t id) const {
    return plan_.employees ? fmt::format("2{:04}", id % static_cast<unsigned>(plan_.employees)) : "1000";
  }
  [[nodiscard]] std::string uri(std::uint32_t id) const {
    return fmt::format("sip:{}@{}:{}", whom(id), plan_.address, plan_.target);
  }
  [[nodiscard]] std::string request(std::uint32_t id, const Call& call, std::string_view method, std::string_view uri,
                                    std::string_view to, int branch) const {
    return fmt::format(
        "{0} {1} SIP/2.0\r\nVia: SIP/2.0/UDP {2}:{3};branch=z9hG4bK-{4}-{10}-{5}-{6}\r\nFrom: "
        "<sip:{7}@load.example>;tag=f{4}-{10}\r\n"
        "To: {8}\r\nCall-ID: {4}-{10}@{3}\r\nCSeq: {9} {0}\r\nMax-Forwards: 70\r\n",
        method, uri, plan_.address, socket_.port(), id, branch, method == "BYE" ? 'b' : 'i', who(id, call), to,
        call.cseq, getpid());
  }

  void dispatch(std::uint32_t id, Call& call, std::string text, Clock::time_point now) {
    call.sent = std::move(text);
    call.tries = 0;
    ++call.step;
    socket_.send(call.sent, target_);
    due_.push({now + first_repeat, id, call.step});
  }
  void invite(std::uint32_t id, Call& call, const std::string& login, Clock::time_point now) {
    ++call.cseq;
    call.let_in = now;
    auto head = request(id, call, "INVITE", uri(id), fmt::format("<{}>", uri(id)), call.cseq);
    head += fmt::format("Contact: <sip:caller@{}:{}>\r\n{}", plan_.address, socket_.port(), login);
    dispatch(id, call, with_body(std::move(head), sdp(plan_.address, audio_ ? audio_->socket().port() : 6000)), now);
  }
  void enrolment(std::uint32_t id, Call& call, const std::string& login, Clock::time_point now) {
    ++call.cseq;
    auto head = request(id, call, "REGISTER", "sip:load.example", fmt::format("<sip:{}@load.example>", who(id, call)),
                        call.cseq);
    head += fmt::format("Contact: <sip:{}@{}:{}>\r\nExpires: 3600\r\n{}", who(id, call), plan_.address, plan_.contact,
                        login);
    dispatch(id, call, with_body(std::move(head), {}), now);
  }
  void acknowledge(std::uint32_t id, const Call& call, std::string_view uri, std::string_view to, int branch) {
    socket_.send(with_body(request(id, call, "ACK", uri, to, branch), {}), target_);
  }
  void bye(std::uint32_t id, Call& call, Clock::time_point now) {
    call.state = State::leaving;
    if (audio_) audio_->stop(id);
    ++call.cseq;
    dispatch(id, call, with_body(request(id, call, "BYE", call.peer, call.to, call.cseq), {}), now);
  }
  void end(std::uint32_t id, std::uint64_t& count) {
    ++count;
    calls_.erase(id);
  }

  void take(std::string_view message, Clock::time_point now) {
    const int status = status_of(message);
    const auto id = number_in<std::uint32_t>(header(message, "Call-ID"));
    const auto at = calls_.find(id);
    if (status == 0) return on_request(message, at == calls_.end() ? nullptr : &at->second, id);
    if (at == calls_.end() || status == 100) return;
    Call& call = at->second;
    const auto cseq = header(message, "CSeq");
    if (number_in<int>(cseq) != call.cseq) return;
    if (cseq.ends_with("BYE") || call.enrols >= 0) {
      if (call.enrols >= 0 && status == 401 && call.cseq == 1)
        enrolment(id, call,
                  authorization(header(message, "WWW-Authenticate"), who(id, call), "REGISTER", "sip:load.example"),
                  now);
      else if (status >= 200)
        end(id, status == 200 ? counts_.finished : counts_.failed);
      return;
    }
    if (status < 200) {
      ++call.step;  // no more repeats
      call.state = State::ringing;
      due_.push({now + patience, id, call.step});
    } else if (status < 300) {
      on_success(message, id, call, now);
    } else {
      acknowledge(id, call, uri(id), header(message, "To"), call.cseq);
      if (status == 401 && call.cseq == 1 && plan_.employees)
        invite(id, call, authorization(header(message, "WWW-Authenticate"), who(id, call), "INVITE", uri(id)), now);
      else
        end(id, status == 503 ? counts_.refused : counts_.failed);
    }
  }

  void on_success(std::string_view message, std::uint32_t id, Call& call, Clock::time_point now) {
    if (call.state == State::calling || call.state == State::ringing) {
      using Microseconds = std::chrono::duration<double, std::micro>;
      whole.push_back(Microseconds(now - call.began).count());
      admitted.push_back(Microseconds(now - call.let_in).count());
      call.state = State::talking;
      call.to = header(message, "To");
      call.peer = uri_in(header(message, "Contact"));
      ++counts_.answered;
      ++call.step;
      due_.push({now + plan_.hold, id, call.step});
      if (audio_) audio_->start(id, media_port(message));
    }
    acknowledge(id, call, call.peer, call.to, call.cseq + 1000);
  }

  // The other side hung up, which no call here expects.
  void on_request(std::string_view message, const Call* call, std::uint32_t id) {
    if (!message.starts_with("BYE ")) return;
    socket_.send(with_body(fmt::format("SIP/2.0 200 OK\r\n{}From: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {}\r\n",
                                       header_lines(message, "Via"), header(message, "From"), header(message, "To"),
                                       header(message, "Call-ID"), header(message, "CSeq")),
                           {}),
                 target_);
    if (call) end(id, counts_.failed);
  }

  void on_due(std::uint32_t id, Call& call, Clock::time_point now) {
    if (call.state == State::talking) return bye(id, call, now);
    if (call.state == State::ringing || ++call.tries > 6) return end(id, counts_.failed);
    ++counts_.repeated;
    socket_.send(call.sent, target_);
    due_.push(
        {now + std::min<Clock::duration>(first_repeat * (1 << call.tries), std::chrono::seconds(4)), id, call.step});
  }

  static constexpr std::chrono::milliseconds first_repeat{500};
  static constexpr std::chrono::seconds patience{30};

  Plan plan_;
  Socket socket_;
  sockaddr_in target_;
  Audio* audio_;
  Counts counts_;
  std::unordered_map<std::uint32_t, Call> calls_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

}  // namespace phones
