// Schemes as administrators build and change them.
#include "model/edit.hpp"

#include <tandem/scheme_edit.hpp>

using namespace edit;
using namespace tandem;
using namespace std::chrono_literals;

namespace {

Schedule mornings() {
  Schedule schedule;
  schedule.times = {{DayClass::working_days, 9h, 11h + 59min}};
  return schedule;
}
Schedule afternoons() {
  Schedule schedule;
  schedule.times = {{DayClass::working_days, 12h, 17h + 59min}};
  return schedule;
}
SimpleScheme simple() {
  return {mornings().times, {"standard:hello"}, PromptKey{"standard:melody"}, {{"anna"}, {"boris"}}};
}

}  // namespace

TEST_CASE("[SCH-19][SCH-20][SCH-21] splitting: the interval first, then any other time, any number of times") {
  Scheme scheme = new_scheme({"main"}, "Main");
  REQUIRE(scheme.branches.size() == 1);
  CHECK_FALSE(scheme.branches[0].schedule);
  scheme.branches[0].block.actions = {Hangup{}};
  REQUIRE(split_last_branch(scheme, mornings()));
  REQUIRE(split_last_branch(scheme, afternoons()));
  REQUIRE(scheme.branches.size() == 3);
  CHECK(scheme.branches[0].schedule == mornings());
  CHECK(scheme.branches[0].block.actions == std::vector<Action>{Hangup{}});
  CHECK(scheme.branches[1].schedule == afternoons());
  CHECK_FALSE(scheme.branches[2].schedule);
  CHECK(split_last_branch(scheme, Schedule{}).error().code == errc::invalid_argument);
}

TEST_CASE("[SCH-22][SCH-23] a branch can be removed, that for any other time stays") {
  Scheme scheme = new_scheme({"main"}, "Main");
  REQUIRE(split_last_branch(scheme, mornings()));
  REQUIRE(split_last_branch(scheme, afternoons()));
  REQUIRE(remove_branch(scheme, 0));
  CHECK(scheme.branches.size() == 2);
  CHECK(scheme.branches[0].schedule == afternoons());
  CHECK_FALSE(remove_branch(scheme, 1));
  CHECK_FALSE(remove_branch(scheme, 7));
  CHECK(scheme.branches.size() == 2);
}

TEST_CASE("[SCH-36][SCH-37] a new block has a prompt, a forward without a target, and the reception of a fax") {
  const Block block = default_block();
  REQUIRE(block.actions.size() == 3);
  CHECK(std::holds_alternative<PlayPrompt>(block.actions[0]));
  CHECK(std::get<Forward>(block.actions[1]) == Forward{});
  CHECK(std::holds_alternative<ReceiveFax>(block.actions[2]));
}

TEST_CASE("[SCH-33] lines are moved and removed; the final action is no line") {
  Block block;
  block.actions = {PlayPrompt{{"standard:a"}}, PlayPrompt{{"standard:b"}}, PlayPrompt{{"standard:c"}}};
  const auto order = [&] {
    std::string text;
    for (const Action& action : block.actions) text += std::get<PlayPrompt>(action).prompt.text.back();
    return text;
  };
  REQUIRE(move_action(block, 0, 2));
  CHECK(order() == "bca");
  REQUIRE(move_action(block, 2, 0));
  CHECK(order() == "abc");
  REQUIRE(remove_action(block, 1));
  CHECK(order() == "ac");
  CHECK_FALSE(move_action(block, 0, 2));
  CHECK_FALSE(remove_action(block, 2));
  CHECK(block.final_action == FinalAction::hangup);
}

TEST_CASE("[IVR-02][IVR-03] a new menu item has the lowest free number and the main block's lines") {
  Block main;
  main.actions = {PlayPrompt{{"standard:hello"}, true}, Hangup{}};
  MenuItem* first = add_menu_item(main, main).value();
  CHECK(first->digits == "1");
  CHECK(first->block.actions == main.actions);
  CHECK(first->block.menu.empty());
  first->digits = "3";
  CHECK(add_menu_item(main, main).value()->digits == "1");
  CHECK(add_menu_item(main, main).value()->digits == "2");
  CHECK(add_menu_item(main, main).value()->digits == "4");
}

TEST_CASE("[SCH-14] a changed template is a copy with a running number") {
  Scheme original = new_scheme({"office"}, "Office");
  original.is_template = true;
  std::vector<Scheme> all{original};
  all.push_back(copy_of_template(original, all));
  all.push_back(copy_of_template(original, all));
  CHECK(all[1].name == "Office: 1");
  CHECK(all[2].name == "Office: 2");
  CHECK(all[2].id.text == "office-2");
  CHECK_FALSE(all[1].is_template);
  CHECK(all[1].branches == original.branches);
}

