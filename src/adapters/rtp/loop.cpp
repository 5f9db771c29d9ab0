#include "adapters/rtp/loop.hpp"

#include "base/log.hpp"

#include <fmt/core.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace tandem::rtp {
namespace {
constexpr auto housekeeping_interval = std::chrono::milliseconds(200);

// The socket's peer is the latched source from now on, or, with an empty address, nobody.
void connect_to(Leg& leg, const Address& to) {
  sockaddr nobody{};
  nobody.sa_family = AF_UNSPEC;
  if (to.empty()) {
    if (leg.connected) ::connect(leg.rtp.fd, &nobody, sizeof nobody);
    leg.connected = false;
  } else {
    leg.connected = ::connect(leg.rtp.fd, to.data(), to.size()) == 0;
  }
}
}  // namespace

Loop::Loop(const Shared& shared)
    : shared_(shared),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      wake_{.fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)},
      now_(std::chrono::steady_clock::now()),
      next_phase_(now_),
      next_housekeeping_(now_),
      random_(std::random_device{}()),
      cname_(fmt::format("{:08x}@{}", random_(), shared.address)) {
  watch(wake_);
}

Loop::~Loop() {
  join();
  ::close(epoll_);
  ::close(wake_.fd);
}

void Loop::start() {
  thread_ = std::thread([this] { run(); });
}

void Loop::join() {
  if (thread_.joinable()) thread_.join();
}

void Loop::post(Command command) {
  bool first = false;
  {
    std::lock_guard lock(inbox_mutex_);
    first = inbox_.empty();
    inbox_.push_back(std::move(command));
    inbox_ready_.store(true, std::memory_order_release);
  }
  if (first) eventfd_write(wake_.fd, 1);
}

void Loop::post_to(MediaId leg, LegCommand command) {
  post([leg, command = std::move(command)](Loop& loop) mutable { loop.run_for(leg, std::move(command)); });
}

void Loop::post_event(AccountId account, MediaId leg, MediaEvent event) {
  post([account, leg, event = std::move(event)](Loop& loop) mutable {
    loop.shared_.sink->on_media(account, leg, std::move(event));
  });
}

