// Call records as JSON and as text for people.
#include <tandem/record.hpp>

#include "model/describe_record.hpp"
#include "model/json_value.hpp"
#include "model/reader.hpp"
#include "model/writer.hpp"

#include <fmt/format.h>

namespace tandem {

std::string_view name_of(Direction value) noexcept { return model::enum_name(value); }
std::string_view name_of(CallResult value) noexcept { return model::enum_name(value); }
std::string_view name_of(EndedBy value) noexcept { return model::enum_name(value); }
std::string_view name_of(PartKind value) noexcept { return model::enum_name(value); }
std::string_view name_of(PartResult value) noexcept { return model::enum_name(value); }

std::string to_json(const CallRecord& record) {
  model::JsonWriter writer;
  writer.reserve(400 + record.parts.size() * 200 + record.decisions.size() * 200);
  model::write(writer, record);
  return std::move(writer).take();
}

Result<CallRecord> parse_record(std::string_view json) {
  auto parsed = model::parse_json(json);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  model::Reading reading;
  reading.problems = std::move(parsed->problems);
  CallRecord record;
  model::read(reading, parsed->root, record);
  if (reading.problems.empty()) return record;
  return std::unexpected(model::joined(std::move(reading.problems)));
}

std::string explain(const CallRecord& record) {
  std::string text;
  for (const Decision& decision : record.decisions) {
    text += fmt::format("{}  {}  {}", model::view(model::instant_text(decision.at)), decision.rule, decision.text);
    for (std::size_t i = 0; i < decision.left_out.size(); ++i) {
      text +=
          fmt::format("{}{}: {}", i == 0 ? " (left out: " : "; ", decision.left_out[i].who, decision.left_out[i].why);
    }
    if (!decision.left_out.empty()) text += ')';
    text += '\n';
  }
  return text;
}

}  // namespace tandem
