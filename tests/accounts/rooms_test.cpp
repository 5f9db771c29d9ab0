// Conference rooms as configuration (specification 04, CNF-30 to CNF-53).
#include "accounts/world.hpp"

using namespace accounts;

namespace {

Room room(std::string extension = {}) {
  Room made;
  made.extension = std::move(extension);
  return made;
}

Account with_services(World& world, void (*change)(Services&)) {
  AccountSettings settings = world.acme().settings().value();
  change(settings.defaults.services);
  const auto saved = world.acme().save(Changes().settings(settings));
  REQUIRE_MESSAGE(saved, message(saved));
  return world.acme();
}

}  // namespace

TEST_CASE("[CNF-31][CNF-34] a new room takes the first free number from 1000, and a name with its number") {
  World world;
  const auto rooms = world.acme().rooms();
  const auto first = rooms.create({});
  REQUIRE_MESSAGE(first, message(first));
  CHECK(first->object.extension == "1000");
  CHECK(first->object.name == "Conference room 1");
  CHECK(first->object.access == RoomAccess::external_and_employees);
  Employee dora;
  dora.id = {"dora"};
  dora.full_name = "Dora";
  dora.extension = "1001";
  REQUIRE(world.acme().employees().create(dora));
  const auto both = world.acme().save(Changes().create(room()).create(room()).create(room("1003")));
  REQUIRE_MESSAGE(both, message(both));
  CHECK(rooms.get(both->keys[0]).value().object.extension == "1002");
  CHECK(rooms.get(both->keys[1]).value().object.extension == "1004");
  CHECK(rooms.get(both->keys[1]).value().object.name == "Conference room 3");
  Room renamed = first->object;
  renamed.name = "Board";
  REQUIRE(rooms.update(renamed));
  CHECK(rooms.get(renamed.id.text).value().object.name == "Board");
}

TEST_CASE("[CNF-32][CNF-50][EMP-06] a room's number is nobody else's, and free again when the room goes") {
  World world;
  const auto rooms = world.acme().rooms();
  REQUIRE(problems(rooms.create(room("101"))) == List{"duplicate extension"});
  REQUIRE(problems(rooms.create(room("500"))) == List{"duplicate extension"});
  const auto made = rooms.create(room("900"));
  REQUIRE(made);
  Employee clara = world.acme().employees().get("clara").value().object;
  clara.extension = "900";
  CHECK(problems(world.acme().employees().update(clara)) == List{"duplicate extension"});
  REQUIRE(rooms.remove(made->object.id.text));
  CHECK(world.acme().employees().update(clara));
}

TEST_CASE("[CNF-36][CNF-46][CNF-47][CNF-52] the package says how many rooms, and how large") {
  World world;
  Room large = room();
  large.seats = 50;
  const auto rooms = with_services(world, [](Services& s) { s.max_rooms = 1, s.max_room_seats = 49; }).rooms();
  const auto refused = rooms.create(large);
  CHECK(problems(refused) == List{"exhausted seats"});
  CHECK(contains(message(refused), "50 seats need a package of that size"));
  large.seats = 49;
  REQUIRE(rooms.create(large));
  CHECK(problems(rooms.create({})) == List{"exhausted"});
  with_services(world, [](Services& s) { s.max_rooms = 50, s.max_room_seats = 50; });
  for (int i = 1; i < 50; ++i) REQUIRE(rooms.create({}));  // CNF-48
  CHECK(problems(rooms.create({})) == List{"exhausted"});
  // A smaller package is taken only when what is too much is gone.
  AccountSettings settings = world.acme().settings().value();
  settings.defaults.services.max_rooms = 2;
  CHECK(problems(world.acme().save(Changes().settings(settings))) == List{"exhausted defaults.services.max_rooms"});
  settings.defaults.services.max_rooms = 50;
  settings.defaults.services.rooms = false;
  CHECK(world.acme().save(Changes().settings(settings)).error().code == errc::in_use);
  World without;
  with_services(without, [](Services& s) { s.rooms = false; });
  CHECK(problems(without.acme().rooms().create({})) == List{"forbidden"});
}

TEST_CASE("[CNF-43] a PIN has 4 to 7 digits, and a room that asks for one has one") {
  World world;
  const auto rooms = world.acme().rooms();
  Room made = room();
  made.pin_required = true;
  CHECK(problems(rooms.create(made)) == List{"missing_field pin"});
  for (const char* bad : {"123", "12345678", "12a4", " 1234"}) {
    made.pin = bad;
    CHECK(problems(rooms.create(made)) == List{"invalid_argument pin"});
  }
  for (const char* good : {"1234", "1234567"}) {
    made.pin = good;
    CHECK(rooms.create(made));
  }
  const std::string json = world.acme().export_json(Secrets::sealed).value();
  CHECK_FALSE(contains(json, "1234567"));
}

TEST_CASE("[CNF-49][LIM-28] rooms are managed by whoever has the right to; everybody may list them") {
  World world;
  Role keeper;
  keeper.id = {"keeper"};
  keeper.name = "Keeper";
  keeper.rights = {Right::rooms_manage};
  Employee anna = world.acme().employees().get("anna").value().object;
  anna.role = keeper.id;
  REQUIRE(world.acme().save(Changes().create(keeper).update(anna)));
  const auto as = [&](const char* who) {
    return world.engine.accounts().as({.kind = ActorKind::employee, .employee = {who}}).find("acme").value().rooms();
  };
  REQUIRE(as("anna").create(room("1000")));
  CHECK(as("boris").create(room("1001")).error().code == errc::forbidden);
  CHECK(as("boris").remove("conference-room-1").error().code == errc::forbidden);
  CHECK(as("boris").list().value().total == 1);
}
