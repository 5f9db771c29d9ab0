// Passwords: made at random, kept as Argon2id hashes.
#include "base/password.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace tandem;

TEST_CASE("[EMP-36][SIP-21] passwords that are made satisfy the rules of passwords, and differ") {
  std::set<std::string> made;
  for (int i = 0; i < 2000; ++i) {
    const std::string password = random_password(8);
    CHECK(password.size() == 8);
    CHECK_MESSAGE(is_strong(password), password);
    made.insert(password);
  }
  CHECK(made.size() == 2000);
  CHECK(random_password(20).size() == 20);
  CHECK(random_password(1).size() == 8);
}

TEST_CASE("[EMP-35][SIP-20] 8 symbols, a digit, a lower-case and an upper-case letter") {
  for (const char* good : {"Abcdefg1", "1aBBBBBB", "Abcdef1!", "Abcdéfg1"}) CHECK_MESSAGE(is_strong(good), good);
  for (const char* bad : {"", "Abcde1g", "abcdefg1", "ABCDEFG1", "Abcdefgh", "Abcdé1g"}) CHECK_MESSAGE(!is_strong(bad), bad);
}

TEST_CASE("a hash proves its password and no other, and tells nothing of it") {
  const std::string hash = hash_password("Secret123");
  CHECK(hash.find("Secret") == std::string::npos);
  CHECK(is_password_hash(hash));
  CHECK(proves("Secret123", hash));
  CHECK_FALSE(proves("Secret124", hash));
  CHECK_FALSE(proves("", hash));
  CHECK_FALSE(proves("Secret123", ""));
  CHECK(hash_password("Secret123") != hash);
}

TEST_CASE("what is no hash, or would cost a server too much, is none") {
  const std::string tail = "$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
  CHECK(is_password_hash("$argon2id$v=19$m=65536,t=10,p=4" + tail));
  for (const std::string head : {"$argon2i$v=19$m=65536,t=10,p=4", "$argon2id$v=19$m=65537,t=1,p=1",
                                 "$argon2id$v=19$m=64,t=11,p=1", "$argon2id$v=19$m=64,t=1,p=5",
                                 "$argon2id$v=19$m=0,t=1,p=1", "$argon2id$m=64,t=1,p=1"}) {
    CHECK_MESSAGE(!is_password_hash(head + tail), head);
  }
  CHECK_FALSE(is_password_hash("$argon2id$v=19$m=64,t=1,p=1$salt"));
  CHECK_FALSE(is_password_hash("$argon2id$v=19$m=64,t=1,p=1$sa lt$hash"));
  CHECK_FALSE(is_password_hash("Secret123"));
  CHECK_FALSE(proves("x", "$argon2id$v=19$m=99999999,t=1,p=1" + tail));
}
