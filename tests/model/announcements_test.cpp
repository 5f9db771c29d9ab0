// Announcements to waiting callers, and whether they are held (QUE-21 to QUE-27, DEF-45).
#include "model/book.hpp"

using namespace book;

namespace {

/// Whether groups without settings of their own hold callers.
void hold(Book& account, bool held) {
  AccountSettings settings = account.settings();
  settings.defaults.queue.hold_when_busy = held;
  REQUIRE(account.save(Changes().settings(settings)));
}
Group sales(const Book& account) { return account.get<Group>("sales"); }
QueueSettings queue(bool held) {
  QueueSettings settings;
  settings.hold_when_busy = held;
  return settings;
}

}  // namespace

TEST_CASE("[QUE-22] an announcement cannot be switched on where callers are not held, by common settings or own ones") {
  Book account;
  hold(account, false);
  Group group = sales(account);
  group.announce_position = true;
  group.announce_wait_time = true;
  const auto refused = account.update(group);
  CHECK(problems(refused) == List{"invalid_argument announce_position", "invalid_argument announce_wait_time"});
  CHECK(contains(message(refused), "hold_when_busy"));
  group.queue = queue(false);
  CHECK(problems(account.update(group)) ==
        List{"invalid_argument announce_position", "invalid_argument announce_wait_time"});
  group.queue = queue(true);
  CHECK(account.update(group));
  CHECK(sales(account).announce_position);
}

TEST_CASE("[QUE-23] back to common settings that hold nobody: both are switched off, and the answer says which") {
  Book account;
  hold(account, false);
  Group group = sales(account);
  group.queue = queue(true);
  group.announce_position = group.announce_wait_time = true;
  REQUIRE(account.update(group));
  group.queue.reset();
  const auto saved = account.update(group);
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(saved->switched_off == List{"sales.announce_position", "sales.announce_wait_time"});
  CHECK_FALSE(sales(account).announce_position);
  CHECK_FALSE(sales(account).announce_wait_time);
}

TEST_CASE("[QUE-24] the group's own flag cleared: the same; only what was on is named") {
  Book account;
  Group group = sales(account);
  group.queue = queue(true);
  group.announce_wait_time = true;
  REQUIRE(account.update(group));
  group.queue->hold_when_busy = false;
  const auto saved = account.update(group);
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(saved->switched_off == List{"sales.announce_wait_time"});
  CHECK_FALSE(sales(account).announce_wait_time);
}

TEST_CASE("[QUE-25] back to common settings that hold: they stay") {
  Book account;
  Group group = sales(account);
  group.queue = queue(true);
  group.announce_position = true;
  REQUIRE(account.update(group));
  group.queue.reset();
  const auto saved = account.update(group);
  REQUIRE(saved);
  CHECK(saved->switched_off.empty());
  CHECK(sales(account).announce_position);
}

TEST_CASE(
    "[QUE-26] the common flag cleared: they are kept, do not work, and warnings say so; the group can still be saved") {
  Book account;
  Group group = sales(account);
  group.announce_position = true;
  REQUIRE(account.update(group));
  hold(account, false);
  CHECK(sales(account).announce_position);
  CHECK(account.warns("announce_position"));
  group.description = "changed";
  const auto saved = account.update(group);
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(sales(account).announce_position);
  CHECK(parse_account(to_json(account.whole())));
  hold(account, true);
  CHECK_FALSE(account.warns("announce_position"));
}

TEST_CASE("[QUE-22] a document with an announcement where its group holds nobody is refused") {
  std::string text = document;
  const std::string name = R"("name": "Sales", )";
  text.replace(text.find(name), name.size(),
               name + R"("announce_position": true, "queue": {"hold_when_busy": false}, )");
  CHECK(problems(parse_account(text)) == List{"invalid_argument groups[0].announce_position"});
}

TEST_CASE("settings and group saved together are judged together") {
  Book account;
  hold(account, false);
  AccountSettings settings = account.settings();
  settings.defaults.queue.hold_when_busy = true;
  Group group = sales(account);
  group.announce_position = true;
  CHECK(account.save(Changes().settings(settings).update(group)));
}

TEST_CASE("[PRS-21] a wrap-up lasts up to an hour; where no contact centre is, a warning tells") {
  Book account;
  Group group = sales(account);
  group.wrap_up = {.duration = std::chrono::seconds(3601)};
  CHECK(problems(account.update(group)) == List{"invalid_argument wrap_up.duration"});
  group.wrap_up.duration = std::chrono::seconds(3600);
  REQUIRE(account.update(group));
  CHECK(account.warns("wrap_up"));
}
