#include <tandem/event.hpp>

#include "model/describe_event.hpp"
#include "model/writer.hpp"

#include <utility>

namespace tandem {
namespace model {
namespace {

void write(JsonWriter& out, char value) { out.string(std::string_view(&value, 1)); }
void write(JsonWriter& out, std::uint64_t value) { out.number(static_cast<std::int64_t>(value)); }
void write(JsonWriter& out, Duration value) {
  out.number(std::chrono::duration_cast<std::chrono::milliseconds>(value).count());
}

/// Writes the fields of an event into the object that is open already.
template <class T>
struct EventFields {
  JsonWriter& out;
  const T& event;
  template <class M>
  void required(std::string_view name, M T::*member) {
    out.key(name);
    write(out, event.*member);
  }
};

}  // namespace
}  // namespace model

std::string_view name_of(const Happening& what) noexcept { return model::happening_names[what.index()]; }

std::string to_json(const Event& event) {
  model::JsonWriter out;
  out.begin_object();
  out.key("event");
  out.string(name_of(event.what));
  out.key("account");
  out.string(event.account);
  out.key("sequence");
  out.number(static_cast<std::int64_t>(event.sequence));
  out.key("at");
  out.string(model::view(model::instant_text(event.at)));
  std::visit(
      [&out]<class T>(const T& happening) {
        model::EventFields<T> fields{out, happening};
        model::describe(fields, model::As<T>{});
      },
      event.what);
  out.end_object();
  return std::move(out).take();
}

}  // namespace tandem
