// The address book.
#include "accounts/world.hpp"

using namespace accounts;

namespace {

Contact contact(std::string name, std::vector<std::string> phones = {}) {
  Contact made;
  made.full_name = std::move(name);
  for (std::string& phone : phones) made.phones.push_back({.number = std::move(phone)});
  return made;
}

}  // namespace

TEST_CASE("[ADR-01][ADR-02][ADR-03][ADR-04][ADR-06] only the name of a contact is mandatory; it may have phones with comments, and e-mails") {
  World world;
  const auto contacts = world.acme().contacts();
  const auto plain = contacts.create(contact("Ёлкин 🎄"));
  REQUIRE_MESSAGE(plain, message(plain));
  CHECK(plain->object.source == "local");
  CHECK(problems(contacts.create(Contact{})) == List{"missing_field full_name"});
  Contact full = contact("Full", {"+7 (926) 111-12-49", "101"});
  full.position = "Head";
  full.company = "ООО Ромашка";
  full.description = "met in May";
  full.phones[1].comment = "desk";
  full.emails = {"a@example.com", "b@example.com"};
  const auto made = contacts.create(full);
  REQUIRE(made);
  full.id = made->object.id;
  CHECK(made->object == full);  // ADR-16: as it was entered
  full.emails = {"nowhere"};
  CHECK(problems(contacts.update(full)) == List{"invalid_argument emails[0]"});
  CHECK(world.storage.config->load("contact")->size() == 2);
}

TEST_CASE("[ADR-05][ADR-12] one phone is primary: the marked one, else the first") {
  World world;
  Contact two = contact("Two", {"111", "222"});
  CHECK(primary_phone(two)->number == "111");
  two.phones[1].primary = true;
  CHECK(primary_phone(two)->number == "222");
  CHECK(primary_phone(contact("None")) == nullptr);
  two.phones[0].primary = true;
  CHECK(problems(world.acme().contacts().create(two)) == List{"duplicate phones[1].primary"});
}

TEST_CASE("[ADR-09][ADR-16] the search looks into name, position, company, phones and e-mails, in any letter case") {
  Contact one = contact("Анна Каренина", {"+7 (926) 111-12-49"});
  one.position = "Директор";
  one.company = "Вокзал";
  one.emails = {"Anna@Example.com"};
  one.description = "secret";
  for (const char* text : {"каренина", "ДИРЕКТ", "вокз", "926) 111", "926111", "anna@ex", ""}) {
    CHECK_MESSAGE(matches(one, text), text);
  }
  for (const char* text : {"secret", "926 111", "Вронский"}) CHECK_MESSAGE(!matches(one, text), text);
}

TEST_CASE("[ADR-07][ADR-08][ADR-10] contacts keep their source and are filtered by it, or by company") {
  World world;
  const auto contacts = world.acme().contacts();
  Contact imported = contact("Imported");
  imported.source = "crm";
  imported.company = "Acme";
  REQUIRE(contacts.create(imported));
  REQUIRE(contacts.create(contact("Local")));
  const auto of_crm = contacts.find([](const Contact& c) { return c.source == "crm"; });
  REQUIRE(of_crm->size() == 1);
  CHECK(of_crm->front().object.full_name == "Imported");
  CHECK(contacts.find([](const Contact& c) { return c.company == "Acme"; })->size() == 1);
}

TEST_CASE("[ADR-14][ADR-20] every field can be changed, in force on saving; a removed contact is gone") {
  World world;
  const auto contacts = world.acme().contacts();
  Contact one = contacts.create(contact("One", {"111"})).value().object;
  one.full_name = "Two";
  one.phones[0].number = "222";
  CHECK(contacts.get(one.id.text).value().object.full_name == "One");
  REQUIRE(contacts.update(one));
  CHECK(contacts.get(one.id.text).value().object == one);
  REQUIRE(contacts.remove(one.id.text));
  CHECK(contacts.count().value() == 0);
  CHECK(world.storage.config->load("contact")->empty());
}

TEST_CASE("[ADR-15] the book is paged, with the number of all") {
  World world;
  Changes changes;
  for (int i = 0; i < 60; ++i) {
    Contact one = contact("C" + std::to_string(i));
    one.id = {"c" + std::to_string(i)};
    changes.create(one);
  }
  REQUIRE(world.acme().save(changes));
  const auto first = world.acme().contacts().list({.limit = 25});
  CHECK(first->items.size() == 25);
  CHECK(first->total == 60);
  const auto last = world.acme().contacts().list({.after = first->next, .limit = 50});
  CHECK(last->items.size() == 35);
  CHECK(last->items[0].object.full_name == "C25");
  CHECK(last->next == 0);
}

TEST_CASE("[ADR-18] every employee reads the book, nobody without access does, and changing it is a right of its own") {
  World world;
  REQUIRE(world.acme().contacts().create(contact("One")));
  const Account clara = world.acme().as({.kind = ActorKind::employee, .employee = {"clara"}});
  CHECK(clara.contacts().list()->items.size() == 1);
  CHECK(problems(clara.contacts().create(contact("Two"))) == List{"forbidden"});
  Employee employee = world.acme().employees().get("clara").value().object;
  employee.role = {"no_access"};
  REQUIRE(world.acme().employees().update(employee));
  CHECK(problems(clara.contacts().list()) == List{"forbidden"});
}

TEST_CASE("[ADR-22] a contact may have a responsible employee, who must be there; it goes on without him") {
  World world;
  Contact one = contact("One", {"111"});
  one.responsible = {"clara"};
  const auto made = world.acme().contacts().create(one);
  REQUIRE(made);
  REQUIRE(world.acme().employees().remove("clara"));
  CHECK(world.acme().contacts().get(made->object.id.text).value().object.responsible.empty());
  CHECK(problems(world.acme().contacts().create(one)) == List{"dangling responsible"});
}
