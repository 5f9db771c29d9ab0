#include "model/robots.hpp"

#include "model/json_value.hpp"
#include "model/names.hpp"
#include "model/rules.hpp"

#include <fmt/format.h>

namespace tandem {

bool is_robot(const Employee& employee) noexcept { return employee.role.text == model::enum_name(BaseRole::robot); }

namespace model {

std::optional<Error> problem_of_robot(const AccountData& before, const AccountData& after,
                                      const std::string& employee) {
  const Employee* old = before.find<Employee>(employee);
  const Employee* now = after.find<Employee>(employee);
  if (old == nullptr || now == nullptr || is_robot(*old) == is_robot(*now)) return std::nullopt;
  return Error{errc::forbidden,
               is_robot(*old) ? "the role of a robot cannot be changed (BOT-01)"
                              : "nobody becomes a robot: make a new card for it (BOT-01)",
               "role", {}};
}

std::vector<Error> problems_of_robots(const AccountData& before, const AccountData& after) {
  std::vector<Error> problems;
  std::size_t place = 0;
  after.all<Employee>().each([&](const Stored<Employee>& stored) {
    std::optional<Error> problem = problem_of_robot(before, after, stored.object.id.text);
    if (problem) {
      problem->path = fmt::format("employees[{}].{}", place, problem->path);
      problems.push_back(std::move(*problem));
    }
    ++place;
  });
  return problems;
}

void RobotsOperate::operator()(Judge& judge, const Group& value) const {
  for (std::size_t i = 0; i < value.members.size(); ++i) {
    const Member& member = value.members[i];
    const Employee* employee = judge.names().employee(member.employee.text);
    if (employee == nullptr || !is_robot(*employee)) continue;
    const auto refuse = [&](std::string_view field) {
      judge.say_at(fmt::format("{}.{}", judge.field("members", i), field), errc::invalid_argument,
                   fmt::format("{} is a robot: it is in groups as an operator, and nothing else (BOT-04)",
                               shown(member.employee.text)));
    };
    if (member.supervisor) refuse("supervisor");
    if (!member.is_operator) refuse("operator");
  }
}

}  // namespace model
}  // namespace tandem