TEST_CASE("[SCH-44][SCH-46][SCH-48] a simple scheme: hours, one greeting, a melody, up to three employees in order") {
  const Scheme scheme = make_simple({"main"}, "Main", simple()).value();
  CHECK(problems(with("schemes",
                      "[" +
                          Json::parse(to_json([&] {
                            AccountDocument document = parse_account(small().dump()).value();
                            document.schemes = {scheme};
                            return document;
                          }()))["schemes"][0]
                              .dump() +
                          "]",
                      small())) == List{});
  REQUIRE(scheme.branches.size() == 2);
  const auto& actions = scheme.branches[0].block.actions;
  CHECK(std::get<ToEmployee>(std::get<Forward>(actions.at(2)).to).employee.text == "anna");
  CHECK(std::get<ToEmployee>(std::get<Forward>(actions.at(3)).to).employee.text == "boris");
  CHECK(scheme.branches[1].block.actions == std::vector<Action>{Hangup{}});
  CHECK(as_simple(scheme) == simple());
  SimpleScheme always = simple();
  always.hours.clear();
  always.melody.reset();
  CHECK(as_simple(make_simple({"main"}, "Main", always).value()) == always);
  SimpleScheme many = simple();
  many.employees = {{"a"}, {"b"}, {"c"}, {"d"}};
  CHECK_FALSE(make_simple({"main"}, "Main", many));
  many.employees = {{"a"}, {"a"}};
  CHECK_FALSE(make_simple({"main"}, "Main", many));
  many.employees.clear();
  CHECK_FALSE(make_simple({"main"}, "Main", many));
}

TEST_CASE("[SCH-45][SCH-47][SCH-49] what makes a scheme complex; without it, it is simple again") {
  const Scheme plain = make_simple({"main"}, "Main", simple()).value();
  const auto changed = [&](auto change) {
    Scheme scheme = plain;
    change(scheme);
    return as_simple(scheme).has_value();
  };
  const auto front = [](Scheme& s) -> std::vector<Action>& { return s.branches.front().block.actions; };
  CHECK(changed([](Scheme&) {}));
  CHECK_FALSE(changed([&](Scheme& s) { front(s).push_back(Forward{ToNumber{"79161234567", {}}, {}}); }));
  CHECK_FALSE(changed([&](Scheme& s) { front(s).push_back(Forward{ToSip{"a@b.example"}, {}}); }));
  CHECK_FALSE(changed([&](Scheme& s) { front(s).push_back(Forward{ToGroup{{"sales"}}, {}}); }));
  CHECK_FALSE(changed([&](Scheme& s) { front(s).push_back(Forward{ToEmployee{{"anna"}}, {}}); }));
  CHECK_FALSE(changed([&](Scheme& s) { front(s).push_back(Voicemail{}); }));
  CHECK_FALSE(changed([](Scheme& s) { (void)split_last_branch(s, afternoons()); }));
  CHECK_FALSE(changed([](Scheme& s) { s.branches[0].schedule->from = LocalMinute{}; }));
  CHECK_FALSE(changed([](Scheme& s) { s.branches[0].block.menu.push_back({"1", "", {}, {}, {}}); }));
  CHECK_FALSE(changed([](Scheme& s) { s.branches[1].block.actions = {Voicemail{}}; }));
  Scheme scheme = plain;
  REQUIRE(split_last_branch(scheme, afternoons()));
  scheme.branches.back().block.actions = {Hangup{}};
  CHECK_FALSE(as_simple(scheme));
  REQUIRE(remove_branch(scheme, 1));
  CHECK(as_simple(scheme) == simple());
}

TEST_CASE("[SCH-54][SCH-55][SCH-56] whether the account can take and make calls") {
  AccountDocument document = parse_account(small().dump()).value();
  const Scheme ready = make_simple({"main"}, "Main", simple()).value();
  document.schemes = {ready, new_scheme({"bare"}, "Bare")};
  document.numbers = {{.number = "74950000001", .trunk = {"t"}, .scheme = {"main"}},
                      {.number = "74950000002", .trunk = {"t"}, .scheme = {"main"}}};
  Readiness readiness = readiness_of(document);
  CHECK(readiness == Readiness{2, 2, 2, 1, 1, true, false});
  document.employees[0].sip_accounts.emplace_back().aor = "anna@acme.example";
  CHECK(readiness_of(document).can_call);
  document.numbers[1].scheme = {"bare"};  // its only forward has no target
  readiness = readiness_of(document);
  CHECK(readiness == Readiness{2, 2, 1, 2, 1, false, false});
  document.numbers[1].incoming = false;
  CHECK(readiness_of(document).can_receive);
  document.employees.clear();
  CHECK_FALSE(readiness_of(document).can_receive);
  document.numbers.clear();
  CHECK_FALSE(readiness_of(document).can_receive);
}
