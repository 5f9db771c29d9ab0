// Random edits of random accounts: what is accepted is always a valid account whose index is that of its document.
#include "accounts/world.hpp"
#include "model/account_edit.hpp"
#include "model/random_document.hpp"

#include <random>

using namespace accounts;
using model::AccountData;
using model::Kind;

namespace {

const model::LoginHashes no_hashes;

/// Every name with its owner, and everybody who refers to it.
List names_of(const AccountData& data) {
  List names;
  for (int k = 0; k <= static_cast<int>(Kind::link_code); ++k) {
    const auto kind = static_cast<Kind>(k);
    data.each_name(kind, "", [&](const std::string& name, const model::ObjectRef& owner) {
      names.push_back(std::string(noun(kind)) + " " + name + " of " + label_of(owner));
      for (const model::ObjectRef& user : data.users(kind, name)) names.push_back("  used by " + label_of(user));
      return true;
    });
  }
  return names;
}

/// A random change: an object of another random account, or a removal, or one of ours with a field of another.
class RandomChange {
 public:
  RandomChange(std::minstd_rand& random, const AccountDocument& here, const AccountDocument& there)
      : random_(random), here_(here), there_(there) {}
  Changes make() {
    Changes changes;
    for (std::size_t i = 1 + random_() % 3; i > 0; --i) {
      switch (random_() % 6) {
        case 0: add(changes, here_.prompts, there_.prompts); break;
        case 1: add(changes, here_.employees, there_.employees); break;
        case 2: add(changes, here_.groups, there_.groups); break;
        case 3: add(changes, here_.trunks, there_.trunks); break;
        case 4: add(changes, here_.numbers, there_.numbers); break;
        default: add(changes, here_.schemes, there_.schemes); break;
      }
    }
    return changes;
  }

 private:
  template <class T>
  void add(Changes& changes, const std::vector<T>& ours, const std::vector<T>& theirs) {
    if (random_() % 3 == 0 && !ours.empty()) {
      changes.remove<T>(model::ObjectKind<T>::key(ours[random_() % ours.size()]));
    } else if (!theirs.empty()) {
      T object = theirs[random_() % theirs.size()];
      if (random_() % 2 == 0 && !ours.empty()) {
        model::ObjectKind<T>::key(object) = model::ObjectKind<T>::key(ours[random_() % ours.size()]);
      }
      changes.put(std::move(object));
    }
  }
  std::minstd_rand& random_;
  const AccountDocument& here_;
  const AccountDocument& there_;
};

}  // namespace

TEST_CASE("random edits keep every invariant of an account") {
  int accepted = 0;
  int refused = 0;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    std::minstd_rand random(seed);
    AccountData data(RandomDocument(seed).make());
    for (int step = 0; step < 30; ++step) {
      CAPTURE(step);
      const AccountDocument here = data.document();
      const AccountDocument there = RandomDocument(static_cast<unsigned>(random())).make();
      const AccountData before = data;
      const auto edited = model::edit(data, RandomChange(random, here, there).make(), {.hashes = &no_hashes});
      CHECK(before.document() == here);  // snapshots do not move
      if (!edited) {
        ++refused;
        continue;
      }
      ++accepted;
      data = edited->after;
      const AccountDocument after = data.document();
      const auto problems = problems_of(after);
      REQUIRE_MESSAGE(problems.empty(), to_string(problems.front()));
      REQUIRE(names_of(data) == names_of(AccountData(after)));
    }
  }
  CHECK(accepted > 300);
  CHECK(refused > 300);
}

TEST_CASE("an import in the place of another account leaves exactly the imported one") {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    const AccountDocument one = RandomDocument(seed).make();
    AccountDocument two = RandomDocument(seed + 1000).make();
    two.id = one.id;
    const model::Edited edited = model::replace(AccountData(one), two);
    CHECK(edited.after.document() == two);
    CHECK(names_of(edited.after) == names_of(AccountData(two)));
    CHECK(model::replace(edited.after, two).touched.empty());
  }
}
