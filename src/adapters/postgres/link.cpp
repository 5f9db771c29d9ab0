#include "adapters/postgres/link.hpp"

#include "model/unicode.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>

namespace tandem::postgres {
namespace {

/// A server that is unreachable is known as such after this many seconds, unless the connection string says otherwise.
constexpr const char* connect_timeout_s = "5";
/// As is one that falls silent (ms).
constexpr const char* silence_ms = "10000";

std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

bool is_schema_name(std::string_view name) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= 63 && !(name.front() >= '0' && name.front() <= '9') &&
         !name.starts_with("pg_") && std::ranges::all_of(name, good);
}

/// Both forms, "host=... dbname=..." and "postgresql://...", with what is not said filled in.
Result<std::string> complete(const std::string& target) {
  char* words = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(target.c_str(), &words),
                                                                             &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> owned(words, &PQfreemem);
  if (!options) {
    std::string said = words != nullptr ? words : "out of memory";
    while (!said.empty() && said.back() == '\n') said.pop_back();
    return fail(
        errc::invalid_argument,
        fmt::format("no connection string of PostgreSQL ({}); \"host=127.0.0.1 dbname=pbx user=pbx\" would be one",
                    said));
  }
  std::string text;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view key = option->keyword;
    std::string value = option->val != nullptr ? option->val : "";
    if (value.empty() && key == "connect_timeout") value = connect_timeout_s;
    if (value.empty() && key == "tcp_user_timeout") value = silence_ms;
    if (value.empty() && key == "application_name") value = "tandem";
    if (!value.empty()) text += fmt::format("{}={} ", key, quoted(value));
  }
  return text;
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace

Caught caught_now() {
  const auto storage = [](std::string message) { return Error{errc::storage, std::move(message)}; };
  try {
    throw;
  } catch (const pqxx::in_doubt_error& error) {
    return {storage("the connection was lost while a change was committed, which may have happened: " +
                    trimmed(error.what())),
            true};
  } catch (const pqxx::broken_connection& error) {
    return {storage("no connection to the database: " + trimmed(error.what()))};
  } catch (const pqxx::sql_error& error) {
    return {storage(fmt::format("{} (SQLSTATE {})", trimmed(error.what()), error.sqlstate()))};
  } catch (const std::exception& error) {
    return {storage(trimmed(error.what()))};
  }
}

std::string clean(std::string_view text) {
  std::u32string points = model::code_points(text);
  std::erase(points, U'\0');
  return model::utf8(points);
}

Result<std::shared_ptr<Link>> Link::make(const std::string& target, const PostgresOptions& options) {
  if (!is_schema_name(options.schema)) {
    return fail(
        errc::invalid_argument,
        fmt::format("'{}' cannot be the schema: a name has small Latin letters, digits and underscores, at most 63, "
                    "begins with no digit and not with pg_",
                    options.schema));
  }
  const auto completed = complete(target);
  if (!completed) return std::unexpected(completed.error());
  const auto timeout = std::clamp<std::int64_t>(options.timeout.count(), 1, 3'600'000);
  return std::shared_ptr<Link>(new Link(*completed, options.schema, static_cast<int>(timeout)));
}

void Link::open() {
  if (connection_) return;
  connection_ = std::make_unique<pqxx::connection>(target_);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  connection_->inhibit_reactivation(
      true);  // the library's own new session would lack what is set here; no other way to say
#pragma GCC diagnostic pop
  quiet_ = std::make_unique<pqxx::quiet_errorhandler>(*connection_);
  ++session_;
  connection_->set_client_encoding("UTF8");
  pqxx::nontransaction session(*connection_);
  const auto encoding = session.exec1("SHOW server_encoding")[0].as<std::string>();
  if (encoding != "UTF8") {
    throw pqxx::failure(fmt::format("the database is encoded in {}; make one with ENCODING 'UTF8'", encoding));
  }
  session.exec(
      fmt::format("SET search_path TO {}; SET statement_timeout TO {}; SET lock_timeout TO {}; "
                  "SET idle_in_transaction_session_timeout TO 60000; SET client_min_messages TO warning",
                  schema_, timeout_ms_, timeout_ms_));
}

void Link::forget() noexcept {
  quiet_.reset();
  connection_.reset();
}

}  // namespace tandem::postgres
