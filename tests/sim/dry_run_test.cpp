// A call that is walked through the configuration without being placed.
#include "folder.hpp"
#include <doctest/doctest.h>
#include <tandem/dry_run.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

AccountDocument office() {
  std::ifstream in(std::string(tandem::test::folder()) + "/scenarios/office.json");
  return parse_account(std::string(std::istreambuf_iterator<char>(in), {})).value();
}

/// A Monday, 10:00 in Moscow.
constexpr Time monday = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + 7h;

DryRunQuery from_outside() {
  DryRunQuery query;
  query.from = "79161234567";
  query.to = "74950000001";
  query.at = monday;
  return query;
}

std::vector<Reason> reasons_of(const DryRun& run) {
  std::vector<Reason> reasons;
  for (const Decision& decision : run.record.decisions) reasons.push_back(decision.reason);
  return reasons;
}

std::string facts_of(const DryRun& run, DryRunFact fact) {
  std::string text;
  for (const DryRunStep& step : run.steps) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(step.at).count();
    if (step.fact == fact) text += step.who + " " + step.what + " at " + std::to_string(ms) + "; ";
  }
  return text;
}

}  // namespace

TEST_CASE("a dry run says step by step where a call would go, and why") {
  DryRunQuery query = from_outside();
  query.input = {{"1", "", 2s}};
  query.answers = {{"boris", 4s, 20s}};
  query.offline = {"anna"};
  const auto run = explain_call(office(), query);
  INFO((run ? std::string() : to_string(run.error())));
  REQUIRE(run);
  CHECK(reasons_of(*run) ==
        std::vector{Reason::line_to_scheme, Reason::branch_taken, Reason::menu_item_chosen, Reason::rings_sequential});
  CHECK(text_of(run->record.decisions.back().left_out.at(0)) == "anna: no device registered");
  CHECK(facts_of(*run, DryRunFact::presses) == "79161234567 1 at 2000; ");
  CHECK(facts_of(*run, DryRunFact::rings) == "boris 79161234567 at 5000; ");
  CHECK(facts_of(*run, DryRunFact::talks) == "79161234567 boris at 9000; boris 79161234567 at 9000; ");
  CHECK(run->record.result == CallResult::answered);
  CHECK(run->record.answered_by == "boris");
  CHECK(std::ranges::is_sorted(run->steps, {}, &DryRunStep::at));
}

TEST_CASE("a dry run is told in both languages") {
  DryRunQuery query = from_outside();
  query.input = {{"2#", "", 1s}};
  query.patience = 30s;
  const DryRun run = explain_call(office(), query).value();
  const std::string english = text_of(run);
  CHECK(english.find("1s  79161234567 enters 2#") != std::string::npos);
  CHECK(english.find("1s  IVR-01  the caller chose menu item 2") != std::string::npos);
  CHECK(english.find("1s  clara rings, shown 79161234567") != std::string::npos);
  CHECK(english.find("16s  IVR-41  voicemail by the scheme") != std::string::npos);
  CHECK(english.find("result  voicemail") != std::string::npos);
  const std::string russian = text_of(run, Language::russian);
  CHECK(russian.find("IVR-01  звонящий выбрал пункт меню 2") != std::string::npos);
  CHECK(russian.find("clara: звонит, показан 79161234567") != std::string::npos);
  CHECK(russian.find("итог") != std::string::npos);
}

TEST_CASE("a dry run is at the time that is asked about, with the statuses that are asked about") {
  AccountDocument document = office();
  Scheme& scheme = document.schemes.front();
  Schedule week;
  week.times = {{DayClass::working_days, 9h, 17h + 59min}};
  Branch open{week, {}};
  open.block.actions = {Forward{ToEmployee{{"anna"}}, {}}};
  Branch closed;
  closed.block.actions = {Forward{ToEmployee{{"clara"}}, {}}};
  scheme.branches = {open, closed};
  DryRunQuery query = from_outside();
  CHECK(facts_of(explain_call(document, query).value(), DryRunFact::rings).starts_with("anna "));
  query.at = monday + 8h;  // 18:00 in Moscow
  CHECK(facts_of(explain_call(document, query).value(), DryRunFact::rings).starts_with("clara "));
  document.employees[2].honour_status = true;
  query.statuses = {{EmployeeKey{"clara"}, {"dnd"}}};
  const DryRun run = explain_call(document, query).value();
  CHECK(facts_of(run, DryRunFact::rings).empty());
  CHECK(run.record.decisions.at(2).reason == Reason::status_forbids_ring);
}

TEST_CASE("a dry run of an employee's call") {
  DryRunQuery query = from_outside();
  query.from = "anna";
  query.to = "103";
  const DryRun run = explain_call(office(), query).value();
  CHECK(facts_of(run, DryRunFact::rings) == "clara 101 at 0; ");
  CHECK(run.record.direction == Direction::internal);
}

TEST_CASE("what cannot be walked is said") {
  AccountDocument document = office();
  DryRunQuery query = from_outside();
  query.from = "nobody";
  CHECK(explain_call(document, query).error().code == errc::not_found);
  query = from_outside();
  query.to = "";
  CHECK(explain_call(document, query).error().code == errc::invalid_argument);
  query = from_outside();
  query.offline = {"dora"};
  CHECK(explain_call(document, query).error().code == errc::not_found);
  document.groups.front().members.push_back({EmployeeKey{"ghost"}});
  const auto wrong = explain_call(document, from_outside());
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().path == "groups[0].members[2].employee");
}

TEST_CASE("a number that nobody has is refused, and why is said") {
  DryRunQuery query = from_outside();
  query.to = "74999999999";
  const auto run = explain_call(office(), query);
  REQUIRE(run);
  CHECK(run->record.result == CallResult::refused);
  CHECK(reasons_of(*run) == std::vector{Reason::unknown_number});
  CHECK(facts_of(*run, DryRunFact::refused) == "79161234567 404 at 0; ");
}

TEST_CASE("the same question has the same answer") {
  DryRunQuery query = from_outside();
  query.input = {{"1", "", 1s}};
  CHECK(text_of(explain_call(office(), query).value()) == text_of(explain_call(office(), query).value()));
}

TEST_CASE("[TRK-61][TRK-62] a dry run says that a call leaves for another account, over which trunk and with which number") {
  AccountDocument document = office();
  document.trunks.push_back({.id = {"branch"},
                             .name = "Branch",
                             .prefix = "5",
                             .peer = TrunkPeer::account,
                             .link_code = "a0000000-0000-4000-8000-000000000001",
                             .peer_code = "b0000000-0000-4000-8000-000000000002"});
  DryRunQuery query = from_outside();
  query.from = "anna";
  query.to = "5101";
  query.answers = {{"101", 2s, 10s}};
  const DryRun run = explain_call(document, query).value();
  CHECK(reasons_of(run) == std::vector{Reason::trunk_by_prefix, Reason::internal_trunk});
  CHECK(text_of(run).find("leaves for another account over the internal trunk branch, with the number 101") !=
        std::string::npos);
  CHECK(text_of(run, Language::russian).find("уходит в другой аккаунт по внутреннему транку branch с номером 101") !=
        std::string::npos);
  CHECK(facts_of(run, DryRunFact::rings) == "101 101 at 0; ");
  CHECK(run.record.result == CallResult::answered);

  document.trunks.back().peer_code.clear();  // nobody is at the other end
  const DryRun nowhere = explain_call(document, query).value();
  CHECK(text_of(nowhere).find("the codes of the two trunks are not linked") != std::string::npos);
  CHECK(facts_of(nowhere, DryRunFact::rings).empty());
}
