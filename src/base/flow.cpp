#include "base/flow.hpp"

#include <fmt/core.h>

namespace tandem {

std::string dump(const FlowContext& context) {
  std::string text;
  for (const Link* link = context.flows.next(); link != &context.flows; link = link->next()) {
    const auto* flow = static_cast<const PromiseBase*>(link);
    std::size_t depth = 0;
    for (const PromiseBase* up = flow->parent; up != nullptr; up = up->parent) ++depth;
    std::string_view name = flow->at.function_name();
    name = name.substr(0, name.find('('));
    name = name.substr(name.rfind(' ') + 1);
    std::string_view file = flow->at.file_name();
    file = file.substr(file.rfind("src/") + 1 == 0 ? 0 : file.rfind("src/") + 4);
    text += fmt::format("{:{}}{} {}:{}{}\n", "", depth * 2, name, file, flow->at.line(),
                        flow->finished ? " (finished)" : "");
  }
  return text;
}

}  // namespace tandem
