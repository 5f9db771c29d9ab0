#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "folder.hpp"

namespace tandem::test {

const char* folder() { return TANDEM_TEST_DIR; }

}  // namespace tandem::test
