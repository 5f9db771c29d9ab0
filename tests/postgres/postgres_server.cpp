#include "postgres/postgres_server.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <tuple>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// A loopback socket that listens on a free port, and the port.
std::pair<int, std::uint16_t> listen_somewhere() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(socket, 16) == 0);
  REQUIRE(getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  return {socket, ntohs(address.sin_port)};
}

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return socket;
  close(socket);
  return -1;
}

/// Where Debian keeps the newest server's programs.
std::string program(const std::string& name) {
  fs::path newest;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql")) newest = std::max(newest, version.path());
  return (newest / "bin" / name).string();
}

/// Starts a program, its output in a file, without root's privileges.
pid_t launch(const std::vector<std::string>& words, const std::string& log) {
  const passwd* user = geteuid() == 0 ? getpwnam("postgres") : nullptr;
  REQUIRE((geteuid() != 0 || user != nullptr));
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child > 0) return child;
  if (user != nullptr && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(output, 1);
  dup2(output, 2);
  execv(arguments[0], arguments.data());
  _exit(127);
}

int wait_for(pid_t process) {
  int status = -1;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

PostgresServer::PostgresServer() {
  const auto [socket, port] = listen_somewhere();
  close(socket);
  port_ = port;
  if (const passwd* user = geteuid() == 0 ? getpwnam("postgres") : nullptr) {
    REQUIRE(chown(directory_.path().c_str(), user->pw_uid, user->pw_gid) == 0);
  }
  const std::string log = directory_.file("log");
  const int made = wait_for(launch({program("initdb"), "-D", directory_.file("data"), "-U", "tandem", "-A", "trust",
                                    "-E", "UTF8", "--locale=C.UTF-8", "-N"},
                                   log));
  REQUIRE_MESSAGE(made == 0, "initdb failed; see " << log);
  start();
}

PostgresServer::~PostgresServer() { stop(); }

void PostgresServer::start() {
  // fsync off: what a power failure takes is not tested here.
  process_ = launch({program("postgres"), "-D", directory_.file("data"), "-k", directory_.path().string(), "-p",
                     std::to_string(port_), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"},
                    directory_.file("log"));
  for (int i = 0; i < 600; ++i) {
    if (const int probe = connect_to(port_); probe >= 0) {
      close(probe);
      if (wait_for(launch({program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", std::to_string(port_)},
                          directory_.file("log"))) == 0) {
        return;
      }
    }
    usleep(50'000);
  }
  FAIL("the server did not start; see " << directory_.file("log"));
}

void PostgresServer::stop() {
  if (process_ <= 0) return;
  kill(process_, SIGINT);  // its "fast" shutdown
  wait_for(process_);
  process_ = -1;
}

std::string PostgresServer::target_at(std::uint16_t port) {
  return "host=127.0.0.1 port=" + std::to_string(port) + " dbname=postgres user=tandem sslmode=disable";
}

CuttablePipe::CuttablePipe(std::uint16_t to) : to_(to) {
  std::tie(listener_, port_) = listen_somewhere();
  thread_ = std::thread([this] { serve(); });
}

CuttablePipe::~CuttablePipe() {
  over_ = true;
  thread_.join();
  close(listener_);
}

void CuttablePipe::cut_at(int message, bool reply_lost) {
  cut_ = false;
  reply_lost_ = reply_lost;
  left_ = message;
}

void CuttablePipe::heal() {
  left_ = -1;
  cut_ = false;
}

void CuttablePipe::serve() {
  std::vector<std::pair<int, int>> joined;  // the client's side and the server's
  std::array<char, 65536> buffer{};
  const auto cut_all = [&] {
    for (const auto& [client, server] : joined) {
      close(client);
      close(server);
    }
    joined.clear();
  };
  while (!over_) {
    std::vector<pollfd> polled{{listener_, POLLIN, 0}};
    for (const auto& [client, server] : joined) {
      polled.push_back({client, POLLIN, 0});
      polled.push_back({server, POLLIN, 0});
    }
    if (poll(polled.data(), polled.size(), 20) <= 0) continue;
    if (polled[0].revents != 0) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      const int server = cut_ ? -1 : connect_to(to_);
      if (server >= 0) {
        joined.emplace_back(client, server);
      } else {
        close(client);
      }
      continue;
    }
    for (std::size_t i = 0; i < joined.size(); ++i) {
      const auto [client, server] = joined[i];
      const bool from_client = polled[1 + 2 * i].revents != 0;
      if (!from_client && polled[2 + 2 * i].revents == 0) continue;
      const ssize_t size = read(from_client ? client : server, buffer.data(), buffer.size());
      const bool last = from_client && size > 0 && left_ > 0 && --left_ == 0;
      const bool pass = size > 0 && (!last || reply_lost_);
      if (pass) {
        const ssize_t sent =
            send(from_client ? server : client, buffer.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL);
        if (sent == size && !last) break;  // the set of connections is unchanged: look at all anew
      }
      if (last) {
        if (reply_lost_) usleep(30'000);  // the server does what it was told
        cut_ = true;
        cut_all();
      } else {
        close(client);
        close(server);
        joined.erase(joined.begin() + static_cast<std::ptrdiff_t>(i));
      }
      break;
    }
  }
  cut_all();
}
