// The relay's packets per CPU-second against the floor's: both driven by the same generator, in turns, in one run.
//
//   relay_benchmark FLOOR TANDEM [CALLS=200] [SECONDS=5] [ROUNDS=3] [threshold-percent=70]
//
// Every call has two legs of 50 packets a second each. Packets are counted, and their latency measured, where they come
// back. Ends with failure when the median ratio is below the threshold.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t generator_port = 40000;
constexpr std::size_t relay_port = 20000;

struct Outcome {
  double sent = 0;
  double received = 0;
  double cpu = 0;
  double memory_kb = 0;
  std::vector<float> latency_us;
  [[nodiscard]] double rate() const { return cpu > 0 ? received / cpu : 0; }
  double quantile(double q) {
    if (latency_us.empty()) return 0;
    const auto at = latency_us.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(latency_us.size() - 1));
    std::nth_element(latency_us.begin(), at, latency_us.end());
    return static_cast<double>(*at);
  }
};

sockaddr_in loopback(std::size_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

// All the calls' telephones: each sends every 20 ms, spread over the 20 ms, and notes when its partner's packets come.
class Generator {
 public:
  explicit Generator(std::size_t legs) : epoll_(epoll_create1(0)), fds_(legs), to_(legs) {
    for (std::size_t i = 0; i < legs; ++i) {
      fds_[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
      const sockaddr_in own = loopback(generator_port + i);
      if (bind(fds_[i], reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) {
        std::perror("generator bind");
        std::exit(1);
      }
      to_[i] = loopback(relay_port + 2 * i);
      epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
      epoll_ctl(epoll_, EPOLL_CTL_ADD, fds_[i], &event);
    }
  }
  ~Generator() {
    for (const int fd : fds_) close(fd);
    close(epoll_);
  }
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;

  void set_ports(const std::vector<std::size_t>& ports) {
    for (std::size_t i = 0; i < ports.size() && i < to_.size(); ++i) to_[i] = loopback(ports[i]);
  }

  void run(std::chrono::milliseconds span, Outcome& outcome) {
    const auto start = Clock::now();
    for (std::size_t tick = 0; start + std::chrono::milliseconds(tick) < start + span; ++tick) {
      for (std::size_t i = tick % 20; i < fds_.size(); i += 20) send_one(i, tick / 20, outcome);
      const auto due = start + std::chrono::milliseconds(tick + 1);
      for (auto now = Clock::now(); now < due; now = Clock::now()) {
        const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(due - now).count();
        const timespec wait{.tv_sec = 0, .tv_nsec = left};
        drain(wait, outcome);
      }
    }
    const timespec rest{.tv_sec = 0, .tv_nsec = 100'000'000};
    while (drain(rest, outcome)) {
    }
  }

 private:
  void send_one(std::size_t leg, std::size_t number, Outcome& outcome) {
    std::array<std::uint8_t, 172> packet{0x80, 8};
    packet[2] = static_cast<std::uint8_t>(number >> 8);
    packet[3] = static_cast<std::uint8_t>(number);
    const std::uint32_t timestamp = htonl(static_cast<std::uint32_t>(number * 160));
    const std::uint32_t ssrc = htonl(static_cast<std::uint32_t>(leg + 1));
    const std::int64_t now = Clock::now().time_since_epoch().count();
    std::memcpy(&packet[4], &timestamp, 4);
    std::memcpy(&packet[8], &ssrc, 4);
    std::memcpy(&packet[12], &now, 8);
    const ssize_t size = sendto(fds_[leg], packet.data(), packet.size(), 0,
                                reinterpret_cast<const sockaddr*>(&to_[leg]), sizeof to_[leg]);
    if (size == static_cast<ssize_t>(packet.size())) ++outcome.sent;
  }

  bool drain(const timespec& wait, Outcome& outcome) {
    const int ready = epoll_pwait2(epoll_, events_.data(), static_cast<int>(events_.size()), &wait, nullptr);
    std::array<std::uint8_t, 2048> packet;
    for (int e = 0; e < ready; ++e) {
      const int fd = fds_[events_[static_cast<std::size_t>(e)].data.u64];
      while (recv(fd, packet.data(), packet.size(), 0) == 172) {
        std::int64_t then = 0;
        std::memcpy(&then, &packet[12], 8);
        ++outcome.received;
        outcome.latency_us.push_back(static_cast<float>(Clock::now().time_since_epoch().count() - then) / 1000.0f);
      }
    }
    return ready > 0;
  }

  int epoll_;
  std::vector<int> fds_;
  std::vector<sockaddr_in> to_;
  std::array<epoll_event, 512> events_{};
};

Outcome measure(const std::string& program, std::size_t calls, int seconds) {
  const std::size_t legs = 2 * calls;
  Generator generator(legs);
  const std::string line = program + " " + std::to_string(legs) + " " + std::to_string(generator_port) + " " +
                           std::to_string(relay_port) + " " + std::to_string(seconds + 1);
  FILE* relay = popen(line.c_str(), "r");
  if (!relay) std::exit(1);
  Outcome outcome;
  std::vector<std::size_t> ports;
  std::array<char, 256> text;
  const auto value_after = [&](const char* word) {
    return std::strtod(std::strstr(text.data(), word) + std::strlen(word), nullptr);
  };
  while (std::fgets(text.data(), text.size(), relay) && std::strncmp(text.data(), "ready", 5) != 0) {
    if (std::strncmp(text.data(), "port ", 5) == 0) ports.push_back(static_cast<std::size_t>(value_after("port ")));
    if (std::strncmp(text.data(), "memory ", 7) == 0) outcome.memory_kb = value_after("memory ");
  }
  generator.set_ports(ports);
  generator.run(std::chrono::seconds(seconds), outcome);
  while (std::fgets(text.data(), text.size(), relay)) {
    if (std::strncmp(text.data(), "packets ", 8) == 0) outcome.cpu = value_after("cpu ");
  }
  pclose(relay);
  return outcome;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void say(const char* who, Outcome& o) {
  std::printf("%-7s %8.0f packets/cpu-s  loss %.3f %%  latency us p50 %.0f p99 %.0f p99.9 %.0f  kB/leg %.2f\n", who,
              o.rate(), o.sent > 0 ? 100 * (o.sent - o.received) / o.sent : 100.0, o.quantile(0.5), o.quantile(0.99),
              o.quantile(0.999), o.memory_kb);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return std::fprintf(stderr, "relay_benchmark FLOOR TANDEM [CALLS] [SECONDS] [ROUNDS] [PERCENT]\n"), 2;
  const auto number = [&](int i, int otherwise) { return count > i ? std::atoi(words[i]) : otherwise; };
  const auto calls = static_cast<std::size_t>(number(3, 200));
  const int seconds = number(4, 5);
  std::vector<double> floors;
  std::vector<double> ours;
  std::vector<double> ratios;
  for (int round = 0; round < number(5, 3); ++round) {
    Outcome floor_run = measure(words[1], calls, seconds);
    say("floor", floor_run);
    Outcome tandem_run = measure(words[2], calls, seconds);
    say("tandem", tandem_run);
    floors.push_back(floor_run.rate());
    ours.push_back(tandem_run.rate());
    ratios.push_back(tandem_run.rate() / floor_run.rate());
  }
  const double percent = 100 * median(ratios);
  std::printf("relay: %zu calls, floor %.0f, tandem %.0f packets per CPU-second, ratio %.1f %%\n", calls,
              median(floors), median(ours), percent);
  return percent >= number(6, 70) ? 0 : 1;
}
