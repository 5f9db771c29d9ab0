// What is allowed but looks wrong.
#include "model/warnings.hpp"

#include "model/announcements.hpp"
#include "model/json_value.hpp"

#include <tandem/account.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace tandem {
namespace {

using model::shown;

/// Collects warnings; all have the code of a doubtful value.
class Warnings {
 public:
  explicit Warnings(const model::AccountData& data) : data_(data) {}
  std::vector<Error> take() && { return std::move(found_); }

  template <class T>
  void of(const T&, const std::string&) {}
  void of(const AccountSettings& settings, const std::string& path) {
    if (settings.defaults.extension_dial.enabled && settings.defaults.extension_dial.min_length == 1) {
      say(path + ".defaults.extension_dial.min_length",
          "extensions of one digit are mixed up with menu items; 2 or more is recommended (IVR-15)");
    }
    if (settings.sip_encryption != SipEncryption{}) {
      say(path + ".sip_encryption", "nothing here encrypts: calls go in clear whatever is set");
    }
    if (settings.sip_encryption.srtp != Srtp::off && settings.sip_encryption.tls == Tls::off) {
      say(path + ".sip_encryption.tls", "without TLS the keys of SRTP travel in clear (03 OP-04)");
    }
    if (settings.media_proxy.enabled) {
      say(path + ".media_proxy.enabled",
          "no relay of the account's own takes part in calls: media goes by the built-in one");
    }
  }
  void of(const Employee& employee, const std::string& path) {
    if (employee.devices.empty()) {
      say(path + ".devices",
          fmt::format("employee '{}' has no device, so no call reaches them (EMP-34)", employee.id.text));
    }
    of_extension(employee.extension, path);
    for (std::size_t i = 0; i < employee.auto_secretary.size(); ++i) {
      const bool out = std::holds_alternative<SecretaryNumber>(employee.auto_secretary[i].action);
      if (!out || !employee.outgoing_number.empty()) continue;
      say(fmt::format("{}.auto_secretary[{}].action", path, i),
          fmt::format("employee '{}' has no outgoing line, so the rule reaches no number (EMP-13)", employee.id.text));
    }
  }
  void of(const Group& group, const std::string& path) {
    if (group.extension.size() == 1) {
      say(path + ".extension",
          fmt::format("{} has one digit and is mixed up with menu items; two or more are recommended (EMP-07)",
                      shown(group.extension)));
    }
    const bool staffed =
        std::any_of(group.members.begin(), group.members.end(), [](const Member& m) { return m.is_operator; });
    if (!staffed)
      say(path + ".members", fmt::format("group '{}' has no operator, so nobody takes its calls", group.id.text));
    for (const model::Announcement& each : model::announcements) {
      if (group.*each.flag && !model::holds(group, data_.settings().defaults.queue.hold_when_busy)) {
        say(fmt::format("{}.{}", path, each.name),
            fmt::format("group '{}' does not hold callers, so nothing is announced to them (QUE-26)", group.id.text));
      }
    }
    if (group.wrap_up.duration > std::chrono::seconds{} && !data_.settings().defaults.services.contact_centre) {
      say(path + ".wrap_up", fmt::format("group '{}': a wrap-up needs a contact centre (DEF-03)", group.id.text));
    }
    of_extension(group.extension, path);
  }
  void of(const Number& number, const std::string& path) {
    if (number.incoming && number.scheme.empty()) {
      say(path + ".scheme",
          fmt::format("number {} has no scheme: its calls are refused as busy (01 OP-20)", number.number));
    }
  }
  void of(const Trunk& trunk, const std::string& path) {
    const auto at = std::find(trunk.codecs.begin(), trunk.codecs.end(), Codec::g729);
    if (at == trunk.codecs.end()) return;
    say(fmt::format("{}.codecs[{}]", path, at - trunk.codecs.begin()),
        trunk.codecs.size() == 1
            ? "the built-in media port does not carry g729, so it refuses the trunk's calls (03 OP-33)"
            : "the built-in media port does not carry g729, and leaves it out of what it offers (03 OP-33)");
  }
  void of(const Scheme& scheme, const std::string& path) {
    of_extension(scheme.extension, path);
    const bool plain = scheme.branches.size() == 1 && !scheme.branches.front().schedule;
    for (std::size_t i = 0; i < scheme.branches.size(); ++i) {
      of_block(scheme.branches[i].block, plain ? path : fmt::format("{}.branches[{}]", path, i));
    }
    for (const SchemeDoubt& doubt : model::doubts_of(data_, scheme, path)) say(doubt.path, text_of(doubt));
  }

