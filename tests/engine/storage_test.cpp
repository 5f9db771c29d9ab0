// What the engine does when its store fails, and after it was killed.
#include "engine/carrier.hpp"

#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

using namespace tandem;
using namespace tandem::test;

namespace {

/// A record store that refuses to write while told so.
class Moody final : public RecordStore {
 public:
  explicit Moody(std::shared_ptr<RecordStore> inner) : inner_(std::move(inner)) {}
  Result<void> write(std::span<const CallRecord> records) override {
    if (refuse) return fail(errc::storage, "disk full");
    return inner_->write(records);
  }
  Result<std::vector<CallRecord>> find(const RecordQuery& query) override { return inner_->find(query); }
  std::atomic<bool> refuse{false};

 private:
  std::shared_ptr<RecordStore> inner_;
};

std::filesystem::path scratch(const std::string& name) {
  const auto path = std::filesystem::temp_directory_path() / (name + std::to_string(getpid()) + ".db");
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + tail);
  return path;
}

void run_one_call(Carrier& carrier, const Engine& engine) {
  const LegId caller = carrier.call("74950000001", port_of(engine));
  const auto arrived = carrier.next<IncomingCall>();
  REQUIRE(arrived);
  carrier.sip().reject(arrived->first, 486);
  REQUIRE(carrier.next<LegFailed>(caller));
}

}  // namespace

TEST_CASE("a store that refuses to write loses no record and stops no call") {
  Carrier carrier;
  Storage storage = memory_storage();
  const auto moody = std::make_shared<Moody>(storage.records);
  storage.records = moody;
  Heard<Event> events;
  Engine engine(options(storage));
  engine.on_event([&](const Event& event) { events.add(event); });
  REQUIRE(engine.start());
  auto account = engine.accounts().import_json(forwarding_account("a", carrier, "74950000001", "79990001111"));
  REQUIRE(account);
  moody->refuse = true;
  for (int i = 0; i < 3; ++i) run_one_call(carrier, engine);
  const auto trouble = events.next([](const Event& e) { return std::holds_alternative<StorageTrouble>(e.what); });
  REQUIRE(trouble);
  CHECK(std::get<StorageTrouble>(trouble->what).message == "disk full");
  CHECK(engine.health().records_waiting > 0);
  CHECK(account->records()->empty());
  moody->refuse = false;
  CHECK(eventually([&] { return engine.health().records_waiting == 0; }));
  const auto records = account->records();
  REQUIRE(records);
  CHECK(records->size() == 3);
  for (const CallRecord& record : *records) CHECK(record.closed());
}

TEST_CASE("calls cut off by kill -9 are closed as interrupted at the next start, once") {
  const auto database = scratch("tandem-kill");
  Carrier carrier;
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  const pid_t child = fork();
  if (child == 0) {
    // A fresh process image: the threads of this one do not live in the child.
    close(ready[0]);
    const std::string fd = std::to_string(ready[1]);
    const std::string document = forwarding_account("a", carrier, "74950000001", "79990001111");
    setenv("TANDEM_KILL_TEST_DATABASE", database.c_str(), 1);
    setenv("TANDEM_KILL_TEST_DOCUMENT", document.c_str(), 1);
    setenv("TANDEM_KILL_TEST_FD", fd.c_str(), 1);
    execl("/proc/self/exe", "test_engine", "--test-case=*host that is killed*", "--no-skip", nullptr);
    _exit(127);
  }
  close(ready[1]);
  std::uint16_t port = 0;
  REQUIRE(read(ready[0], &port, sizeof port) == sizeof port);
  close(ready[0]);

  const LegId caller = carrier.call("74950000001", port);
  const auto arrived = carrier.next<IncomingCall>();
  REQUIRE(arrived);
  carrier.sip().answer(arrived->first, Carrier::sdp());
  REQUIRE(carrier.next<LegAnswered>(caller));
  std::this_thread::sleep_for(200ms);  // the record's opening is on its way to the store
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);

  const auto open_before = sqlite_storage(database)->records->find({});
  REQUIRE(open_before);
  REQUIRE(open_before->size() == 1);
  CHECK(!open_before->front().closed());

  for (int start = 1; start <= 2; ++start) {
    Engine engine(options(sqlite_storage(database).value()));
    REQUIRE(engine.start());
    const auto account = engine.accounts().find("a");  // the account is loaded from the store
    REQUIRE(account);
    const auto records = account->records();
    REQUIRE(records);
    REQUIRE(records->size() == 1);
    CHECK(records->front().result == CallResult::interrupted);
    CHECK(records->front().ended_by == EndedBy::nobody);
    CHECK(records->front().closed());
  }
  std::filesystem::remove(database);
}

// Not a test: the process that the test above kills.
TEST_CASE("the host that is killed" * doctest::skip()) {
  const char* database = std::getenv("TANDEM_KILL_TEST_DATABASE");
  if (database == nullptr) return;
  Engine engine(options(sqlite_storage(database).value()));
  REQUIRE(engine.start());
  REQUIRE(engine.accounts().import_json(std::getenv("TANDEM_KILL_TEST_DOCUMENT")));
  const std::uint16_t port = port_of(engine);
  REQUIRE(write(std::atoi(std::getenv("TANDEM_KILL_TEST_FD")), &port, sizeof port) == sizeof port);
  std::this_thread::sleep_for(30s);
}
