// Names of the standard prompts, and the recordings in Debian's packages that say the nearest thing.
#include <tandem/rtp.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <array>

namespace tandem {
namespace {

struct Prompt {
  std::string_view name;
  std::string_view file;  // without ".wav"; of the language's folder, or an absolute path
};

// In the order of their names.
constexpr std::array prompts = {
    Prompt{"agent-login", "agent-user"},
    Prompt{"agent-logged-in", "agent-loginok"},
    Prompt{"agent-logged-off", "agent-loggedoff"},
    Prompt{"all-operators-busy", "tt-allbusy"},
    Prompt{"beep", "beep"},
    Prompt{"bye", "vm-goodbye"},
    Prompt{"call-forward", "pls-hold-while-try"},
    Prompt{"call-waiting", "queue-youarenext"},
    Prompt{"conference-enter-pin", "conf-getpin"},
    Prompt{"conference-invalid-pin", "conf-invalidpin"},
    Prompt{"enter-extension", "vm-enter-num-to-call"},
    Prompt{"enter-password", "vm-password"},
    Prompt{"goodbye", "vm-goodbye"},
    Prompt{"hello", "hello"},
    Prompt{"hold-melody", "/usr/share/asterisk/moh/macroform-cold_day"},
    Prompt{"invalid", "invalid"},
    Prompt{"invalid-number", "pbx-invalid"},
    Prompt{"invalid-password", "vm-invalid-password"},
    Prompt{"leave-message", "vm-intro"},
    Prompt{"lines-busy", "all-circuits-busy-now"},
    Prompt{"message-saved", "vm-msgsaved"},
    Prompt{"no-answer", "vm-nobodyavail"},
    Prompt{"not-available", "vm-isunavail"},
    Prompt{"number-not-in-service", "ss-noservice"},
    Prompt{"on-the-phone", "vm-isonphone"},
    Prompt{"one-moment", "one-moment-please"},
    Prompt{"queue-hold-time", "queue-holdtime"},
    Prompt{"queue-minutes", "queue-minutes"},
    Prompt{"queue-next", "queue-youarenext"},
    Prompt{"queue-position", "queue-thereare"},
    Prompt{"queue-thank-you", "queue-thankyou"},
    Prompt{"recording-menu", "vm-review"},
    Prompt{"thank-you", "auth-thankyou"},
    Prompt{"transfer", "pbx-transfer"},
    Prompt{"transfer-melody", "/usr/share/asterisk/moh/manolo_camp-morning_coffee"},
    Prompt{"try-again", "please-try-again"},
    Prompt{"waiting-melody", "/usr/share/asterisk/moh/reno_project-system"},
    Prompt{"welcome", "dir-welcome"},
};

/// "number-17", "digit-4": numbers as they are said, 0 to 20 and the tens.
std::string_view number_of(std::string_view name) {
  for (const std::string_view kind : {"number-", "digit-"}) {
    if (!name.starts_with(kind)) continue;
    const std::string_view digits = name.substr(kind.size());
    const bool number = !digits.empty() && digits.size() <= 2 && digits.find_first_not_of("0123456789") == digits.npos;
    return number ? digits : std::string_view();
  }
  return {};
}

bool is_file(const std::string& path) {
  struct stat about {};
  return stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode);
}

}  // namespace

std::vector<std::string> standard_prompt_names() {
  std::vector<std::string> names;
  for (const Prompt& prompt : prompts) names.emplace_back(prompt.name);
  return names;
}

std::string standard_prompt_file(std::string_view name, std::string_view language) {
  const std::string_view number = number_of(name);
  const auto prompt = std::ranges::find(prompts, name, &Prompt::name);
  if (prompt == prompts.end() && number.empty()) return {};
  const std::string file = number.empty() ? std::string(prompt->file) : "digits/" + std::string(number);
  std::string path;
  if (!file.starts_with('/')) {
    path = language == "ru" ? "/usr/share/asterisk/sounds/ru_RU_f_IvrvoiceRU/"
                            : "/usr/share/asterisk/sounds/en_US_f_Allison/";
  }
  path.append(file).append(".wav");
  return is_file(path) ? path : std::string();
}

}  // namespace tandem
