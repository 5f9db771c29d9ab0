// Tandem's side of the relay benchmark: the same legs as the floor's, bridged by rtp_media().
//
//   tandem_relay LEGS GENERATOR_PORT RELAY_PORT SECONDS
//
// Prints the port of every leg, then "ready", then "packets N cpu S" for what happened after the first packet. What is
// counted is the whole process; packets are counted by the generator.
#include <tandem/rtp.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Silent : tandem::Media::Sink {
  void on_media(tandem::AccountId, tandem::MediaId, tandem::MediaEvent) override {}
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long resident_kb() {
  std::ifstream statm("/proc/self/statm");
  long all = 0;
  long resident = 0;
  statm >> all >> resident;
  return resident * sysconf(_SC_PAGESIZE) / 1024;
}

std::string phone(std::size_t port) {
  return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + std::to_string(port) +
         " RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) return std::fprintf(stderr, "tandem_relay LEGS GENERATOR_PORT RELAY_PORT SECONDS\n"), 2;
  const auto number = [&](int i) { return static_cast<std::size_t>(std::strtoul(words[i], nullptr, 10)); };
  const std::size_t legs = number(1);
  Silent sink;
  tandem::RtpOptions options;
  options.ports = {static_cast<std::uint16_t>(number(3)), static_cast<std::uint16_t>(number(3) + 2 * legs - 1)};
  const auto media = tandem::rtp_media(std::move(options));
  if (!media->start(sink, nullptr)) return 1;
  const long before_kb = resident_kb();
  std::vector<tandem::MediaId> ids;
  for (std::size_t i = 0; i < legs; ++i) {
    const auto leg = media->open(tandem::AccountId{1}, {});
    if (!leg) return std::fprintf(stderr, "%s\n", leg.error().message.c_str()), 1;
    const std::string answer = media->answer(*leg, phone(number(2) + i)).value();
    std::printf("port %s\n", answer.substr(answer.find("m=audio ") + 8, 5).c_str());
    ids.push_back(*leg);
    if (i % 2) media->bridge(ids[i - 1], ids[i]);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  std::printf("memory %.2f\n", static_cast<double>(resident_kb() - before_kb) / static_cast<double>(legs));
  std::puts("ready");
  std::fflush(stdout);
  const double before = cpu_seconds();
  std::this_thread::sleep_for(std::chrono::seconds(number(4)));
  std::printf("packets 0 cpu %.4f\n", cpu_seconds() - before);
  std::fflush(stdout);
  std::_Exit(0);  // closing down is not what is measured
}
