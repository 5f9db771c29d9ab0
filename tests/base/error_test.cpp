#include <doctest/doctest.h>
#include <tandem/error.hpp>

TEST_CASE("an error prints its code, path and every further problem") {
  tandem::Error error{tandem::errc::unknown_field, "no such field", "groups[2].colour"};
  error.more.push_back({tandem::errc::dangling, "no employee 'bob'", "groups[2].members[0]"});
  CHECK(to_string(error) ==
        "unknown_field at groups[2].colour: no such field\n"
        "dangling at groups[2].members[0]: no employee 'bob'");
}
