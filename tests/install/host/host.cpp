// The least host: an engine in memory, without a network, and a simulation.
#include <tandem/tandem.hpp>

#include <cstdio>

int main() {
  tandem::Engine engine({.storage = tandem::memory_storage(), .media = tandem::rtp_media()});
  const auto account = engine.accounts().import_json(R"({"id":"a","name":"A"})");
  const auto refused = engine.accounts().import_json(R"({"id":"b","name":"B","colour":"red"})");
  tandem::Simulation simulation;
  if (!account || refused || !simulation.save(account->export_json().value())) return 1;
  std::printf("%s\n", to_string(refused.error()).c_str());
  return refused.error().code == tandem::errc::unknown_field ? 0 : 1;
}
