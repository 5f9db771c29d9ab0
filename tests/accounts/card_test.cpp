// What an employee's card keeps of his own: status, favourites, picture, channels (specification 02, 2.1 and 2.5).
#include "accounts/office.hpp"

using namespace accounts;

namespace {

CustomStatus lunch(Status base = Status::on_break) { return {{"lunch"}, "At lunch", base}; }

struct Cards : Office {
  std::vector<std::string> change(const Account& by, const char* who, const auto& how) {
    Employee employee = card(who);
    how(employee);
    return problems(by.employees().update(employee));
  }
  std::vector<std::string> change(const char* who, const auto& how) { return change(acme(), who, how); }
};

/// The head of a picture of 300x300.
std::vector<std::byte> picture(int mark = 0) {
  std::vector<std::byte> file;
  for (const int value : {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1, 44, 0,
                          0, 1, 44, 8, 2, 0, 0, 0, 0, 0, 0, mark}) {
    file.push_back(static_cast<std::byte>(value));
  }
  return file;
}

}  // namespace

TEST_CASE("[PRS-13] statuses of the account's own: named as no base status, with a title, on a base") {
  Cards office;
  REQUIRE(office.acme().statuses().create(lunch()));
  CHECK(office.acme().statuses().get("lunch").value().object == lunch());
  CHECK(problems(office.acme().statuses().create({{"break"}, "Break", Status::online})) == List{"duplicate id"});
  CHECK(problems(office.acme().statuses().create({{"lunch"}, "Another", Status::online})) == List{"duplicate"});
  CHECK(problems(office.acme().statuses().put({{"tea"}, "", Status::online})) == List{"missing_field title"});
  CHECK(problems(office.acme().statuses().put({{"tea"}, std::string(101, 'x'), Status::online})) ==
        List{"invalid_argument title"});
  CHECK(problems(office.acme().statuses().put({{"tea"}, std::string(100, 'x'), Status::online})) == List{});
}

TEST_CASE("[PRS-13] cards and wrap-ups name statuses that are there, and keep them from going") {
  Cards office;
  CHECK(office.change("boris", [](Employee& e) { e.status = {"lunch"}; }) == List{"dangling status"});
  const auto refused = office.acme().employees().update([&] {
    Employee boris = office.card("boris");
    boris.status = {"on_break"};
    return boris;
  }());
  CHECK(message(refused).find("online, break, outbound, all_calls, dnd or offline") != std::string::npos);
  REQUIRE(office.acme().statuses().create(lunch()));
  CHECK(office.change("boris", [](Employee& e) { e.status = {"lunch"}; }) == List{});
  Group sales = office.acme().groups().get("sales").value().object;
  sales.wrap_up = {std::chrono::seconds(30), {"lunch"}};
  REQUIRE(office.acme().groups().update(sales));
  CHECK(problems(office.acme().statuses().remove("lunch")) == List{"in_use"});
  CHECK(office.acme().statuses().usages("lunch").value() ==
        std::vector<Usage>{{"employee", "boris", "status"}, {"group", "sales", "wrap_up.status"}});
  sales.wrap_up.status = {"dnd"};
  REQUIRE(office.acme().groups().update(sales));
  CHECK(office.change("boris", [](Employee& e) { e.status = {"dnd"}; }) == List{});
  CHECK(problems(office.acme().statuses().remove("lunch")) == List{});
}

TEST_CASE("statuses are everybody's to see, and of call processing to change") {
  Cards office;
  REQUIRE(office.acme().statuses().create(lunch()));
  CHECK(office.as_role("dora", "employee").statuses().get("lunch"));
  CHECK(problems(office.as("dora").statuses().update(lunch(Status::dnd))) == List{"forbidden"});
  CHECK(problems(office.as_role("dora", "administrator").statuses().update(lunch(Status::dnd))) == List{});
}

TEST_CASE("[EMP-70] [GRP-19] favourites are there, each once, and everybody's own matter") {
  Cards office;
  const auto likes = [](Employee& e) {
    e.favourite_employees = {{"boris"}, {"clara"}};
    e.favourite_groups = {{"sales"}};
  };
  CHECK(office.change("anna", [](Employee& e) { e.favourite_employees = {{"nobody"}}; }) == List{"dangling favourite_employees[0]"});
  CHECK(office.change("anna", [](Employee& e) { e.favourite_groups = {{"sales"}, {"sales"}}; }) ==
        List{"duplicate favourite_groups[1]"});
  const Account dora = office.as_role("dora", "employee");
  CHECK(office.change(dora, "dora", likes) == List{});
  CHECK(office.change(dora, "anna", likes) == List{"forbidden"});
  CHECK(office.change(office.as_role("clara", "administrator"), "anna", likes) == List{"forbidden"});
  CHECK(office.change(dora, "dora", [&](Employee& e) { e.favourite_groups = {}, e.position = "boss"; }) == List{"forbidden"});
  CHECK(office.card("dora").favourite_groups == std::vector<GroupKey>{{"sales"}});
}

