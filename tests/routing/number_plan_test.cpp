#include "routing/number_plan.hpp"

#include <doctest/doctest.h>

using tandem::routing::normalise;

TEST_CASE("numbers in every form they arrive in become international digits") {
  struct Row {
    const char* received;
    const char* country;
    const char* expected;
  };
  const Row rows[] = {
      // Russia: national, international, with and without punctuation
      {"89161234567", "RU", "79161234567"},
      {"+79161234567", "RU", "79161234567"},
      {"79161234567", "RU", "79161234567"},
      {"8 (916) 123-45-67", "RU", "79161234567"},
      {"+7 916 123.45.67", "RU", "79161234567"},
      {"88005553535", "RU", "78005553535"},
      {"0079161234567", "RU", "79161234567"},
      {"8104930123456", "RU", "4930123456"},
      {"810491701234567", "RU", "491701234567"},
      {"00491701234567", "RU", "491701234567"},
      {"+8613812345678", "RU", "8613812345678"},
      {"+88612345678", "RU", "88612345678"},
      // one digit less or more than a national number
      {"8916123456", "RU", "8916123456"},
      {"891612345678", "RU", "891612345678"},
      {"87011234567", "KZ", "77011234567"},
      // other countries have no trunk prefix 8
      {"89161234567", "DE", "89161234567"},
      {"004930123456", "DE", "4930123456"},
      {"+4930123456", "DE", "4930123456"},
      {"8104930123456", "DE", "8104930123456"},
      // short numbers are extensions or services
      {"101", "RU", "101"},
      {"112", "RU", "112"},
      {"810", "RU", "810"},
      {"8101", "RU", "8101"},
      {"001", "RU", "001"},
      {"0001", "RU", "0001"},
      // no numbers
      {"", "RU", ""},
      {"+", "RU", ""},
      {"anonymous", "RU", ""},
      {"*8", "RU", ""},
      {"#1", "RU", ""},
      {"7916+1234567", "RU", ""},
      {"++79161234567", "RU", ""},
      {"7916123456x", "RU", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.received);
    CAPTURE(row.country);
    CHECK(normalise(row.received, row.country) == row.expected);
  }
}
