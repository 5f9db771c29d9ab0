// The extension module: Tandem's simulation for Python. Thin: records and events cross as the JSON that the engine defines,
// and tandem/__init__.py makes typed objects of them.
#include <tandem/tandem.hpp>

#include <pybind11/chrono.h>
#include <pybind11/functional.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <string>
#include <utility>

namespace py = pybind11;

namespace {

/// Carried to Python as tandem.TandemError with code, path and the further problems.
struct Raised {
  tandem::Error error;
};

template <class T>
T value_or_raise(tandem::Result<T> result) {
  if (!result) throw Raised{std::move(result.error())};
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

py::dict describe(const tandem::Error& error) {
  py::dict out;
  out["code"] = std::string(name_of(error.code));
  out["message"] = error.message;
  out["path"] = error.path;
  return out;
}

tandem::Duration span(double seconds) {
  return std::chrono::duration_cast<tandem::Duration>(std::chrono::duration<double>(seconds));
}

double since_epoch(tandem::Time time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

tandem::Status status_of(const std::string& name) {
  static constexpr std::pair<std::string_view, tandem::Status> names[] = {
      {"online", tandem::Status::online},       {"break", tandem::Status::on_break},
      {"outbound", tandem::Status::outbound},   {"all_calls", tandem::Status::all_calls},
      {"dnd", tandem::Status::dnd},             {"offline", tandem::Status::offline}};
  for (const auto& [text, status] : names) {
    if (text == name) return status;
  }
  throw Raised{{tandem::errc::invalid_argument, "'" + name + "' is no status", "status"}};
}

py::list records(const tandem::Simulation& simulation) {
  py::list out;
  for (const tandem::CallRecord& record : simulation.records()) {
    out.append(py::make_tuple(to_json(record), explain(record)));
  }
  return out;
}

py::list play(const std::string& text, const std::string& file, const std::string& folder) {
  py::list out;
  for (tandem::StoryResult& story : value_or_raise(tandem::play_stories(text, file, folder))) {
    py::dict each;
    each["file"] = story.file;
    each["line"] = story.line;
    each["title"] = story.title;
    each["failures"] = story.failures;
    each["transcript"] = story.transcript;
    out.append(each);
  }
  return out;
}

}  // namespace

PYBIND11_MODULE(_tandem, m) {
  using tandem::Simulation;
  static py::exception<Raised> raised(m, "RawError");
  py::register_exception_translator([](std::exception_ptr pointer) {
    try {
      if (pointer) std::rethrow_exception(pointer);
    } catch (const Raised& problem) {
      py::list more;
      for (const tandem::Error& next : problem.error.more) more.append(describe(next));
      PyErr_SetObject(raised.ptr(), py::make_tuple(describe(problem.error), more).ptr());
    }
  });

  py::class_<Simulation>(m, "Simulation")
      .def(py::init([](std::uint64_t seed, double start) {
             tandem::SimulationOptions options;
             options.seed = seed;
             if (start >= 0) options.start = tandem::Time(span(start));
             return Simulation(options);
           }),
           py::arg("seed"), py::arg("start"))
      .def("save", [](Simulation& s, const std::string& json) { value_or_raise(s.save(json)); })
      .def("now", [](const Simulation& s) { return since_epoch(s.now()); })
      .def("run_for", [](Simulation& s, double seconds) { s.run_for(span(seconds)); })
      .def("run_until_idle",
           [](Simulation& s, double limit) {
             return std::chrono::duration<double>(s.run_until_idle(span(limit))).count();
           })
      .def("call", [](Simulation& s, const std::string& from, const std::string& to) { value_or_raise(s.call(from, to)); })
      .def("press", [](Simulation& s, const std::string& who, const std::string& d) { value_or_raise(s.press(who, d)); })
      .def("answer", [](Simulation& s, const std::string& who) { value_or_raise(s.answer(who)); })
      .def("reject", [](Simulation& s, const std::string& who, int status) { value_or_raise(s.reject(who, status)); })
      .def("hang_up", [](Simulation& s, const std::string& who) { value_or_raise(s.hang_up(who)); })
      .def("set_registered",
           [](Simulation& s, const std::string& who, bool on) { value_or_raise(s.set_registered(who, on)); })
      .def("set_status",
           [](Simulation& s, const std::string& who, const std::string& status) {
             value_or_raise(s.set_status(who, status_of(status)));
           })
      .def("answer_always",
           [](Simulation& s, const std::string& who, double after, double talk) {
             value_or_raise(s.answer_always(who, span(after), span(talk)));
           })
      .def("set_sound_length",
           [](Simulation& s, const std::string& sound, double length) { s.set_sound_length(sound, span(length)); })
      .def("records", &records)
      .def("events",
           [](const Simulation& s, std::size_t first) {
             py::list out;
             for (std::size_t i = first; i < s.events().size(); ++i) out.append(to_json(s.events()[i]));
             return out;
           })
      .def("on_event",
           [](Simulation& s, std::function<void(std::string)> sink) {
             s.on_event([sink = std::move(sink)](const tandem::Event& event) { sink(to_json(event)); });
           })
      .def("leftovers", [](const Simulation& s) {
        const auto left = s.leftovers();
        return py::make_tuple(left.calls, left.timers);
      });

  m.def("play_stories", &play);
  m.def("check_account", [](const std::string& json) {
    const auto document = tandem::parse_account(json);
    py::list out;
    if (!document) {
      out.append(describe(document.error()));
      for (const tandem::Error& next : document.error().more) out.append(describe(next));
    }
    return out;
  });
}
