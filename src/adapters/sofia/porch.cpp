#include "adapters/sofia/porch.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <openssl/rand.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>

namespace tandem::sofia {

namespace {

constexpr std::chrono::milliseconds measure_every{5};
// After so many NTA gets its turn, for timers and for what is under way.
constexpr int most_at_once = 64;

/// The packet at the head of a socket's queue, which stays there.
struct Head {
  std::array<char, 4096> bytes;
  sockaddr_in source;
  std::string_view datagram;  ///< empty when nothing waits, or nothing that is understood here
  Duration waited{};
};

Duration since(const timespec& then) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const auto span =
      std::chrono::seconds(now.tv_sec - then.tv_sec) + std::chrono::nanoseconds(now.tv_nsec - then.tv_nsec);
  // The wall clock may have been set in between.
  return std::clamp(std::chrono::duration_cast<Duration>(span), Duration{}, Duration(std::chrono::seconds(10)));
}

bool look(int socket, Head& head, std::size_t most) {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec))> control;
  iovec piece{head.bytes.data(), most};
  msghdr message{};
  message.msg_name = &head.source;
  message.msg_namelen = sizeof head.source;
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const auto length = recvmsg(socket, &message, MSG_PEEK | MSG_DONTWAIT);
  if (length < 0) return false;
  head.datagram = {};
  head.waited = {};
  if (!(message.msg_flags & MSG_TRUNC) && message.msg_namelen == sizeof head.source &&
      head.source.sin_family == AF_INET)
    head.datagram = {head.bytes.data(), static_cast<std::size_t>(length)};
  const cmsghdr* part = CMSG_FIRSTHDR(&message);
  if (part && part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
    timespec came;
    std::memcpy(&came, CMSG_DATA(part), sizeof came);
    head.waited = since(came);
  }
  return true;
}

}  // namespace

Porch::Porch(Admission& admission) : admission_(admission) {
  std::uint64_t random = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&random), sizeof random);
  tag_ = fmt::format("busy{:016x}", random);
}

void Porch::close() noexcept {
  for (const int socket : sockets_) ::close(socket);
  sockets_.clear();
}

void Porch::measure(Admission::Clock::time_point now) {
  if (now - measured_ < measure_every) return;
  measured_ = now;
  Duration longest{};
  Head head;
  for (const int socket : sockets_)
    if (look(socket, head, 0)) longest = std::max(longest, head.waited);
  admission_.queued(longest);
}

void Porch::clear(Admission::Clock::time_point now) {
  measure(now);
  for (const int socket : sockets_)
    for (int count = 0; count < most_at_once && refuse_first(socket, now); ++count) {
    }
}

bool Porch::refuse_first(int socket, Admission::Clock::time_point now) {
  Head head;
  if (!look(socket, head, head.bytes.size()) || head.datagram.empty()) return false;
  const auto knock = read_knock(head.datagram);
  if (!knock) return false;
  if (knock->kind == Knock::Kind::ack) {
    if (!acknowledges(*knock, tag_)) return false;
    recv(socket, nullptr, 0, MSG_DONTWAIT);
    return true;
  }
  const auto name = name_of_branch(knock->branch);
  if (name == 0 || admission_.admits(name, knock->challenged, now)) return false;
  const auto port = ntohs(head.source.sin_port);
  std::array<char, INET_ADDRSTRLEN> address{};
  inet_ntop(AF_INET, &head.source.sin_addr, address.data(), address.size());
  const auto answer = refusal(*knock, tag_, address.data(), port, retry_after(name));
  head.source.sin_port = htons(answer_port(*knock, port));
  sendto(socket, answer.data(), answer.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
         reinterpret_cast<const sockaddr*>(&head.source), sizeof head.source);
  recv(socket, nullptr, 0, MSG_DONTWAIT);
  return true;
}

}  // namespace tandem::sofia
