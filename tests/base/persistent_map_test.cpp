// The persistent map against std::map, with snapshots that must not change.
#include "base/persistent_map.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

using tandem::PersistentMap;

namespace {

using Map = PersistentMap<std::string, int>;

std::map<std::string, int> contents(const Map& map) {
  std::map<std::string, int> all;
  std::string last;
  map.each([&](const std::string& key, int value) {
    CHECK((all.empty() || last < key));
    last = key;
    all[key] = value;
  });
  CHECK(all.size() == map.size());
  return all;
}

std::string key_of(unsigned long number) { return "key" + std::to_string(number % 700); }

}  // namespace

TEST_CASE("a persistent map does what a map does, and its copies keep what they had") {
  std::minstd_rand random(7);
  Map map;
  std::map<std::string, int> model;
  std::vector<std::pair<Map, std::map<std::string, int>>> snapshots;
  for (int step = 0; step < 6000; ++step) {
    const std::string key = key_of(random());
    if (random() % 3 == 0) {
      CHECK(map.erase(key) == (model.erase(key) == 1));
    } else {
      map.set(key, step);
      model[key] = step;
    }
    if (step % 500 == 0) snapshots.emplace_back(map, model);
    const auto found = model.find(key);
    const int* value = map.find(std::string_view(key));
    CHECK((value != nullptr) == (found != model.end()));
    if (value != nullptr) CHECK(*value == found->second);
  }
  CHECK(contents(map) == model);
  for (const auto& [snapshot, then] : snapshots) CHECK(contents(snapshot) == then);
}

TEST_CASE("differences of two snapshots are exactly what was changed between them") {
  std::minstd_rand random(11);
  Map before;
  for (int i = 0; i < 2000; ++i) before.set("k" + std::to_string(i), i);
  for (int round = 0; round < 50; ++round) {
    Map after = before;
    std::map<std::string, std::pair<int, int>> expected;  // -1: not there
    for (unsigned long edits = random() % 6; edits > 0; --edits) {
      const std::string key = "k" + std::to_string(random() % 2100);
      const int* old = before.find(key);
      if (random() % 2 == 0) {
        after.set(key, 100000 + round);
        expected[key] = {old != nullptr ? *old : -1, 100000 + round};
      } else {
        after.erase(key);
        expected[key] = {old != nullptr ? *old : -1, -1};
      }
    }
    std::erase_if(expected, [](const auto& entry) { return entry.second.first == entry.second.second; });
    std::map<std::string, std::pair<int, int>> found;
    Map::differences(before, after, [&](const std::string& key, const int* left, const int* right) {
      found[key] = {left != nullptr ? *left : -1, right != nullptr ? *right : -1};
    });
    CHECK(found == expected);
    before = after;
  }
}

TEST_CASE("a walk begins at the first key that is not less, and stops when told") {
  PersistentMap<int, int> map;
  for (int i = 0; i < 1000; i += 10) map.set(i, i * 2);
  std::vector<int> seen;
  map.each_from(495, [&](int key, int) {
    seen.push_back(key);
    return seen.size() < 3;
  });
  CHECK(seen == std::vector<int>{500, 510, 520});
  map.each_from(991, [&](int, int) {
    FAIL("there is nothing behind the last key");
    return true;
  });
  PersistentMap<int, int> empty;
  CHECK(empty.find(1) == nullptr);
  CHECK_FALSE(empty.erase(1));
}
