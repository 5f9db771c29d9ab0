#include "model/example.hpp"
#include "model/random_document.hpp"

#include <doctest/doctest.h>
#include <tandem/account.hpp>

using namespace tandem;

TEST_CASE("a document with every field is read, written and read again without a change") {
  const auto document = parse_account(example::acme);
  INFO((document ? std::string() : to_string(document.error())));
  REQUIRE(document);
  const std::string written = to_json(*document);
  INFO(written);
  const auto again = parse_account(written);
  INFO((again ? std::string() : to_string(again.error())));
  REQUIRE(again);
  CHECK(*again == *document);
  CHECK(to_json(*again) == written);
}

TEST_CASE("any valid document is the same after writing and reading") {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    const AccountDocument document = RandomDocument(seed).make();
    const auto found = problems_of(document);
    INFO((found.empty() ? std::string() : to_string(found.front())));
    REQUIRE(found.empty());
    const std::string written = to_json(document);
    const auto again = parse_account(written);
    INFO((again ? std::string() : to_string(again.error())));
    REQUIRE(again);
    CHECK(*again == document);
    CHECK(to_json(*again) == written);
  }
}
