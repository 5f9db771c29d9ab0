// SIPp as the carrier: it calls in on a line, and takes what the engine sends out through the trunk.
#include "office.hpp"
#include "script.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

using namespace tandem;
using namespace tandem::test;

namespace {

const std::string forward = R"({"forward":{"number":"79990001122"},"wait":20})";

struct Load {
  int calls = 10;
  int per_second = 20;
  /// What comes where the script has no place for it ends the call, or is left to come again.
  bool strict = true;
};

class Sipp {
 public:
  Sipp(const Office& office, const std::string& name, const Script& script, std::uint16_t port, Load load = {})
      : log_(office.folder / (name + ".errors")), process_(start(office, name, script, port, load)) {}

  /// Every call went as written.
  void finish() {
    const int code = process_.wait(100s);
    INFO(first_trouble());
    INFO(process_.printed().substr(0, 500));
    CHECK(code == 0);
  }

 private:
  /// Not everything SIPp writes down is wrong.
  [[nodiscard]] std::string first_trouble() const {
    std::ifstream in(log_);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const std::size_t at = std::min(text.find("Aborting"), text.size());
    return text.substr(at, 600) + "\n";
  }
  Process start(const Office& office, const std::string& name, const Script& script, std::uint16_t port, Load load) {
    std::ofstream(office.folder / (name + ".xml")) << script.text();
    return {{"sipp", "-sf", name + ".xml", "-i", "127.0.0.2", "-p", std::to_string(port), "-s", "74950000001", "-m",
             std::to_string(load.calls), "-r", std::to_string(load.per_second), "-nostdin", "-timeout", "90s",
             "-timeout_error", "-deadcall_wait", "0",
             "-default_behaviors", load.strict ? "all" : "all,-bye,-abortunexp", "-trace_err", "-error_file", log_.string(), fmt::format("127.0.0.1:{}", office.port)},
            office.folder.path(),
            name + ".out"};
  }
  fs::path log_;
  Process process_;
};

/// Both sides of `load.calls` calls through the engine. The records are what came of them.
std::vector<CallRecord> play(Office& office, const Script& caller, const Script& callee, Load load = {}) {
  Sipp answering(office, "callee", callee, office.callee_port, load);
  REQUIRE(listens(office.callee_port));
  Sipp calling(office, "caller", caller, free_port(), load);
  calling.finish();
  answering.finish();
  std::vector<CallRecord> records = office.records();
  CHECK(records.size() == static_cast<std::size_t>(load.calls));
  return records;
}

Script calls() { return Script::caller().invite().maybe(100).maybe(180).maybe(183); }
Script is_connected() { return calls().expect(200).ack(); }
Script answers() { return Script::callee().expect_invite().ring().pick_up().expect_request("ACK"); }

PartResult outside(const CallRecord& record) {
  for (const CallPart& part : record.parts) {
    if (part.kind == PartKind::external) return part.result;
  }
  return PartResult::open;
}

}  // namespace

TEST_CASE("SIPp calls SIPp through the engine; either side hangs up" * doctest::skip(!installed("sipp"))) {
  Office office(forward);
  EndedBy by = EndedBy::caller;
  std::vector<CallRecord> records;
  SUBCASE("the caller") {
    records = play(office, is_connected().pause(200).hang_up(), answers().expect_hang_up(), {.calls = 100, .per_second = 100});
  }
  SUBCASE("the callee") {
    by = EndedBy::callee;
    records = play(office, is_connected().expect_hang_up(), answers().pause(200).hang_up(), {.calls = 100, .per_second = 100});
  }
  for (const CallRecord& record : records) {
    CHECK(record.result == CallResult::external);
    CHECK(record.ended_by == by);
    CHECK(record.caller.number == "79161234567");
    CHECK(record.line == "74950000001");
  }
}

TEST_CASE("a caller who gives up while it rings" * doctest::skip(!installed("sipp"))) {
  Office office(forward);
  const auto records = play(office, Script::caller().invite().maybe(100).expect(180).pause(300).cancel().expect(200).refused(487),
                            Script::callee().expect_invite().ring().expect_cancel());
  for (const CallRecord& record : records) {
    CHECK(record.result == CallResult::missed);
    CHECK(record.ended_by == EndedBy::caller);
    CHECK(outside(record) == PartResult::cancelled);
  }
}

TEST_CASE("a callee who refuses: the caller is let go, the record says how" * doctest::skip(!installed("sipp"))) {
  struct Case {
    int status;
    PartResult result;
  };
  for (const auto& [status, result] :
       {Case{486, PartResult::busy}, Case{600, PartResult::busy}, Case{603, PartResult::rejected},
        Case{404, PartResult::unavailable}, Case{480, PartResult::unavailable}, Case{500, PartResult::unavailable},
        Case{503, PartResult::unavailable}, Case{606, PartResult::unavailable}}) {
    CAPTURE(status);
    Office office(forward);
    const auto records =
        play(office, calls().refused(480), Script::callee().expect_invite().refuse(status), {.calls = 3, .per_second = 20});
    for (const CallRecord& record : records) {
      CHECK(record.result == CallResult::missed);
      CHECK(record.ended_by == EndedBy::engine);
      CHECK(outside(record) == result);
    }
  }
}

