// What callers say in a menu, made into entries (IVR-46..IVR-53).
#include "call/menu_input.hpp"
#include "call/spoken.hpp"

namespace tandem::call {
namespace {

/// The best of several that fit; two that fit equally well are none (01 OP-49: not understood).
template <class T>
struct Best {
  T what{};
  int fit = 0;
  bool tie = false;
  void offer(T candidate, int how_well) {
    if (how_well == 0 || how_well < fit) return;
    tie = how_well == fit && !(candidate == what);
    fit = how_well;
    what = candidate;
  }
  [[nodiscard]] bool found() const { return fit > 0 && !tie; }
};

/// IVR-49: the item whose keyword fits best.
Best<const MenuItem*> topic_of(const Call& c, const Block& block, const Words& said) {
  Best<const MenuItem*> best;
  for (const MenuItem& item : block.menu) {
    if (!c.plan->in_force(item.schedule, c.now())) continue;
    for (const std::string& keyword : item.keywords) best.offer(&item, fit_of_keyword(said, keyword));
  }
  return best;
}

/// IVR-48: an employee by name or position, a department (group) by name.
Best<routing::Internal> person_of(const Call& c, const Words& said) {
  Best<routing::Internal> best;
  c.plan->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    const Employee& employee = stored.object;
    best.offer(&employee, fit_of_name(said, employee.full_name));
    best.offer(&employee, fit_of_keyword(said, employee.position));
  });
  c.plan->data().all<Group>().each([&](const model::Stored<Group>& stored) {
    best.offer(&stored.object, fit_of_keyword(said, stored.object.name));
  });
  return best;
}

std::string name_of_internal(const routing::Internal& target) {
  if (const auto* employee = std::get_if<const Employee*>(&target)) return (*employee)->full_name;
  if (const auto* group = std::get_if<const Group*>(&target)) return (*group)->name;
  return {};
}

}  // namespace

SpeechTask speech_task(const Call& c, const SpeechInput& speech, const Block& block) {
  SpeechTask task;
  task.language = speech.language;
  task.digits = speech.digits;
  if (speech.topics) {
    for (const MenuItem& item : block.menu) {
      if (!c.plan->in_force(item.schedule, c.now())) continue;
      task.phrases.insert(task.phrases.end(), item.keywords.begin(), item.keywords.end());
    }
  }
  if (!speech.people) return task;
  c.plan->data().all<Employee>().each([&](const model::Stored<Employee>& stored) {
    task.phrases.push_back(stored.object.full_name);
    if (!stored.object.position.empty()) task.phrases.push_back(stored.object.position);
  });
  c.plan->data().all<Group>().each(
      [&](const model::Stored<Group>& stored) { task.phrases.push_back(stored.object.name); });
  return task;
}

Entry spoken_entry(Call& c, const SpeechInput& speech, const Block& block, const std::string& words) {
  Entry entry;
  entry.said = words;
  const Words said = words_of(words);
  if (speech.digits) {
    std::string digits = digits_of(said);
    if (digits.ends_with('#')) digits.pop_back();
    if (!digits.empty()) {
      c.decide<Reason::spoken_digits>(words, digits);
      const Meaning meaning = meaning_of(c, block, digits);
      entry.digits = std::move(digits);
      entry.item = meaning.item;
      if (meaning.item == nullptr) entry.extension = meaning.extension;
      if (meaning.item == nullptr) entry.ways = meaning.ways;
      return entry;
    }
  }
  Best<const MenuItem*> topic;
  Best<routing::Internal> person;
  if (speech.topics) topic = topic_of(c, block, said);
  if (speech.people) person = person_of(c, said);
  if (topic.found() && topic.fit >= person.fit) {
    c.decide<Reason::spoken_topic>(words, topic.what->digits);
    entry.item = topic.what;
  } else if (person.found()) {
    c.decide<Reason::spoken_person>(words, name_of_internal(person.what));
    entry.extension = person.what;
  }
  return entry;
}

}  // namespace tandem::call