void Loop::run() {
  std::array<epoll_event, 512> events;
  while (running_) {
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms());
    now_ = std::chrono::steady_clock::now();
    // Commands before packets, so that a packet sent after a command returned finds it carried out; and then epoll is
    // asked anew, since the legs of these events may be gone.
    if (inbox_ready_.load(std::memory_order_acquire)) {
      run_inbox();
    } else {
      for (int i = 0; i < count; ++i) receive(*static_cast<Socket*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
    run_phases();
    if (now_ >= next_housekeeping_) housekeeping();
  }
}

void Loop::receive(Socket& socket) {
  if (&socket == &wake_) return;
  if (socket.rtcp) {
    receive_rtcp(*socket.leg);
  } else {
    receive(*socket.leg);
  }
}

int Loop::wait_ms() const {
  if (legs_.empty()) return -1;
  Instant until = next_housekeeping_;
  for (std::size_t i = 0; i < phases; ++i) {
    if (phase_legs_[(phase_number_ + i) % phases].empty()) continue;
    until = std::min(until, next_phase_ + phase_length * static_cast<int>(i));
    break;
  }
  const auto left = until - std::chrono::steady_clock::now();
  if (left <= Instant::duration::zero()) return 0;
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

void Loop::run_inbox() {
  eventfd_t ignored = 0;
  eventfd_read(wake_.fd, &ignored);
  {
    std::lock_guard lock(inbox_mutex_);
    commands_.swap(inbox_);
    inbox_ready_.store(false, std::memory_order_relaxed);
  }
  for (Command& command : commands_) command(*this);
  commands_.clear();
}

void Loop::run_for(MediaId id, LegCommand command) {
  if (Leg* leg = find(id)) {
    command(*this, *leg);
  } else if (const auto awaited = awaited_.find(id); awaited != awaited_.end()) {
    awaited->second.commands.push_back(std::move(command));
  }
}

Leg* Loop::find(MediaId id) {
  const auto it = legs_.find(id);
  return it == legs_.end() ? nullptr : it->second.get();
}

void Loop::deliver(const Leg& leg, MediaEvent event) {
  if (leg.closed->load(std::memory_order_acquire) && !std::holds_alternative<RecordDone>(event)) return;
  shared_.sink->on_media(leg.account, leg.id, std::move(event));
}

void Loop::watch(Socket& socket) {
  epoll_event event{.events = EPOLLIN, .data = {.ptr = &socket}};
  if (socket.fd >= 0) epoll_ctl(epoll_, EPOLL_CTL_ADD, socket.fd, &event);
}

void Loop::add(std::unique_ptr<Leg> leg) {
  Leg& added = *leg;
  if (legs_.empty()) next_housekeeping_ = now_;
  legs_[added.id] = std::move(leg);
  watch(added.rtp);
  watch(added.rtcp);
  if (is_active(added)) activate(added);
  if (closing_) close(added);
}

void Loop::apply(Leg& leg, const sdp::Agreed& agreed) {
  const bool again = leg.agreed_once;
  if (again && agreed.send != leg.agreed.send) deliver(leg, HoldChanged{!agreed.send});
  const bool moved = !again || agreed.address != leg.agreed.address || agreed.port != leg.agreed.port;
  if (leg.agreed.codec != agreed.codec || leg.agreed.opus != agreed.opus) {
    leg.opus_ear.reset();
    leg.opus_mouth.reset();
    leg.generating = false;  // what is being played goes on by the new clock
  }
  leg.out.set_clock(sdp::khz_of(agreed.codec));
  leg.in.set_clock(sdp::khz_of(agreed.codec));
  leg.agreed = agreed;
  leg.agreed_once = true;
  leg.heard = now_;
  leg.lost = false;
  if (moved && !agreed.address.empty() && !sdp::is_hold_address(agreed.address)) {
    auto address = Address::parse(agreed.address, agreed.port);
    if (address) {
      leg.remote = *address;
      leg.remote_rtcp = *address;
      leg.remote_rtcp.set_port(agreed.rtcp_port);
    }
  }
  // Every offer and answer opens the latch again; what was latched is believed at once.
  connect_to(leg, Address());
  leg.latch.begin();
  if (!again) leg.next_report = now_ + std::chrono::milliseconds(2500 + random_() % 2500);  // RFC 3550 section 6.2
  leg.update_blocked();
}

void Loop::close(Leg& leg) {
  unbridge(leg);
  stop_record(leg);
  leg.player.reset();
  leg.digits.reset();
  deactivate(leg);
  if (leg.agreed_once && leg.out.packets() != 0) send_report(leg, true);
  ::close(leg.rtp.fd);
  if (leg.rtcp.fd >= 0) ::close(leg.rtcp.fd);
  shared_.ports->give_back(leg.port);
  const MediaId id = leg.id;
  legs_.erase(id);
}

void Loop::close_all() {
  closing_ = true;
  while (!legs_.empty()) close(*legs_.begin()->second);
}

// The second leg may still be on its way here; its half is then done when it arrives, unless by then the first was
// bridged anew. `order` grows with every bridge() and unbridge() of the port.
void Loop::bridge(Leg& a, MediaId b, std::uint64_t order) {
  begin_bridge(a, order);
  run_for(b, [first = a.id, order](Loop& loop, Leg& other) {
    loop.begin_bridge(other, order);
    Leg* leg = loop.find(first);
    if (!leg || leg == &other || leg->bridge_order != order) return;
    leg->peer = &other;
    other.peer = leg;
  });
}

void Loop::begin_bridge(Leg& leg, std::uint64_t order) {
  unbridge(leg);
  stop_play(leg);
  leg.bridge_order = order;
}

void Loop::unbridge(Leg& leg) {
  if (!leg.peer) return;
  for (Leg* one : {leg.peer, &leg}) {
    one->peer = nullptr;
    one->out.splice();
    one->opus_ear.reset();
    one->opus_mouth.reset();
  }
}

void Loop::hand_over(Leg& leg, Loop& to) {
  unbridge(leg);
  deactivate(leg);
  for (const Socket* socket : {&leg.rtp, &leg.rtcp}) {
    if (socket->fd >= 0) epoll_ctl(epoll_, EPOLL_CTL_DEL, socket->fd, nullptr);
  }
  auto moving = std::move(legs_.at(leg.id));
  legs_.erase(leg.id);
  to.post([moving = std::move(moving)](Loop& loop) mutable { loop.arrive(std::move(moving)); });
}

void Loop::arrive(std::unique_ptr<Leg> leg) {
  const MediaId id = leg->id;
  add(std::move(leg));
  Awaited awaited = std::move(awaited_[id]);
  awaited_.erase(id);
  --awaited.arrivals;
  while (!awaited.commands.empty() && find(id)) {
    LegCommand command = std::move(awaited.commands.front());
    awaited.commands.pop_front();
    command(*this, *find(id));
  }
  // One of them may have sent it away again: the rest is for its next arrival.
  if (awaited.arrivals > 0) awaited_[id] = std::move(awaited);
}

}  // namespace tandem::rtp
