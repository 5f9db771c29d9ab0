// Who has used up his guesses.
#include "base/guesses.hpp"

#include <doctest/doctest.h>

using namespace tandem;
using namespace std::chrono_literals;

TEST_CASE("so many guesses are free; what is wrong is forgotten some time after the last one, or with the right one") {
  Guesses guesses(2, 5min);
  CHECK(guesses.may_retry("a", "x", 1min));
  CHECK(guesses.may_retry("a", "x", 2min));
  CHECK_FALSE(guesses.barred("a", "x", 2min));
  CHECK_FALSE(guesses.may_retry("a", "x", 3min));
  CHECK(guesses.barred("a", "x", 8min));
  CHECK_FALSE(guesses.barred("a", "x", 9min));
  CHECK_FALSE(guesses.barred("b", "x", 4min));
  CHECK_FALSE(guesses.barred("a", "y", 4min));
  guesses.forget("a", "x");
  CHECK(guesses.may_retry("a", "x", 4min));
}

TEST_CASE("more sources than can be counted are not listened to, those that are counted still are") {
  Guesses guesses(2, 5min);
  for (int i = 0; i < 100'000; ++i) CHECK(guesses.may_retry(std::to_string(i), "x", 1min));
  CHECK_FALSE(guesses.may_retry("new", "x", 2min));  // looks for old ones first, in vain
  CHECK(guesses.barred("new", "x", 2min));
  CHECK(guesses.may_retry("7", "x", 2min));
  CHECK_FALSE(guesses.barred("7", "x", 2min));
  CHECK(guesses.may_retry("new", "x", 10min));
  CHECK_FALSE(guesses.barred("new", "x", 10min));
}
