// Where the tests' files are. Known to one source file alone, so that the others compile alike in every checkout.
#pragma once

namespace tandem::test {

[[nodiscard]] const char* folder();

}  // namespace tandem::test
