// Writes JSON into one string. Shared by documents (indented) and call records (compact, where speed counts).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace tandem::model {

class JsonWriter {
 public:
  /// `indent`: blanks per level; 0 writes everything on one line.
  explicit JsonWriter(int indent = 0) : indent_(indent) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  /// `name` is a field of the model: plain ASCII, not escaped.
  void key(std::string_view name) {
    separate();
    text_ += '"';
    text_ += name;
    text_ += indent_ > 0 ? "\": " : "\":";
    after_key_ = true;
  }
  void string(std::string_view value);
  /// Text that needs no escaping: names of the model, times, digits.
  void plain(std::string_view value) {
    separate();
    text_ += '"';
    text_ += value;
    text_ += '"';
  }
  /// A secret, as `of_secret` wants it; as it is without that.
  void secret(std::string_view value) { of_secret ? string(of_secret(value)) : string(value); }
  std::function<std::string(std::string_view)> of_secret;
  void number(std::int64_t value);
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void null() { raw("null"); }

  void reserve(std::size_t bytes) { text_.reserve(bytes); }
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  void raw(std::string_view value) {
    separate();
    text_ += value;
  }
  void separate();
  void open(char bracket);
  void close(char bracket);
  void new_line();

  std::string text_;
  int indent_;
  int level_ = 0;
  bool first_ = true;  ///< nothing stands in the innermost container yet
  bool after_key_ = false;
};

}  // namespace tandem::model