 private:
  void say(std::string path, std::string message) {
    if (path.starts_with('.')) path.erase(0, 1);
    found_.push_back({errc::invalid_argument, std::move(message), std::move(path), {}});
  }

  void of_extension(const std::string& extension, const std::string& path) {
    const ExtensionDial& dial = data_.settings().defaults.extension_dial;
    if (extension.empty() || !dial.enabled) return;
    const auto length = static_cast<int>(extension.size());
    if (length >= dial.min_length && length <= dial.max_length) return;
    if (length == 1) return;  // the group's own warning says more
    say(path + ".extension", fmt::format("{} cannot be dialled in a menu, which takes {} to {} digits (IVR-14, IVR-16)",
                                         shown(extension), dial.min_length, dial.max_length));
  }

  void of_block(const Block& block, const std::string& path) {
    for (std::size_t i = 0; i < block.actions.size(); ++i) {
      const auto* prompt = std::get_if<PlayPrompt>(&block.actions[i]);
      if (prompt != nullptr && prompt->prompt.empty()) {
        say(fmt::format("{}.actions[{}].play", path, i), "no audio file is chosen; the line is skipped (NUM-54)");
      }
      const auto* forward = std::get_if<Forward>(&block.actions[i]);
      if (forward != nullptr && std::holds_alternative<std::monostate>(forward->to)) {
        say(fmt::format("{}.actions[{}].forward", path, i),
            "the forward has no target and is skipped (SCH-37, 01 OP-50)");
      }
    }
    for (std::size_t i = 0; i < block.menu.size(); ++i) {
      const std::string item = fmt::format("{}.menu[{}]", path, i);
      of_menu_digits(block.menu[i].digits, item);
      of_block(block.menu[i].block, item);
    }
    for (std::size_t i = 0; i < block.handlers.size(); ++i) {
      of_block(block.handlers[i].block, fmt::format("{}.handlers[{}]", path, i));
    }
  }

  /// The same digits cannot mean both; the menu item is the nearer meaning, so the extension is out of reach.
  void of_menu_digits(const std::string& digits, const std::string& item) {
    const ExtensionDial& dial = data_.settings().defaults.extension_dial;
    const auto length = static_cast<int>(digits.size());
    if (!dial.enabled || length < dial.min_length || length > dial.max_length) return;
    const model::ObjectRef* owner = data_.owner(model::Kind::extension, digits);
    if (owner == nullptr) return;
    say(item + ".digits", fmt::format("{} is also the extension of {}; in this menu only one can be reached (IVR-15)",
                                      shown(digits), model::label_of(*owner)));
  }

  const model::AccountData& data_;
  std::vector<Error> found_;
};

}  // namespace

std::vector<Error> warnings_of(const AccountDocument& document) {
  const model::AccountData data{AccountDocument(document)};
  Warnings warnings(data);
  warnings.of(data.settings(), "");
  model::each_object_kind([&]<class T>(model::As<T>) {
    using Of = model::ObjectKind<T>;
    const std::vector<T>& list = document.*Of::member;
    for (std::size_t i = 0; i < list.size(); ++i) warnings.of(list[i], fmt::format("{}[{}]", Of::list, i));
  });
  return std::move(warnings).take();
}

namespace model {

std::vector<Error> warnings_of(const AccountData& data, const ObjectRef& object, const std::string& at) {
  Warnings warnings(data);
  if (object.kind == Kind::settings) warnings.of(data.settings(), at);
  each_object_kind([&]<class T>(As<T>) {
    if (object.kind != ObjectKind<T>::kind) return;
    if (const T* found = data.find<T>(object.key)) warnings.of(*found, at);
  });
  return std::move(warnings).take();
}

}  // namespace model
}  // namespace tandem
