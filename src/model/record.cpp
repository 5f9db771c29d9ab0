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

std::string dialled_title(const CallRecord& record) {
  if (!record.from_account) return record.dialled;
  return (record.trunk_name.empty() ? record.trunk : record.trunk_name) + " – " + record.dialled;
}

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

std::string text_of(const Decision& decision, Language language) {
  return text_of(decision.reason, decision.arguments, language);
}

std::string text_of(const Decision::Left& left, Language language) {
  const std::string why = text_of(left.why, left.arguments, language);
  return left.who.empty() ? why : left.who + ": " + why;
}

std::string explain(const CallRecord& record, Language language) {
  const std::string_view left_out = language == Language::russian ? " (не подошли: " : " (left out: ";
  std::string text;
  for (const Decision& decision : record.decisions) {
    text += fmt::format("{}  {}  {}", model::view(model::instant_text(decision.at)), decision.rule,
                        text_of(decision, language));
    for (std::size_t i = 0; i < decision.left_out.size(); ++i) {
      text += i == 0 ? left_out : "; ";
      text += text_of(decision.left_out[i], language);
    }
    if (!decision.left_out.empty()) text += ')';
    text += '\n';
  }
  return text;
}

}  // namespace tandem