TEST_CASE("nobody answers within the wait" * doctest::skip(!installed("sipp"))) {
  Office office(R"({"forward":{"number":"79990001122"},"wait":1})");
  const auto records =
      play(office, calls().refused(480), Script::callee().expect_invite().ring().expect_cancel());
  for (const CallRecord& record : records) {
    CHECK(record.result == CallResult::missed);
    CHECK(outside(record) == PartResult::no_answer);
  }
}

TEST_CASE("hold and resume by a new offer" * doctest::skip(!installed("sipp"))) {
  Office office(forward);
  const auto records = play(office,
                            is_connected()
                                .pause(100)
                                .offer("sendonly", "recvonly|inactive")
                                .pause(100)
                                .offer("sendrecv", "sendrecv")
                                .offer("inactive", "inactive")
                                .offer("sendrecv", "sendrecv")
                                .hang_up(),
                            answers().expect_hang_up());
  for (const CallRecord& record : records) CHECK(record.result == CallResult::external);
}

TEST_CASE("an INVITE that comes several times is one call" * doctest::skip(!installed("sipp"))) {
  Office office(forward);
  // The caller does not hear 100 and repeats itself after 0.5 s and 1.5 s.
  const auto records = play(office,
                            Script::caller().invite().maybe(100).lose_incoming(100).maybe(180).expect(200).ack().hang_up(),
                            Script::callee().expect_invite().pause(1700).ring().pick_up().expect_request("ACK").expect_hang_up());
  for (const CallRecord& record : records) CHECK(record.result == CallResult::external);
}

TEST_CASE("one message in ten of the caller's is lost: every call is still made and ended" * doctest::skip(!installed("sipp"))) {
  Office office(forward);
  const auto records = play(office, is_connected().pause(300).hang_up().lose(10),
                            // A callee of SIPp's loses its place over a repeated INVITE, and does not repeat a lost 200.
                            Script::callee()
                                .expect_invite()
                                .ring()
                                .pick_up()
                                .lose(0)
                                .maybe_request("ACK")
                                .expect_hang_up()
                                .lose_incoming(10),
                            {.strict = false});
  for (const CallRecord& record : records) CHECK(record.result == CallResult::external);
}

TEST_CASE("both sides hang up at once" * doctest::skip(!installed("sipp"))) {
  Office office(forward);
  const auto records =
      play(office, is_connected().hang_up_after(300), answers().hang_up_after(300), {.calls = 40, .per_second = 40, .strict = false});
  for (const CallRecord& record : records) {
    CHECK(record.result == CallResult::external);
    CHECK((record.ended_by == EndedBy::caller || record.ended_by == EndedBy::callee));
  }
}

TEST_CASE("broken requests from the carrier's address disturb no call" * doctest::skip(!installed("sipp"))) {
  // To a number that nobody has, so that what the engine can make sense of is no call either.
  const std::string good =
      "INVITE sip:74959999999@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2:9;branch=z9hG4bKbad{}\r\n"
      "From: <sip:1@127.0.0.2>;tag=bad\r\nTo: <sip:74959999999@127.0.0.1>\r\nCall-ID: bad{}\r\nCSeq: 1 INVITE\r\n"
      "Contact: <sip:1@127.0.0.2:9>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
  const auto without = [&good](const std::string& header, const std::string& instead = "") {
    std::string text = good;
    const std::size_t at = text.find("\r\n" + header) + 2;
    return text.replace(at, text.find("\r\n", at) - at + 2, instead);
  };
  std::vector<std::string> broken{
      "", "\r\n\r\n", "INVITE", "INVITE sip: SIP/2.0\r\n\r\n", std::string(2000, 'A'), std::string(300, '\0'),
      without("Call-ID:"), without("From:"), without("To:"), without("CSeq:"), without("Via:"),
      without("CSeq:", "CSeq: 99999999999999 INVITE\r\n"), without("CSeq:", "CSeq: 1 BYE\r\n"),
      without("Content-Length:", "Content-Length: -5\r\n"), without("Content-Length:", "Content-Length: 99999\r\n"),
      without("Max-Forwards:", "Max-Forwards: many\r\n"), without("Contact:", "Contact: <<<>>>\r\n"),
      without("To:", "To: \"\xff\xfe <sip:@@@>\r\n"), "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n",
      "SIP/2.0 999 What\r\n" + good.substr(good.find("Via:"))};
  Office office(forward);
  Sipp answering(office, "callee", answers().expect_hang_up(), office.callee_port, {.calls = 40, .per_second = 20});
  REQUIRE(listens(office.callee_port));
  Sipp calling(office, "caller", is_connected().pause(500).hang_up(), free_port(), {.calls = 40, .per_second = 20});
  const Socket socket;
  std::minstd_rand random(1);
  for (int round = 0; round < 20; ++round) {
    for (std::string text : broken) {
      socket.send(text, office.port);
      for (int i = 0; !text.empty() && i < 3; ++i) text[random() % text.size()] = static_cast<char>(random());
      socket.send(text, office.port);
    }
    std::this_thread::sleep_for(100ms);
  }
  calling.finish();
  answering.finish();
  CHECK(eventually([&] { return office.engine.health().calls == 0; }, 40s));
  int complete = 0;
  for (const CallRecord& record : office.records()) complete += record.result == CallResult::external ? 1 : 0;
  CHECK(complete == 40);
}
