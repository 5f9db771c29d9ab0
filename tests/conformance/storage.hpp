// What any storage must do, as a suite a host can run on its own:
//
//   TEST_CASE("our storage conforms") { tandem::conformance::storage([] { return our_fresh_storage(); }); }
//
// The function gives a storage without contents each time it is called. The suite uses doctest's subcases, so the test
// case runs many times.
#pragma once

#include <doctest/doctest.h>
#include <tandem/storage.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace tandem::conformance {

using MakeStorage = std::function<Storage()>;

namespace detail {

using std::chrono::milliseconds;

inline std::vector<std::byte> bytes(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

inline Time at(int millis) { return Time{Duration{1'772'445'600'000'000}} + milliseconds(millis); }

/// A call that began `second` seconds after the first.
inline CallRecord call(std::uint64_t id, int second, bool closed = false) {
  CallRecord record;
  record.id = CallId{id};
  record.account = "acme";
  record.started = at(second * 1000);
  record.caller = {"79161234567", "Иван"};
  record.dialled = "74950000001";
  if (closed) {
    record.ended = at(second * 1000 + 500);
    record.result = CallResult::answered;
  }
  return record;
}

inline std::vector<std::uint64_t> ids(const Result<std::vector<CallRecord>>& found) {
  REQUIRE(found);
  std::vector<std::uint64_t> numbers;
  for (const CallRecord& record : *found) numbers.push_back(record.id.value);
  return numbers;
}

using Ids = std::vector<std::uint64_t>;

inline DocumentChange put(std::string id, std::string body, std::optional<std::uint64_t> expected = std::nullopt) {
  return {"account", std::move(id), expected, std::move(body)};
}
inline DocumentChange drop(std::string id, std::optional<std::uint64_t> expected = std::nullopt) {
  return {"account", std::move(id), expected, std::nullopt};
}

/// An entry of account "acme", `second` seconds after the first.
inline AuditEntry entry(int second, std::string name, std::string operation) {
  AuditEntry made;
  made.account = "acme";
  made.at = at(second * 1000);
  made.actor = ActorKind::employee;
  made.employee = "anna";
  made.employee_name = std::move(name);
  made.login = "acme/anna";
  made.ip = "192.0.2.7";
  made.section = "employees and groups";
  made.operation = std::move(operation);
  made.kind = "employee";
  made.key = "boris";
  made.before = "{}";
  made.after = "{\"x\":\"ü\"}";
  return made;
}

inline void audit_journal(ConfigStore& store) {
  const auto operations = [&](const AuditQuery& query) {
    const auto page = store.audit(query);
    REQUIRE(page);
    std::vector<std::string> found;
    for (const AuditEntry& one : page->entries) found.push_back(one.operation);
    return found;
  };
  using List = std::vector<std::string>;
  AuditEntry other = entry(4, "Anna", "five");
  other.account = "other";
  REQUIRE(store.commit(std::vector{DocumentChange{"account", "acme", {}, "{}"}},
                       std::vector{entry(0, "Анна", "one"), entry(1, "Anna Petrova", "two edits")}));
  REQUIRE(store.commit({}, std::vector{entry(2, "Boris", "three"), entry(3, "Anna", "four"), other}));
  SUBCASE("[LOG-10] entries come back newest first, as they were, page by page, with their number on all pages") {
    const auto page = store.audit({.account = "acme", .limit = 2});
    REQUIRE(page);
    CHECK(page->total == 4);
    REQUIRE(page->entries.size() == 2);
    AuditEntry expected = entry(3, "Anna", "four");
    expected.id = page->entries[0].id;
    CHECK(page->entries[0] == expected);
    CHECK(operations({.account = "acme", .before = page->entries[1].id, .limit = 2}) == List{"two edits", "one"});
    CHECK(store.audit({.account = "acme", .before = page->entries[1].id})->total == 4);
  }
  SUBCASE("[LOG-07] a period includes its beginning and not its end") {
    CHECK(operations({.account = "acme", .from = at(1000), .until = at(3000)}) == List{"three", "two edits"});
  }
  SUBCASE("[LOG-08][LOG-09] the search looks for a phrase in one of the five fields, in any letter case") {
    CHECK(operations({.account = "acme", .text = "АНН"}) == List{"one"});
    CHECK(operations({.account = "acme", .text = "anna p"}) == List{"two edits"});
    CHECK(operations({.account = "acme", .text = "petrova anna"}) == List{});
    CHECK(operations({.account = "acme", .text = "petrova acme"}) == List{});  // never over two fields
    CHECK(operations({.account = "acme", .text = "ACME/ANNA"}).size() == 4);
    CHECK(operations({.account = "acme", .text = "0.2.7"}).size() == 4);
    CHECK(operations({.account = "acme", .text = "employees and"}).size() == 4);
    CHECK(operations({.account = "acme", .text = "edits"}) == List{"two edits"});
    CHECK(operations({.account = "acme", .text = "boris"}) == List{"three"});  // the name, not the object's key
    CHECK(operations({.account = "acme", .text = "anna", .exact = true}) == List{"four"});
    CHECK(operations({.account = "acme", .text = "%"}) == List{});
  }
  SUBCASE("a commit that is refused leaves no entry") {
    CHECK_FALSE(store.commit(std::vector{DocumentChange{"account", "acme", 7, "{}"}}, std::vector{entry(9, "x", "y")}));
    CHECK(store.audit({.account = "acme"})->total == 4);
  }
}

}  // namespace detail

inline void config_store(ConfigStore& store) {
  using namespace detail;
  const auto commit = [&](std::vector<DocumentChange> changes) { return store.commit(changes); };

  SUBCASE("the audit journal") { audit_journal(store); }
  SUBCASE("documents are loaded by the beginning of their ids") {
    CHECK(commit({put("a/1", "x"), put("a/2", "x"), put("ab/1", "x"), put("a", "x"), put("б/1", "x")}));
    const auto names = [&](std::string_view prefix) {
      std::vector<std::string> found;
      const auto loaded = store.load("account", prefix);
      REQUIRE(loaded);
      for (const Document& document : *loaded) found.push_back(document.id);
      return found;
    };
    using List = std::vector<std::string>;
    CHECK(names("a/") == List{"a/1", "a/2"});
    CHECK(names("a") == List{"a", "a/1", "a/2", "ab/1"});
    CHECK(names("б/") == List{"б/1"});
    CHECK(names("").size() == 5);
    CHECK(names("x") == List{});
  }
  SUBCASE("an empty store has nothing") {
    CHECK(store.load("account").value().empty());
    CHECK(store.get("account", "acme").error().code == errc::not_found);
    CHECK(commit({}).value().empty());
  }
  SUBCASE("a document comes back as it was given, with version 1, and every change adds one") {
    const std::string body = "{\"x\": \"ü\n\\u0000\"}" + std::string(100000, 'x');
    CHECK(commit({put("acme", body)}).value() == std::vector<std::uint64_t>{1});
    CHECK(commit({put("acme", body + "2")}).value() == std::vector<std::uint64_t>{2});
    const Document stored = store.get("account", "acme").value();
    CHECK(stored.kind == "account");
    CHECK(stored.id == "acme");
    CHECK(stored.version == 2);
    CHECK(stored.body == body + "2");
  }
  SUBCASE("documents of a kind come ordered by id, others not at all") {
    REQUIRE(commit({put("b", "2"), put("a", "1"), put("c", "3"), {"other", "x", std::nullopt, "4"}}));
    const auto documents = store.load("account").value();
    REQUIRE(documents.size() == 3);
    CHECK(documents[0].id == "a");
    CHECK(documents[1].id == "b");
    CHECK(documents[2].id == "c");
    CHECK(documents[2].body == "3");
    CHECK(store.load("accoun").value().empty());
  }
  SUBCASE("an expected version that is not the stored one is a conflict, and says both") {
    REQUIRE(commit({put("acme", "1", 0)}));
    REQUIRE(commit({put("acme", "2", 1)}));
    for (const std::uint64_t wrong : {0, 1, 3}) {
      const auto result = commit({put("acme", "x", wrong)});
      REQUIRE_FALSE(result);
      CHECK(result.error().code == errc::conflict);
      CHECK(result.error().message.find("2") != std::string::npos);
      CHECK(result.error().message.find(std::to_string(wrong)) != std::string::npos);
    }
    CHECK(commit({drop("acme", 1)}).error().code == errc::conflict);
    CHECK(commit({put("new", "x", 1)}).error().code == errc::conflict);
    CHECK(store.get("account", "acme").value().body == "2");
  }
  SUBCASE("a removed document is gone and begins anew with version 1") {
    REQUIRE(commit({put("acme", "1"), put("acme", "2")}));
    CHECK(commit({drop("acme", 2)}).value() == std::vector<std::uint64_t>{0});
    CHECK(store.get("account", "acme").error().code == errc::not_found);
    CHECK(commit({drop("acme")}).error().code == errc::not_found);
    CHECK(commit({put("acme", "3", 0)}).value() == std::vector<std::uint64_t>{1});
  }
  SUBCASE("of several changes all happen or none") {
    REQUIRE(commit({put("a", "1"), put("b", "1")}));
    CHECK(commit({put("a", "2", 1), put("c", "1", 0), put("b", "2", 7)}).error().code == errc::conflict);
    CHECK(commit({drop("a"), put("c", "1"), drop("nobody")}).error().code == errc::not_found);
    CHECK(store.get("account", "a").value().version == 1);
    CHECK(store.get("account", "c").error().code == errc::not_found);
    CHECK(commit({put("a", "2", 1), drop("b", 1), put("c", "1", 0)}).value() == std::vector<std::uint64_t>{2, 0, 1});
  }
  SUBCASE("one commit spans accounts: both change, with their entries, or neither does") {
    REQUIRE(store.commit(std::vector{put("a/1", "one"), put("b", "two")}));
    AuditEntry here = entry(1, "Anna", "move 1 number to b");
    AuditEntry there = here;
    there.account = "b";
    const std::vector<AuditEntry> told{here, there};
    CHECK_FALSE(store.commit(std::vector{drop("a/1", 1), put("b/1", "one", 0), put("b", "three", 7)}, told));
    CHECK(store.get("account", "a/1")->body == "one");
    CHECK_FALSE(store.get("account", "b/1"));
    CHECK(store.audit({.account = "b"})->total == 0);
    REQUIRE(store.commit(std::vector{drop("a/1", 1), put("b/1", "one", 0), put("b", "three", 1)}, told));
    CHECK_FALSE(store.get("account", "a/1"));
    CHECK(store.get("account", "b/1")->body == "one");
    CHECK(store.audit({.account = "acme"})->total == 1);
    CHECK(store.audit({.account = "b"})->total == 1);
  }
  SUBCASE("of many threads that expect the same version, one wins") {
    REQUIRE(commit({put("acme", "0")}));
    std::vector<int> wins(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < wins.size(); ++i) {
      threads.emplace_back([&, i] {
        for (std::uint64_t version = 1; version <= 25; ++version) {
          const std::vector<DocumentChange> change{put("acme", std::to_string(i), version)};
          if (store.commit(change)) ++wins[i];
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    const int total = wins[0] + wins[1] + wins[2] + wins[3];
    CHECK(store.get("account", "acme").value().version == static_cast<std::uint64_t>(total) + 1);
    CHECK(total >= 1);
  }
}

inline void record_store(RecordStore& store) {
  using namespace detail;
  const auto write = [&](std::vector<CallRecord> records) { return store.write(records); };

  SUBCASE("an empty store finds nothing, and an empty batch is no failure") {
    CHECK(write({}));
    CHECK(ids(store.find({})).empty());
  }
  SUBCASE("a record comes back whole, and newest first") {
    CallRecord full = call(2, 2);
    full.parts.push_back(
        {PartKind::attempt, PartResult::no_answer, at(2000), at(3000), "anna", "Anna", "sip", "sales", ""});
    const Decision::Left left{"boris", Reason::busy, {}};
    full.decisions.push_back({at(2000), "DST-02", Reason::rings_sequential, {"sales", "anna"}, {left}});
    REQUIRE(write({full, call(1, 1), call(3, 3, true)}));
    const auto found = store.find({}).value();
    REQUIRE(found.size() == 3);
    CHECK(found[0] == call(3, 3, true));
    CHECK(found[1] == full);
    CHECK(found[2] == call(1, 1));
  }
  SUBCASE("an open record is replaced, a closed one is final") {
    REQUIRE(write({call(1, 1)}));
    CallRecord later = call(1, 1);
    later.answered_by = "anna";
    REQUIRE(write({later}));
    CHECK(store.find({}).value() == std::vector{later});
    REQUIRE(write({call(1, 1, true)}));
    REQUIRE(write({later}));
    CallRecord otherwise = call(1, 1, true);
    otherwise.result = CallResult::failed;
    REQUIRE(write({otherwise}));
    CHECK(store.find({}).value() == std::vector{call(1, 1, true)});
    REQUIRE(write({call(2, 2, true), call(2, 2)}));
    CHECK(store.find({.before = CallId{3}, .limit = 1}).value() == std::vector{call(2, 2, true)});
  }
  SUBCASE("closed records can be erased, where the store does that at all; open ones and others stay") {
    std::vector<CallId> most;
    for (std::uint64_t id = 1; id <= 1200; ++id) {
      REQUIRE(write({call(id, 1, id != 7)}));
      if (id <= 1199) most.push_back(CallId{id});
    }
    const auto none = store.erase({});
    CHECK((none ? *none == 0 : none.error().code == errc::unsupported));
    if (!none) return;
    most.push_back(CallId{5000});
    CHECK(store.erase(most).value() == 1198);
    CHECK(ids(store.find({})) == Ids{1200, 7});
    REQUIRE(write({call(1, 1)}));  // nobody remembers it
    CHECK(ids(store.find({})) == Ids{1200, 7, 1});
  }
  SUBCASE("ids keep their order over the whole range of 64 bits") {
    const Ids all{1, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff};
    for (const std::uint64_t id : all) REQUIRE(write({call(id, 1)}));
    CHECK(ids(store.find({})) == Ids{all[3], all[2], all[1], all[0]});
    CHECK(ids(store.find({.before = CallId{all[2]}})) == Ids{all[1], all[0]});
  }
  SUBCASE("pages") {
    for (std::uint64_t id = 1; id <= 7; ++id) REQUIRE(write({call(id, static_cast<int>(id))}));
    CHECK(ids(store.find({.limit = 3})) == Ids{7, 6, 5});
    CHECK(ids(store.find({.before = CallId{5}, .limit = 3})) == Ids{4, 3, 2});
    CHECK(ids(store.find({.before = CallId{2}, .limit = 3})) == Ids{1});
    CHECK(ids(store.find({.before = CallId{1}})).empty());
    CHECK(ids(store.find({.limit = 0})).empty());
  }
  SUBCASE("filters, alone and together") {
    CallRecord other = call(2, 2, true);
    other.account = "beta";
    CallRecord dialled = call(3, 3);
    dialled.caller.number = "101";
    dialled.dialled = "79161234567";
    CallRecord stranger = call(4, 4, true);
    stranger.caller.number = "7916";
    REQUIRE(write({call(1, 1, true), other, dialled, stranger, call(5, 5)}));
    CHECK(ids(store.find({.account = "acme"})) == Ids{5, 4, 3, 1});
    CHECK(ids(store.find({.account = "beta"})) == Ids{2});
    CHECK(ids(store.find({.account = "acm"})).empty());
    CHECK(ids(store.find({.from = at(3000)})) == Ids{5, 4, 3});
    CHECK(ids(store.find({.until = at(3000)})) == Ids{2, 1});
    CHECK(ids(store.find({.from = at(2000), .until = at(4000)})) == Ids{3, 2});
    CHECK(ids(store.find({.number = "79161234567"})) == Ids{5, 3, 2, 1});
    CHECK(ids(store.find({.number = "7916"})) == Ids{4});
    CHECK(ids(store.find({.open = true})) == Ids{5, 3});
    CHECK(ids(store.find({.open = false})) == Ids{4, 2, 1});
    CHECK(ids(store.find({.account = "acme", .open = false})) == Ids{4, 1});
    CHECK(ids(store.find({.account = "acme", .open = true})) == Ids{5, 3});
    CHECK(ids(store.find({.account = "acme", .number = "79161234567", .open = false})) == Ids{1});
    CHECK(ids(store.find({.account = "acme", .from = at(1000), .until = at(5000), .before = CallId{4}, .limit = 1})) ==
          Ids{3});
    CHECK(ids(store.find({.from = at(2000), .number = "79161234567", .open = true, .before = CallId{5}})) == Ids{3});
  }
  SUBCASE("records written by many threads are all there") {
    std::vector<std::thread> threads;
    for (std::uint64_t thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&store, thread] {
        for (std::uint64_t i = 0; i < 50; ++i) {
          const std::vector<CallRecord> batch{call(thread * 1000 + i * 2 + 1, 1),
                                              call(thread * 1000 + i * 2 + 2, 1, true)};
          if (!store.write(batch)) return;
          if (!store.find({.limit = 1})) return;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(ids(store.find({.limit = 1000})).size() == 400);
  }
}

inline void blob_store(BlobStore& store) {
  using namespace detail;
  const auto put_blob = [&](std::string_view key, std::string_view text) {
    auto writer = store.create(key);
    REQUIRE(writer);
    REQUIRE((*writer)->append(bytes(text)));
    REQUIRE((*writer)->commit());
  };

  SUBCASE("an empty store has nothing") {
    CHECK(store.read("a").error().code == errc::not_found);
    CHECK(store.remove("a").error().code == errc::not_found);
    CHECK(store.list("").value().empty());
  }
  SUBCASE("a blob is seen when it is committed, whole") {
    auto writer = store.create("voicemail/acme/1").value();
    REQUIRE(writer->append(bytes("RIFF")));
    CHECK(store.read("voicemail/acme/1").error().code == errc::not_found);
    CHECK(store.list("").value().empty());
    REQUIRE(writer->append(bytes("....WAVE")));
    REQUIRE(writer->patch(4, bytes("1234")));
    REQUIRE(writer->commit());
    CHECK(store.read("voicemail/acme/1").value() == bytes("RIFF1234WAVE"));
  }
  SUBCASE("a dropped blob leaves nothing") {
    { REQUIRE(store.create("a").value()->append(std::vector<std::byte>(500'000))); }
    CHECK(store.read("a").error().code == errc::not_found);
    put_blob("a", "new");
    CHECK(store.read("a").value() == bytes("new"));
  }
  SUBCASE("an empty blob is a blob") {
    auto writer = store.create("a").value();
    REQUIRE(writer->commit());
    CHECK(store.read("a").value().empty());
    CHECK(store.list("").value() == std::vector<std::string>{"a"});
  }
  SUBCASE("a large blob, patched across its parts, byte for byte") {
    std::vector<std::byte> whole(300'000);
    for (std::size_t i = 0; i < whole.size(); ++i) whole[i] = static_cast<std::byte>((i * 31) & 0xFF);
    auto writer = store.create("big").value();
    for (std::size_t done = 0; done < whole.size();) {
      const std::size_t size = std::min<std::size_t>(7777, whole.size() - done);
      REQUIRE(writer->append(std::span(whole).subspan(done, size)));
      done += size;
    }
    for (const std::size_t offset : {std::size_t{0}, std::size_t{65'530}, std::size_t{131'072}, whole.size() - 12}) {
      const auto patch = bytes("twelve bytes");
      REQUIRE(writer->patch(offset, patch));
      std::copy(patch.begin(), patch.end(), whole.begin() + static_cast<std::ptrdiff_t>(offset));
    }
    const std::vector<std::byte> wide(140'000, std::byte{7});
    REQUIRE(writer->patch(60'000, wide));
    std::copy(wide.begin(), wide.end(), whole.begin() + 60'000);
    REQUIRE(writer->commit());
    CHECK(store.read("big").value() == whole);
  }
  SUBCASE("only bytes that are there can be patched, and nothing after the commit") {
    auto writer = store.create("a").value();
    REQUIRE(writer->append(bytes("abc")));
    CHECK(writer->patch(1, bytes("xyz")).error().code == errc::invalid_argument);
    CHECK(writer->patch(4, bytes("")).error().code == errc::invalid_argument);
    CHECK(writer->patch(static_cast<std::size_t>(-1), bytes("ab")).error().code == errc::invalid_argument);
    CHECK(writer->patch(3, bytes("")));
    REQUIRE(writer->commit());
    CHECK_FALSE(writer->append(bytes("d")));
    CHECK_FALSE(writer->patch(0, bytes("d")));
    CHECK_FALSE(writer->commit());
    CHECK(store.read("a").value() == bytes("abc"));
  }
  SUBCASE("committing replaces an older blob") {
    put_blob("a", std::string(200'000, 'o'));
    auto first = store.create("a").value();
    auto second = store.create("a").value();
    REQUIRE(first->append(bytes("first")));
    REQUIRE(second->append(bytes("second")));
    CHECK(store.read("a").value().size() == 200'000);
    REQUIRE(second->commit());
    CHECK(store.read("a").value() == bytes("second"));
    REQUIRE(first->commit());
    CHECK(store.read("a").value() == bytes("first"));
    CHECK(store.list("").value().size() == 1);
  }
  SUBCASE("keys are listed in order by their beginning") {
    for (const char* key : {"b/2", "a/1", "b/10", "c", "b", "B/1", "b\xC3\xBC"}) put_blob(key, key);
    CHECK(store.list("b/").value() == std::vector<std::string>{"b/10", "b/2"});
    CHECK(store.list("b").value() == std::vector<std::string>{"b", "b/10", "b/2", "b\xC3\xBC"});
    CHECK(store.list("").value().size() == 7);
    CHECK(store.list("x").value().empty());
    REQUIRE(store.remove("b/10"));
    CHECK(store.list("b/").value() == std::vector<std::string>{"b/2"});
    CHECK(store.read("b/10").error().code == errc::not_found);
    CHECK(store.remove("b/10").error().code == errc::not_found);
  }
  SUBCASE("blobs are written by many threads at once, each by one") {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&store, thread] {
        auto writer = store.create("t/" + std::to_string(thread));
        if (!writer) return;
        for (int i = 0; i < 40; ++i) {
          if (!(*writer)->append(std::vector<std::byte>(5000, static_cast<std::byte>(thread)))) return;
        }
        static_cast<void>((*writer)->commit());
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (int thread = 0; thread < 4; ++thread) {
      CHECK(store.read("t/" + std::to_string(thread)).value() ==
            std::vector<std::byte>(200'000, static_cast<std::byte>(thread)));
    }
  }
}

/// The whole suite.
inline void storage(const MakeStorage& make) {
  SUBCASE("configuration") {
    const Storage fresh = make();
    config_store(*fresh.config);
  }
  SUBCASE("records") {
    const Storage fresh = make();
    record_store(*fresh.records);
  }
  SUBCASE("blobs") {
    const Storage fresh = make();
    blob_store(*fresh.blobs);
  }
  SUBCASE("a blob being written outlives the handle of its store") {
    auto writer = make().blobs->create("a").value();
    CHECK(writer->append(std::vector<std::byte>(100'000)));
    CHECK(writer->commit());
  }
}

}  // namespace tandem::conformance
