// The extension module: Tandem's simulation for Python. Thin: spans are microseconds, records and events cross as the JSON
// that the engine defines, and the package makes typed objects of them.
//
// The interpreter's lock is free while the engine works and taken for handlers. Whoever waits for the engine's own lock
// has let go of the interpreter's, so the two cannot block each other.
#include <tandem/tandem.hpp>

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace py = pybind11;

namespace {

using Micros = std::int64_t;
/// code, message, path
using Problem = std::tuple<std::string, std::string, std::string>;

/// On its way to Python, where tandem.errors makes the exception of it.
struct Raised {
  tandem::Error error;
};

Problem describe(const tandem::Error& error) { return {std::string(name_of(error.code)), error.message, error.path}; }

std::vector<Problem> describe(const std::vector<tandem::Error>& errors) {
  std::vector<Problem> problems;
  for (const tandem::Error& error : errors) problems.push_back(describe(error));
  return problems;
}

void raise(const Raised& raised) {
  const auto [code, message, path] = describe(raised.error);
  const py::object make = py::module_::import("tandem.errors").attr("make");
  const py::object error = make(code, message, path, describe(raised.error.more));
  PyErr_SetObject(py::type::of(error).ptr(), error.ptr());
}

template <class T>
T value_or_raise(tandem::Result<T> result) {
  if (!result) throw Raised{std::move(result.error())};
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// One thread is inside at a time.
class Simulation {
 public:
  Simulation(std::uint64_t seed, std::optional<Micros> start, bool trace)
      : simulation_([&] {
          tandem::SimulationOptions options;
          options.seed = seed;
          options.trace = trace;
          if (start) options.start = tandem::Time(tandem::Duration(*start));
          return options;
        }()) {}

  /// Does `work` with the engine; what a handler raised meanwhile comes out when the engine is at rest.
  template <class F>
  auto act(F work) {
    if (handler_runs_here()) {
      throw std::runtime_error("an event handler may look at its simulation, not act in it: do that when the method "
                               "that runs the clock has come back");
    }
    using Value = decltype(work(simulation_));
    std::optional<py::error_already_set> raised;
    std::optional<std::conditional_t<std::is_void_v<Value>, bool, Value>> value;
    {
      const py::gil_scoped_release release;
      const Inside inside(*this, raised);
      if constexpr (std::is_void_v<Value>) {
        work(simulation_);
      } else {
        value.emplace(work(simulation_));
      }
    }
    if (raised) throw py::error_already_set(*raised);
    if constexpr (!std::is_void_v<Value>) return std::move(*value);
  }

  /// As act(), and for handlers too.
  template <class F>
  auto look(F work) {
    return handler_runs_here() ? work(simulation_) : act(std::move(work));
  }

  void on_event(const py::object& handler) {
    std::function<void(const tandem::Event&)> sink;
    if (!handler.is_none()) {
      // Copies of the sink are made and dropped where the interpreter's lock is not held.
      const std::shared_ptr<py::object> held(new py::object(handler), [](py::object* object) {
        const py::gil_scoped_acquire acquire;
        delete object;
      });
      sink = [this, held](const tandem::Event& event) { tell(*held, to_json(event)); };
    }
    act([&](tandem::Simulation& s) { s.on_event(std::move(sink)); });
  }

 private:
  struct Inside {
    Inside(Simulation& s, std::optional<py::error_already_set>& raised) : lock(s.mutex_), simulation(s) {
      s.raised_ = &raised;
      s.thread_ = std::this_thread::get_id();
    }
    ~Inside() { simulation.thread_ = std::thread::id(); }
    const std::lock_guard<std::mutex> lock;
    Simulation& simulation;
  };

  // Only a handler can find its own thread inside: act() is not called from within act() otherwise.
  [[nodiscard]] bool handler_runs_here() const { return thread_.load() == std::this_thread::get_id(); }

  // Nothing may leave through the engine: the first exception waits, further ones go to sys.unraisablehook.
  void tell(const py::object& handler, const std::string& event) {
    const py::gil_scoped_acquire acquire;
    try {
      handler(event);
    } catch (py::error_already_set& error) {
      if (*raised_) {
        error.discard_as_unraisable(handler);
      } else {
        raised_->emplace(error);
      }
    }
  }

  std::mutex mutex_;
  std::atomic<std::thread::id> thread_{};  // who is inside
  std::optional<py::error_already_set>* raised_ = nullptr;  // of who is inside
  tandem::Simulation simulation_;
};

template <class F>
void act(Simulation& simulation, F work) {
  value_or_raise(simulation.act(std::move(work)));
}

/// A record as JSON; and for each language the whole of explain, then each decision's sentence followed by those of who
/// was left out.
using Record = std::pair<std::string, std::vector<std::vector<std::string>>>;

std::vector<std::string> sentences(const tandem::CallRecord& record, tandem::Language language) {
  std::vector<std::string> out{explain(record, language)};
  for (const tandem::Decision& decision : record.decisions) {
    out.push_back(text_of(decision, language));
    for (const tandem::Decision::Left& left : decision.left_out) {
      out.push_back(text_of(left.why, left.arguments, language));
    }
  }
  return out;
}

std::vector<Record> records(Simulation& simulation) {
  return simulation.look([](tandem::Simulation& s) {
    std::vector<Record> out;
    for (const tandem::CallRecord& record : s.records()) {
      out.emplace_back(to_json(record), std::vector{sentences(record, tandem::Language::english),
                                                    sentences(record, tandem::Language::russian)});
    }
    return out;
  });
}

std::vector<std::string> events(Simulation& simulation, std::size_t first) {
  return simulation.look([first](tandem::Simulation& s) {
    std::vector<std::string> out;
    for (std::size_t i = first; i < s.events().size(); ++i) out.push_back(to_json(s.events()[i]));
    return out;
  });
}

using Story = std::tuple<std::string, int, std::string, std::vector<std::string>, std::string>;

std::vector<Story> play_stories(const std::string& text, const std::string& file, const std::string& folder) {
  const py::gil_scoped_release release;
  std::vector<Story> out;
  for (tandem::StoryResult& story : value_or_raise(tandem::play_stories(text, file, folder))) {
    out.emplace_back(std::move(story.file), story.line, std::move(story.title), std::move(story.failures),
                     std::move(story.transcript));
  }
  return out;
}

std::vector<Problem> check_account(const std::string& json) {
  const py::gil_scoped_release release;
  const auto document = tandem::parse_account(json);
  if (document) return {};
  std::vector<Problem> problems{describe(document.error())};
  for (Problem& problem : describe(document.error().more)) problems.push_back(std::move(problem));
  return problems;
}

/// A dry run: the record as JSON with its sentences, and the whole story in both languages.
std::tuple<std::string, std::vector<std::vector<std::string>>, std::string, std::string> explain_call(
    const std::string& json, const std::string& from, const std::string& to, std::optional<Micros> at,
    const std::vector<std::pair<std::string, Micros>>& pressed,
    const std::vector<std::tuple<std::string, Micros, Micros>>& answers, const std::vector<std::string>& offline,
    Micros patience) {
  const py::gil_scoped_release release;
  tandem::DryRunQuery query;
  query.from = from;
  query.to = to;
  if (at) query.at = tandem::Time(tandem::Duration(*at));
  for (const auto& [keys, after] : pressed) query.input.push_back({keys, "", tandem::Duration(after)});
  for (const auto& [who, after, talk] : answers) {
    query.answers.push_back({who, tandem::Duration(after), tandem::Duration(talk)});
  }
  query.offline = offline;
  query.patience = tandem::Duration(patience);
  const tandem::DryRun run = value_or_raise(tandem::explain_call(value_or_raise(tandem::parse_account(json)), query));
  return {to_json(run.record),
          {sentences(run.record, tandem::Language::english), sentences(run.record, tandem::Language::russian)},
          text_of(run, tandem::Language::english),
          text_of(run, tandem::Language::russian)};
}

/// An enum's names: name_of() says "?" after the last.
template <class E>
std::vector<std::string> names_of() {
  std::vector<std::string> names;
  for (int i = 0; name_of(static_cast<E>(i)) != "?"; ++i) names.emplace_back(name_of(static_cast<E>(i)));
  return names;
}

template <std::size_t... I>
std::vector<std::string> one_event_of_each(std::index_sequence<I...>) {
  return {to_json(tandem::Event{1, "a", {}, tandem::Happening(std::in_place_index<I>)})...};
}

py::dict names() {
  py::dict out;
  out["errors"] = names_of<tandem::errc>();
  out["directions"] = names_of<tandem::Direction>();
  out["results"] = names_of<tandem::CallResult>();
  out["enders"] = names_of<tandem::EndedBy>();
  out["parts"] = names_of<tandem::PartKind>();
  out["part_results"] = names_of<tandem::PartResult>();
  out["events"] = one_event_of_each(std::make_index_sequence<std::variant_size_v<tandem::Happening>>());
  return out;
}

}  // namespace

PYBIND11_MODULE(_tandem, m) {
  using Lab = tandem::Simulation;
  using tandem::Duration;
  using std::string;

  py::register_local_exception_translator([](std::exception_ptr pointer) {
    try {
      if (pointer) std::rethrow_exception(pointer);
    } catch (const Raised& raised) {
      raise(raised);
    }
  });

  py::class_<Simulation>(m, "Simulation")
      .def(py::init<std::uint64_t, std::optional<Micros>, bool>())
      .def("save", [](Simulation& s, const string& json) { act(s, [&](Lab& lab) { return lab.save(json); }); })
      .def("now", [](Simulation& s) { return s.look([](Lab& lab) { return lab.now().time_since_epoch().count(); }); })
      .def("run_for", [](Simulation& s, Micros span) { s.act([=](Lab& lab) { lab.run_for(Duration(span)); }); })
      .def("run_until_idle",
           [](Simulation& s, Micros limit) {
             return s.act([=](Lab& lab) { return lab.run_until_idle(Duration(limit)).count(); });
           })
      .def("call",
           [](Simulation& s, const string& who, const string& to) { act(s, [&](Lab& lab) { return lab.call(who, to); }); })
      .def("press", [](Simulation& s, const string& who,
                       const string& digits) { act(s, [&](Lab& lab) { return lab.press(who, digits); }); })
      .def("answer", [](Simulation& s, const string& who) { act(s, [&](Lab& lab) { return lab.answer(who); }); })
      .def("reject", [](Simulation& s, const string& who,
                        int status) { act(s, [&](Lab& lab) { return lab.reject(who, status); }); })
      .def("hang_up", [](Simulation& s, const string& who) { act(s, [&](Lab& lab) { return lab.hang_up(who); }); })
      .def("set_registered", [](Simulation& s, const string& who,
                                bool on) { act(s, [&](Lab& lab) { return lab.set_registered(who, on); }); })
      .def("set_status",
           [](Simulation& s, const string& employee, const string& status) {
             act(s, [&](Lab& lab) { return lab.set_status(employee, {status}); });
           })
      .def("answer_always",
           [](Simulation& s, const string& who, Micros after, Micros talk) {
             act(s, [&](Lab& lab) { return lab.answer_always(who, Duration(after), Duration(talk)); });
           })
      .def("set_sound_length",
           [](Simulation& s, const string& sound, Micros length) {
             s.act([&](Lab& lab) { lab.set_sound_length(sound, Duration(length)); });
           })
      .def("records", &records)
      .def("events", &events)
      .def("on_event", &Simulation::on_event)
      .def("leftovers", [](Simulation& s) {
        const auto left = s.look([](Lab& lab) { return lab.leftovers(); });
        return std::pair(left.calls, left.timers);
      });

  m.def("play_stories", &play_stories);
  m.def("check_account", &check_account);
  m.def("explain_call", &explain_call);
  m.def("names", &names);
}
