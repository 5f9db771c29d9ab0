// Every doubt about a scheme with its name and its words in both languages. One row each, in the enum's order.
#pragma once

#include "model/reason_table.hpp"

#include <tandem/scheme_check.hpp>

namespace tandem::model {

struct DoubtRow {
  Doubt doubt;
  std::string_view name;
  std::string_view english;
  std::string_view russian;
};

inline constexpr DoubtRow doubt_table[] = {
    {Doubt::action_unreachable, "action_unreachable", "nobody reaches this line: the one before it ends the call",
     "до этой строки звонок не дойдёт: предыдущая завершает его"},
    {Doubt::handler_shadowed, "handler_shadowed",
     "an earlier handler for {0} is always in force, so this one never acts",
     "более ранний обработчик {0} действует всегда, этот не сработает никогда"},
    {Doubt::no_input_unreachable, "no_input_unreachable",
     "the actions of this block never come to an end, so nobody is waited for and no_input never acts",
     "действия блока не доходят до конца, ввода никто не ждёт, и no_input не сработает никогда"},
    {Doubt::dialling_switched_off, "dialling_switched_off",
     "the account does not let callers dial extensions, so extension_dial never acts (IVR-13)",
     "набор внутренних номеров в аккаунте выключен, extension_dial не сработает никогда (IVR-13)"},
    {Doubt::fax_switched_off, "fax_switched_off",
     "the account does not recognise faxes, so fax_detect never acts (IVR-26)",
     "распознавание факсов в аккаунте выключено, fax_detect не сработает никогда (IVR-26)"},
    {Doubt::fax_actions_ignored, "fax_actions_ignored",
     "fax_detect takes the fax and the call ends; its actions never run (FAX-08)",
     "fax_detect принимает факс, и звонок завершается; его действия не выполняются (FAX-08)"},
    {Doubt::no_item_has_password, "no_item_has_password",
     "no menu item of this block has a password, so wrong_password never acts (IVR-31)",
     "в этом блоке нет пунктов меню с паролем, wrong_password не сработает никогда (IVR-31)"},
    {Doubt::nothing_is_entered, "nothing_is_entered",
     "nothing can be entered in this block, so input_error_limit never acts (IVR-30)",
     "в этом блоке нечего вводить, input_error_limit не сработает никогда (IVR-30)"},
    {Doubt::branch_never_taken, "branch_never_taken",
     "the branches before this one hold at all its times, so it is never taken (SCH-21)",
     "предыдущие ветви действуют во всё время этой, она не выбирается никогда (SCH-21)"},
    {Doubt::time_without_reception, "time_without_reception",
     "calls at any other time just end: this branch does nothing (SCH-22)",
     "звонки в остальное время просто завершаются: эта ветвь ничего не делает (SCH-22)"},
    {Doubt::item_does_nothing, "item_does_nothing", "whoever chooses {0} is hung up on: the item does nothing",
     "выбравший {0} будет отключён: пункт ничего не делает"},
    {Doubt::group_without_operators, "group_without_operators",
     "group '{0}' has no operator: the forward never reaches anybody",
     "в группе «{0}» нет операторов: переадресация никого не найдёт"},
    {Doubt::employee_without_device, "employee_without_device",
     "employee '{0}' has no active device: the forward never reaches anybody",
     "у сотрудника «{0}» нет действующих устройств: переадресация никого не найдёт"},
    {Doubt::no_such_contact, "no_such_contact", "employee '{0}' has no active contact {1}: the forward is passed over",
     "у сотрудника «{0}» нет действующего контакта {1}: переадресация будет пропущена"},
    {Doubt::trunk_switched_off, "trunk_switched_off", "trunk '{0}' is switched off: the forward is passed over",
     "транк «{0}» выключен: переадресация будет пропущена"},
    {Doubt::region_without_target, "region_without_target",
     "a forward by region without any target is passed over (IVR-40)",
     "переадресация по региону без адресатов будет пропущена (IVR-40)"},
    {Doubt::scheme_circle, "scheme_circle", "schemes forward in a circle: {0}; a call ends after ten rounds (01 OP-22)",
     "схемы переадресуют по кругу: {0}; звонок завершится после десяти переходов (01 OP-22)"},
    {Doubt::keyword_twice, "keyword_twice", "\"{0}\" is a keyword of item {1} as well, so it chooses neither (IVR-49)",
     "«{0}» — ключевое слово и пункта {1}, поэтому не выберет ни одного (IVR-49)"},
    {Doubt::speech_without_mode, "speech_without_mode",
     "speech is on, but none of digits, people and topics: nothing is listened to (IVR-50)",
     "речь включена, но не выбраны ни цифры, ни сотрудники, ни темы: никого не слушают (IVR-50)"},
};
static_assert(std::size(doubt_table) == static_cast<std::size_t>(Doubt::speech_without_mode) + 1);
static_assert([] consteval {
  for (std::size_t i = 0; i < std::size(doubt_table); ++i) {
    if (static_cast<std::size_t>(doubt_table[i].doubt) != i) return false;
    const ReasonRow as_reason{{}, {}, {}, doubt_table[i].english, doubt_table[i].russian};
    (void)count_arguments(as_reason);
  }
  return true;
}());

}  // namespace tandem::model
