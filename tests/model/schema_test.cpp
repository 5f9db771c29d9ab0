// The JSON Schema of documents, held against the model by an independent validator (python3-jsonschema).
#include "model/edit.hpp"
#include "model/random_document.hpp"

#include <cstdio>
#include <fstream>
#include <sstream>

#include <unistd.h>

using namespace edit;

namespace {

/// What the validator says of each document.
List validated(const std::vector<std::string>& documents) {
  std::string task = "{\"schema\":" + tandem::account_schema() + ",\"documents\":[";
  for (std::size_t i = 0; i < documents.size(); ++i) task += (i == 0 ? "" : ",") + documents[i];
  task += "]}";
  const std::string file = "/tmp/tandem-schema-" + std::to_string(::getpid()) + ".json";
  std::ofstream(file) << task;
  const std::string command = "python3 " TANDEM_TEST_DIR "/model/schema_check.py < " + file + " 2>&1";
  FILE* output = ::popen(command.c_str(), "r");
  REQUIRE(output != nullptr);
  std::string text;
  for (int c = std::fgetc(output); c != EOF; c = std::fgetc(output)) text += static_cast<char>(c);
  ::pclose(output);
  std::remove(file.c_str());
  List lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("every document that the model writes fits the schema") {
  std::vector<std::string> documents{example::acme};
  for (unsigned seed = 1; seed <= 60; ++seed) documents.push_back(to_json(RandomDocument(seed).make()));
  const List said = validated(documents);
  REQUIRE(said.size() == documents.size());
  for (std::size_t i = 0; i < said.size(); ++i) CHECK_MESSAGE(said[i] == "good", said[i]);
}

TEST_CASE("what the schema refuses the model refuses too, and at the same place") {
  struct Row {
    const char* path;
    const char* value;
  };
  const std::vector<Row> rows{
      {"name", "7"},
      {"employees", "{}"},
      {"employees[0].extension", "\"1\""},
      {"employees[0].extension", "\"12a\""},
      {"employees[0].reception_mode", "\"sometimes\""},
      {"employees[0].colour", "\"red\""},
      {"defaults", R"({"employee_ring_time": 0})"},
      {"defaults", R"({"employee_ring_time": "25"})"},
      {"groups[0].members", R"([{"operator": true}])"},
      {"schemes[0].name", "null"},
      {"trunks[0].max_lines", "4"},
      {"trunks[0].transport", "\"sctp\""},
      {"numbers[0].incoming", "\"yes\""},
  };
  std::vector<std::string> documents;
  for (const Row& row : rows) documents.push_back(with(row.path, row.value).dump());
  const List said = validated(documents);
  REQUIRE(said.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(rows[i].path);
    CAPTURE(rows[i].value);
    CHECK(said[i].starts_with("bad"));
    CHECK_FALSE(problems_in(documents[i]).empty());
  }
}
