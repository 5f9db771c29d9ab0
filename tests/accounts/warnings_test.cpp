// What a save says of objects that are allowed, but look wrong.
#include "accounts/world.hpp"

using namespace accounts;

namespace {

List paths(const Saved& saved) {
  List found;
  for (const Error& warning : saved.warnings) found.push_back(warning.path);
  return found;
}

Employee employee(std::string key, std::string extension) {
  Employee made;
  made.id = {std::move(key)};
  made.full_name = made.id.text;
  made.extension = std::move(extension);
  made.devices = {{.number = "79160000001"}};
  return made;
}

}  // namespace

TEST_CASE("a save warns of what it changed, with paths inside the object") {
  World world;
  const auto account = world.acme();
  const auto plain = account.save(Changes().create(employee("dora", "104")));
  REQUIRE_MESSAGE(plain, message(plain));
  CHECK(paths(*plain) == List{});
  const auto far = account.save(Changes().create(employee("emil", "1234567")));
  REQUIRE_MESSAGE(far, message(far));
  REQUIRE(paths(*far) == List{"extension"});
  CHECK(contains(far->warnings[0].message, "cannot be dialled in a menu"));
  Employee deaf = employee("fred", "105");
  deaf.devices.clear();
  const auto several = account.save(Changes().create(employee("gina", "106")).create(deaf));
  REQUIRE_MESSAGE(several, message(several));
  CHECK(paths(*several) == List{"changes[1].devices"});
}

TEST_CASE("a scheme is checked with what it forwards to, as it is after the change") {
  World world;
  const auto account = world.acme();
  Group empty;
  empty.id = {"empty"};
  empty.name = "Empty";
  Scheme scheme = account.schemes().get("night").value().object;
  Forward forward;
  forward.to = ToGroup{{"empty"}};
  scheme.branches.front().block.actions = {forward};
  const auto saved = account.save(Changes().create(empty).update(scheme));
  REQUIRE_MESSAGE(saved, message(saved));
  CHECK(paths(*saved) == List{"changes[0].members", "changes[1].actions[0].forward"});
  Group staffed = account.groups().get("empty").value().object;
  staffed.members = {{.employee = {"anna"}}};
  const auto fine = account.save(Changes().update(staffed).update(scheme));
  REQUIRE(fine);
  CHECK(paths(*fine) == List{});
}

TEST_CASE("the settings are warned of too, and a dry run says the same and stores nothing") {
  World world;
  const auto account = world.acme();
  AccountSettings settings = account.settings().value();
  settings.defaults.extension_dial.min_length = 1;
  const auto tried = account.save(Changes().settings(settings), {.dry_run = true});
  REQUIRE(tried);
  CHECK(paths(*tried) == List{"defaults.extension_dial.min_length"});
  CHECK(account.settings().value().defaults.extension_dial.min_length == 2);
  const auto removed = account.save(Changes().remove<Scheme>("night"));
  REQUIRE_MESSAGE(removed, message(removed));
  CHECK(paths(*removed) == List{});
}

TEST_CASE("a change of one employee among 2,000 is warned of alone, whatever is to be said of the others") {
  World world;
  const auto account = world.acme();
  Changes many;
  for (int i = 0; i < 2000; ++i) {
    many.create(employee("e" + std::to_string(i), i == 6 ? std::string("1234568") : std::to_string(20000 + i)));
  }
  const auto all = account.save(many);
  REQUIRE_MESSAGE(all, message(all));
  CHECK(paths(*all) == List{"changes[6].extension"});
  const auto one = account.save(Changes().update(employee("e7", "1234567")));
  REQUIRE(one);
  CHECK(paths(*one) == List{"extension"});
}