TEST_CASE("[EMP-70] whoever goes, goes from the favourites") {
  Cards office;
  REQUIRE(office.change("dora", [](Employee& e) {
    e.favourite_employees = {{"clara"}, {"boris"}};
    e.favourite_groups = {{"support"}};
  }).empty());
  REQUIRE(office.acme().employees().remove("clara"));
  REQUIRE(office.acme().groups().remove("support"));
  CHECK(office.card("dora").favourite_employees == std::vector<EmployeeKey>{{"boris"}});
  CHECK(office.card("dora").favourite_groups.empty());
}

TEST_CASE("channels that an employee may see are the host's, each once") {
  Cards office;
  CHECK(office.change("dora", [](Employee& e) { e.supervised_widgets = {"site", "telegram"}; }) == List{});
  CHECK(office.change("dora", [](Employee& e) { e.supervised_widgets = {"site", "site"}; }) == List{"duplicate supervised_widgets[1]"});
  CHECK(office.change("dora", [](Employee& e) { e.supervised_widgets = {"", std::string(256, 'x')}; }) ==
        List{"invalid_argument supervised_widgets[0]", "invalid_argument supervised_widgets[1]"});
  CHECK(office.change(office.as_role("dora", "employee"), "dora", [](Employee& e) { e.supervised_widgets = {}; }) == List{"forbidden"});
}

TEST_CASE("[EMP-32] a picture is stored, named in the card, and replaced") {
  Cards office;
  Account acme = office.acme();
  CHECK(problems(acme.avatar({"dora"})) == List{"not_found"});
  REQUIRE(acme.set_avatar({"dora"}, picture(1)));
  const std::string first = office.card("dora").avatar;
  CHECK(acme.avatar({"dora"}).value() == picture(1));
  REQUIRE(acme.set_avatar({"dora"}, picture(2)));
  CHECK(acme.avatar({"dora"}).value() == picture(2));
  CHECK_FALSE(office.storage.blobs->read(first.substr(5)));  // the one before is gone
  CHECK(acme.set_avatar({"dora"}, std::vector<std::byte>(300)).error().code == errc::invalid_argument);
  CHECK(acme.avatar({"dora"}).value() == picture(2));
  const std::string second = office.card("dora").avatar;
  REQUIRE(acme.set_avatar({"dora"}, {}));
  CHECK(office.card("dora").avatar.empty());
  CHECK_FALSE(office.storage.blobs->read(second.substr(5)));
  CHECK(problems(acme.set_avatar({"nobody"}, picture())) == List{"not_found"});
}

TEST_CASE("[EMP-32] it needs the right to edit avatars, and for others' that to edit employees") {
  Cards office;
  office.role("own", {Right::employees_view, Right::avatar_edit});
  office.role("all", {Right::employees_view, Right::avatar_edit, Right::employees_edit});
  office.role("without", {Right::employees_view, Right::employees_edit});
  office.role("blind", {Right::avatar_edit});
  CHECK(problems(office.as_role("dora", "employee").set_avatar({"dora"}, picture())) == List{"forbidden"});
  CHECK(problems(office.as_role("dora", "without").set_avatar({"dora"}, picture())) == List{"forbidden"});
  CHECK(problems(office.as_role("dora", "own").set_avatar({"dora"}, picture())) == List{});
  CHECK(problems(office.as_role("dora", "own").set_avatar({"boris"}, picture())) == List{"forbidden"});
  CHECK(problems(office.as_role("dora", "all").set_avatar({"boris"}, picture())) == List{});
  CHECK(office.as("dora").avatar({"boris"}));
  CHECK(problems(office.as_role("dora", "blind").avatar({"boris"})) == List{"forbidden"});
}

TEST_CASE("no card opens what else lies in the blob store") {
  Cards office;
  const Account clara = office.as_role("clara", "administrator");
  CHECK(office.change(clara, "dora", [](Employee& e) { e.avatar = "blob:voicemail/1"; }) == List{"forbidden"});
  Employee fresh;
  fresh.full_name = "Eva";
  fresh.avatar = "blob:voicemail/1";
  CHECK(problems(clara.employees().create(fresh)) == List{"forbidden"});
  CHECK(office.change("dora", [](Employee& e) { e.avatar = "file:/etc/passwd"; }) == List{"invalid_argument avatar"});
  CHECK(office.change("dora", [](Employee& e) { e.avatar = "blob:"; }) == List{"invalid_argument avatar"});
  REQUIRE(office.change("dora", [](Employee& e) { e.avatar = "blob:voicemail/1"; }).empty());  // the host's own matter
  CHECK(problems(office.acme().avatar({"dora"})) == List{"not_found"});
}

TEST_CASE("[PRS-15] a status is chosen for the contact centre only, among those there are") {
  Cards office;
  REQUIRE(office.change("dora", [](Employee& e) { e.login = {.enabled = true, .name = "dora", .password = "Portal123"}; }).empty());
  const Account acme = office.acme();
  Account door = acme;
  CHECK(problems(door.log_in({Door::portal, "dora", "Portal123", {}, StatusKey{"dnd"}})) == List{"invalid_argument status"});
  CHECK(problems(door.log_in({Door::contact_centre, "dora", "Portal123", {}, StatusKey{"lunch"}})) == List{"not_found status"});
  CHECK(problems(door.log_in({Door::contact_centre, "dora", "Portal123", {}, StatusKey{"dnd"}})) == List{});
}
