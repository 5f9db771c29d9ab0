// Every reason with its name in records, its rule, and its words in both languages. One row each, in the enum's order.
#pragma once

#include <tandem/reason.hpp>

#include <array>
#include <cstdint>

namespace tandem::model {

struct ReasonRow {
  Reason reason;
  std::string_view name;
  std::string_view rule;
  std::string_view english;
  std::string_view russian;
};

inline constexpr ReasonRow reason_table[] = {
    {Reason::free_text, "free_text", "", "{0}", "{0}"},

    {Reason::media_unusable, "media_unusable", "RFC 3264", "the caller's media cannot be used: {0}",
     "медиаданные звонящего непригодны: {0}"},
    {Reason::unknown_number, "unknown_number", "TRK-35", "{0} is no number of this account",
     "{0} не является номером этого аккаунта"},
    {Reason::trunk_lines_taken, "trunk_lines_taken", "TRK-22", "trunk {0}: all lines are taken",
     "транк {0}: все линии заняты"},
    {Reason::trunk_all_lines, "trunk_all_lines", "TRK-22", "all {0} lines of trunk {1} are taken",
     "все линии транка {1} заняты (линий: {0})"},
    {Reason::trunk_switched_off, "trunk_switched_off", "TRK-22", "trunk {0}: switched off", "транк {0}: выключен"},
    {Reason::no_leg, "no_leg", "engine", "no leg to {0}: {1}", "не удалось начать вызов к {0}: {1}"},

    {Reason::internal_number, "internal_number", "TRK-42", "{0} is an internal number", "{0} — внутренний номер"},
    {Reason::internal_number_trunk, "internal_number_trunk", "TRK-34", "{0} from trunk {1} is an internal number",
     "{0} из транка {1} — внутренний номер"},
    {Reason::line_without_scheme, "line_without_scheme", "NUM-02", "line {0} has no scheme", "у линии {0} нет схемы"},
    {Reason::line_to_scheme, "line_to_scheme", "SCH-01", "line {0} leads to scheme {1}",
     "линия {0} ведёт на схему {1}"},
    {Reason::hook_forwards, "hook_forwards", "SCH-15", "the integration sends the call to {0}",
     "интеграция направляет звонок: {0}"},
    {Reason::hook_refuses, "hook_refuses", "SCH-15", "the integration refuses the call", "интеграция отклоняет звонок"},
    {Reason::hook_silent, "hook_silent", "SCH-15", "the integration did not answer within {0} ms",
     "интеграция не ответила за {0} мс"},
    {Reason::hook_target_unknown, "hook_target_unknown", "SCH-15", "the integration names {0}, which is not here",
     "интеграция называет {0}, но этого здесь нет"},
    {Reason::responsible_first, "responsible_first", "DEF-02", "the caller belongs to {0}, who is rung first",
     "звонящий закреплён за {0}, сначала вызывается он"},
    {Reason::responsible_unable, "responsible_unable", "DEF-02",
     "the caller belongs to {0}, who cannot take the call now",
     "звонящий закреплён за {0}, но сейчас он принять звонок не может"},

    {Reason::branch_taken, "branch_taken", "SCH-21", "scheme {0}, branch {1} of {2}", "схема {0}, ветвь {1} из {2}"},
    {Reason::next_scheme, "next_scheme", "SCH-38", "on to scheme {0}", "переход на схему {0}"},
    {Reason::scheme_loop, "scheme_loop", "SCH-42",
     "the call was passed from scheme to scheme more than {0} times: it ends",
     "звонок переходил со схемы на схему больше {0} раз: он завершается"},
    {Reason::menu_loop, "menu_loop", "IVR-32", "the call returned to the main menu more than {0} times: it ends",
     "звонок возвращался в главное меню больше {0} раз: он завершается"},
    {Reason::forward_without_target, "forward_without_target", "SCH-37", "a forward without a target is passed over",
     "переадресация без адресата пропущена"},
    {Reason::prompt_not_chosen, "prompt_not_chosen", "NUM-54", "a line that plays nothing yet is passed over",
     "строка без выбранного звукового файла пропущена"},
    {Reason::forward_without_trunk, "forward_without_trunk", "SCH-34", "no trunk for the number {0}",
     "нет транка для номера {0}"},
    {Reason::forward_to_number, "forward_to_number", "SCH-43", "forwards to {0} through trunk {1}",
     "переадресация на {0} через транк {1}"},
    {Reason::forward_to_sip, "forward_to_sip", "SCH-43", "forwards to the SIP address {0}",
     "переадресация на SIP-адрес {0}"},
    {Reason::forward_to_trunk, "forward_to_trunk", "SCH-38", "forwards with the number {0} into trunk {1}",
     "переадресация с номером {0} в транк {1}"},
    {Reason::region_matched, "region_matched", "IVR-40", "the caller's number belongs to {0}",
     "номер звонящего относится к региону {0}"},
    {Reason::region_otherwise, "region_otherwise", "IVR-40", "no listed region fits the caller's number: the default",
     "номер звонящего не относится к перечисленным регионам: действует адресат по умолчанию"},
    {Reason::region_unmatched, "region_unmatched", "IVR-40", "no listed region fits the caller's number: passed over",
     "номер звонящего не относится к перечисленным регионам: действие пропущено"},
    {Reason::menu_item_chosen, "menu_item_chosen", "IVR-01", "the caller chose menu item {0}",
     "звонящий выбрал пункт меню {0}"},
    {Reason::menu_item_closed, "menu_item_closed", "IVR-31", "menu item {0} was not opened",
     "пункт меню {0} не открыт"},
    {Reason::wrong_password, "wrong_password", "IVR-08", "wrong password for menu item {0}, attempt {1}",
     "неверный пароль к пункту меню {0}, попытка {1}"},
    {Reason::extension_dialled, "extension_dialled", "IVR-12", "the caller dialled extension {0}",
     "звонящий набрал внутренний номер {0}"},
    {Reason::prefix_dialled, "prefix_dialled", "IVR-18", "no such extension: prefix {0} leads into trunk {1}",
     "такого внутреннего номера нет: префикс {0} ведёт в транк {1}"},
    {Reason::spoken_digits, "spoken_digits", "IVR-47", "heard '{0}': the digits {1}", "сказано «{0}»: цифры {1}"},
    {Reason::spoken_person, "spoken_person", "IVR-48", "heard '{0}': {1}", "сказано «{0}»: {1}"},
    {Reason::spoken_topic, "spoken_topic", "IVR-49", "heard '{0}': menu item {1}", "сказано «{0}»: пункт меню {1}"},
    {Reason::nothing_entered, "nothing_entered", "IVR-28", "nothing was entered", "ничего не введено"},
    {Reason::entry_unmatched, "entry_unmatched", "IVR-29", "'{0}' means nothing here, entry {1} of {2} forgiven",
     "«{0}» здесь ничего не значит, прощена ошибка {1} из {2}"},
    {Reason::entry_errors_exceeded, "entry_errors_exceeded", "IVR-30",
     "'{0}' means nothing here, entry {1}, and only {2} are forgiven",
     "«{0}» здесь ничего не значит, это ошибка {1}, а прощается {2}"},
    {Reason::scheme_voicemail, "scheme_voicemail", "IVR-41", "voicemail by the scheme", "голосовая почта по схеме"},
    {Reason::scheme_fax, "scheme_fax", "IVR-43", "the scheme takes a fax", "схема принимает факс"},
    {Reason::fax_tone_handled, "fax_tone_handled", "IVR-25", "a fax machine calls: the handler takes the fax",
     "звонит факс: его принимает обработчик"},
    {Reason::fax_tone_unhandled, "fax_tone_unhandled", "FAX-06",
     "a fax machine calls and no handler is there: the fax goes to the account's address",
     "звонит факс, обработчика нет: факс уходит на адрес аккаунта"},
    {Reason::fax_failed, "fax_failed", "IVR-43", "no fax could be taken: {0}", "факс принять не удалось: {0}"},
    {Reason::scheme_hangup, "scheme_hangup", "IVR-45", "the scheme hangs up", "схема завершает звонок"},

    {Reason::sip_account_forwarded, "sip_account_forwarded", "DEV-35", "SIP account {0} is forwarded to {1}",
     "SIP-учётная запись {0} переадресована на {1}"},
    {Reason::sip_forwarding_circle, "sip_forwarding_circle", "DEV-37", "forwarding of SIP accounts runs in a circle",
     "переадресация SIP-учётных записей замкнута в кольцо"},
    {Reason::no_active_device, "no_active_device", "DEV-24", "{0} has no active device in schedule",
     "у {0} сейчас нет действующего устройства по расписанию"},
    {Reason::status_forbids_ring, "status_forbids_ring", "PRS-16", "{0} is not rung: status {1:w}",
     "{0} не вызывается: статус «{1:w}»"},
    {Reason::employee_busy, "employee_busy", "DEF-18", "{0} is busy with another call", "{0} занят другим звонком"},
    {Reason::rings_employee, "rings_employee", "DEV-01", "rings {0} by his reception mode",
     "вызывается {0} по своему режиму приёма"},
    {Reason::rings_default_number, "rings_default_number", "SCH-39", "rings {0} on the main device alone",
     "вызывается {0}, только основное устройство"},
    {Reason::rings_contact, "rings_contact", "SCH-39", "rings {0} on {1} alone", "вызывается {0}, только {1}"},
    {Reason::no_such_contact, "no_such_contact", "SCH-39", "{0} has no active contact {1}",
     "у {0} нет действующего контакта {1}"},
    {Reason::warning_played, "warning_played", "NUM-41", "the warning of line {0} is played before the connection",
     "перед соединением звучит предупреждение линии {0}"},
    {Reason::caller_announced, "caller_announced", "NUM-39", "the caller's number is said to the employee",
     "сотруднику называется номер звонящего"},
    {Reason::unanswered_voicemail, "unanswered_voicemail", "DEF-27", "nobody answered: voicemail for {0}",
     "никто не ответил: голосовая почта для {0}"},
    {Reason::unanswered_extension, "unanswered_extension", "DEF-28", "nobody answered: on to extension {0}",
     "никто не ответил: переход на внутренний номер {0}"},
    {Reason::unanswered_busy, "unanswered_busy", "DEF-26", "nobody answered: the caller hears busy",
     "никто не ответил: звонящий слышит «занято»"},
    {Reason::forward_loop, "forward_loop", "DEF-28", "the call was passed on more than {0} times: it ends",
     "звонок передавался дальше больше {0} раз: он завершается"},

    {Reason::sms_reply, "sms_reply", "SMS-01", "{0} gets an SMS for the missed call",
     "{0} получает SMS о пропущенном звонке"},
    {Reason::sms_repeated, "sms_repeated", "SMS-05", "no SMS: {0} got one less than {1} days ago",
     "SMS нет: {0} уже получал её в последние дни (срок в днях: {1})"},
    {Reason::sms_limit_reached, "sms_limit_reached", "SMS-06", "no SMS: the day's limit of {0} is reached",
     "SMS нет: дневной предел {0} исчерпан"},
    {Reason::sms_not_mobile, "sms_not_mobile", "SMS-01", "no SMS: {0} is no mobile number",
     "SMS нет: {0} — не мобильный номер"},
    {Reason::callback_wanted, "callback_wanted", "SCH-63", "{0} is to be called back by group {1}",
     "{0} следует перезвонить, группа {1}"},
    {Reason::callback_there, "callback_there", "GRP-37", "{0} is going to be called back already",
     "для {0} обратный звонок уже ждёт"},
    {Reason::callback_not_for, "callback_not_for", "GRP-34", "{0} is a colleague's number, who is not called back",
     "{0} — номер сотрудника, ему не перезванивают"},
    {Reason::callback_ordered, "callback_ordered", "GRP-33", "the caller asks to be called back by group {0}",
     "звонящий просит группу {0} перезвонить"},
    {Reason::callback_calls, "callback_calls", "GRP-38", "{0} is called back, attempt {1} of {2}",
     "обратный звонок на {0}, попытка {1} из {2}"},
    {Reason::call_placed, "call_placed", "EMP-81", "{0} is rung first, then {1} is called as if he had dialled it",
     "сначала звонит {0}, затем {1} — как если бы он набрал этот номер сам"},
    {Reason::familiar_first, "familiar_first", "GRP-24", "group {0}: the caller has talked to {1} today",
     "группа {0}: сегодня звонящий уже говорил с {1}"},

    {Reason::secretary_fires, "secretary_fires", "SEC-14", "rule {1} of {0}'s auto-secretary takes the call: {2}",
     "звонок забирает правило {1} автосекретаря {0}: {2}"},
    {Reason::secretary_not_in_status, "secretary_not_in_status", "SEC-02",
     "the auto-secretary of {0} does not act in the status {1:w}", "автосекретарь {0} не действует в статусе «{1:w}»"},

    {Reason::dial_through_by_number, "dial_through_by_number", "EMP-80", "the caller is {0}: he calls from a telephone of his",
     "звонит {0}: узнан по номеру своего телефона"},
    {Reason::dial_through_by_pin, "dial_through_by_pin", "EMP-80", "the caller is {0}: he knows the PIN",
     "звонит {0}: введён верный PIN"},
    {Reason::dial_through_wrong_pin, "dial_through_wrong_pin", "EMP-80", "wrong PIN for extension {0}, attempt {1}",
     "неверный PIN для внутреннего номера {0}, попытка {1}"},

    {Reason::rings_sequential, "rings_sequential", "DST-02", "group {0}, sequential: rings {1}",
     "группа {0}, по порядку: вызывается {1}"},
    {Reason::rings_random, "rings_random", "DST-03", "group {0}, random: rings {1}",
     "группа {0}, случайно: вызывается {1}"},
    {Reason::rings_tier, "rings_tier", "DST-04", "group {0}, parallel_by_priority: rings {1}",
     "группа {0}, одновременно по приоритету: вызывается {1}"},
    {Reason::rings_all, "rings_all", "DST-06", "group {0}, ring_all: rings {1}",
     "группа {0}, все сразу: вызывается {1}"},
    {Reason::rings_longest_idle, "rings_longest_idle", "DST-07", "group {0}, longest_idle: rings {1}",
     "группа {0}, дольше всех свободен: вызывается {1}"},
    {Reason::rings_least_talk_time, "rings_least_talk_time", "DST-08", "group {0}, least_talk_time: rings {1}",
     "группа {0}, меньше всех говорил: вызывается {1}"},
    {Reason::rings_fewest_answered, "rings_fewest_answered", "DST-09", "group {0}, fewest_answered: rings {1}",
     "группа {0}, меньше всех ответов: вызывается {1}"},
    {Reason::rings_longest_idle_in_priority, "rings_longest_idle_in_priority", "DST-10",
     "group {0}, longest_idle_in_priority: rings {1}",
     "группа {0}, по приоритету, дольше всех свободен: вызывается {1}"},
    {Reason::nobody_to_ring, "nobody_to_ring", "DST-01", "group {0}: nobody can be rung", "группа {0}: вызвать некого"},
    {Reason::queue_full, "queue_full", "QUE-08", "group {0}: {1} callers wait already",
     "группа {0}: ожидающих уже {1}"},
    {Reason::queued, "queued", "QUE-03", "group {0}: all operators are busy, the caller waits as number {1}",
     "группа {0}: все операторы заняты, звонящий ждёт, его место {1}"},
    {Reason::position_told, "position_told", "QUE-19", "group {0}: the caller is told that he is number {1}",
     "группа {0}: звонящему сообщают, что он {1}-й в очереди"},
    {Reason::wait_told, "wait_told", "QUE-18", "group {0}: the caller is told to expect {1} minutes",
     "группа {0}: звонящему сообщают ожидание, минут: {1}"},
    {Reason::longest_wait_over, "longest_wait_over", "QUE-09", "group {0}: nobody answered within the longest wait",
     "группа {0}: за предельное время никто не ответил"},

    {Reason::trunk_by_prefix, "trunk_by_prefix", "TRK-46", "prefix {0} leads into trunk {1}",
     "префикс {0} ведёт в транк {1}"},
    {Reason::own_line, "own_line", "TRK-42", "goes out by {0}'s line {1}", "уходит по линии {1} сотрудника {0}"},
    {Reason::no_outgoing_line, "no_outgoing_line", "EMP-13", "{0} has no outgoing line and may not call outside",
     "у {0} нет исходящей линии, звонить наружу нельзя"},

    {Reason::trunk_by_mask, "trunk_by_mask", "TRK-47", "mask {0} leads into trunk {1} as {2}",
     "маска {0} ведёт в транк {1} как {2}"},
    {Reason::trunk_not_available, "trunk_not_available", "TRK-48", "trunk {0} is not available",
     "транк {0} недоступен"},
    {Reason::trunk_replaced, "trunk_replaced", "TRK-50", "trunk {0} takes the call for trunk {1}",
     "транк {0} принимает звонок вместо транка {1}"},
    {Reason::caller_id_rule, "caller_id_rule", "CID-14", "line {0} by the caller-id rule {1}",
     "линия {0} по правилу подмены номера {1}"},
    {Reason::destination_refused, "destination_refused", "LIM-05", "{0} may not be called (destination: {1})",
     "на {0} звонить нельзя (направление: {1})"},
    {Reason::pbx_to_network, "pbx_to_network", "TRK-36", "{0} is in the telephone network: goes out by line {1}",
     "{0} в телефонной сети: уходит по линии {1}"},
    {Reason::pbx_without_caller_id, "pbx_without_caller_id", "TRK-41",
     "trunk {0} has no number to show: the call is not made", "у транка {0} нет номера для показа: звонок не делается"},

    {Reason::transfer_asked, "transfer_asked", "SCH-11", "{0} passes the call on to {1}",
     "{0} переводит звонок на {1}"},
    {Reason::transfer_consults, "transfer_consults", "DEF-10", "{0} asks {1} first, the other party waits",
     "{0} сначала советуется с {1}, собеседник ждёт"},
    {Reason::transfer_inside_only, "transfer_inside_only", "LIM-09",
     "{0} may pass calls on to internal numbers only, not to {1}",
     "{0} может переводить звонки только на внутренние номера, но не на {1}"},
    {Reason::transfer_nowhere, "transfer_nowhere", "LIM-09", "{0} cannot pass the call on to {1}",
     "{0} не может перевести звонок на {1}"},
    {Reason::transfer_came_back, "transfer_came_back", "LIM-09", "the call comes back to {0}: {1} was not reached",
     "звонок возвращается к {0}: {1} не отвечает"},
    {Reason::transfer_joined, "transfer_joined", "DEF-58", "{0} hands the call over to {1}",
     "{0} передаёт звонок: {1}"},
    {Reason::transfer_shown_anew, "transfer_shown_anew", "DEF-09", "{0} is called anew, to see who is handed over",
     "{0} вызывается заново, чтобы увидеть номер звонящего"},
    {Reason::keys_ignored, "keys_ignored", "LIM-11", "the keys of {0} are no commands",
     "нажатия клавиш сотрудника {0} не считаются командами"},
    {Reason::pickup_forbidden, "pickup_forbidden", "LIM-13", "this pickup is switched off: {0}",
     "такой перехват выключен: {0}"},
    {Reason::pickup_nothing, "pickup_nothing", "LIM-15", "there is nothing to pick up: {0}",
     "перехватывать нечего: {0}"},
    {Reason::pickup_took, "pickup_took", "LIM-19", "{0} picked up call {1}", "{0}: перехвачен звонок {1}"},

    {Reason::caller_blacklisted, "caller_blacklisted", "ACL-05", "the caller is in the black list: {0}",
     "звонящий в чёрном списке: {0}"},
    {Reason::caller_not_whitelisted, "caller_not_whitelisted", "ACL-08", "{0} is not in the white list",
     "{0} нет в белом списке"},
    {Reason::caller_unidentified, "caller_unidentified", "ACL-10", "callers who show no number are not accepted",
     "звонки со скрытым номером не принимаются"},
    {Reason::caller_forwarded, "caller_forwarded", "FWD-02", "callers by the rule {0} go to {1}",
     "звонящие по правилу {0} направляются: {1}"},

    {Reason::tried_in_pass, "tried_in_pass", "DST-01", "was tried in this pass", "уже вызывался в этом круге"},
    {Reason::busy, "busy", "DST-01", "busy", "занят"},
    {Reason::status_forbids, "status_forbids", "DST-01", "status {0:w}", "статус «{0:w}»"},
    {Reason::suspended, "suspended", "DST-21", "suspended after no answer", "временно исключён после неответа"},
    {Reason::wrapping_up, "wrapping_up", "PRS-27", "wrapping up after a conversation", "завершает обработку разговора"},
    {Reason::no_device_in_schedule, "no_device_in_schedule", "DST-01", "no active device in schedule",
     "нет действующего устройства по расписанию"},
    {Reason::no_device_registered, "no_device_registered", "DST-01", "no device registered",
     "ни одно устройство не зарегистрировано"},
    {Reason::not_looked_at, "not_looked_at", "", "{0} more, not looked at in detail",
     "ещё {0}, подробно не рассматривались"},

    {Reason::trunk_silent, "trunk_silent", "TRK-50", "trunk {0} says nothing for {1} s",
     "транк {0} молчит {1} с"},

    {Reason::internal_trunk, "internal_trunk", "TRK-02",
     "leaves for another account over the internal trunk {0}, with the number {1}",
     "уходит в другой аккаунт по внутреннему транку {0} с номером {1}"},
    {Reason::trunk_unlinked, "trunk_unlinked", "TRK-58", "internal trunk {0}: the codes of the two trunks are not linked",
     "внутренний транк {0}: коды двух транков не связаны"},
    {Reason::trunk_peer_off, "trunk_peer_off", "TRK-58", "internal trunk {0}: the other account has switched its trunk off",
     "внутренний транк {0}: другой аккаунт выключил свой транк"},
    {Reason::too_many_hops, "too_many_hops", "03 OP-32",
     "the call has crossed {0} internal trunks: it does not go on over {1}",
     "звонок прошёл внутренних транков: {0}; дальше по {1} он не идёт"},

    {Reason::fmc_caller, "fmc_caller", "FMC-01", "the caller is {0}: {1} is a SIM card of the account",
     "звонит {0}: {1} — SIM-карта аккаунта"},
};

/// Words of the model that stand in sentences. English says them as documents write them.
struct Word {
  std::string_view english;
  std::string_view russian;
};
inline constexpr Word word_table[] = {
    {"online", "в сети"},        {"break", "перерыв"},     {"outbound", "исходящие"},
    {"all_calls", "все звонки"}, {"dnd", "не беспокоить"}, {"offline", "не в сети"},
};

/// The template with its arguments; those that are missing are shown as "?".
[[nodiscard]] std::string filled(std::string_view words, const std::vector<std::string>& arguments, Language language);

/// The places of arguments in a template, one bit each; throws (so does not compile) where it is no template.
consteval std::uint32_t argument_places(std::string_view text) {
  std::uint32_t places = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '}') throw "a closing brace without an opening one";
    if (text[i] != '{') continue;
    const std::size_t end = text.find('}', i);
    if (end == std::string_view::npos) throw "an opening brace without a closing one";
    const std::string_view place = text.substr(i + 1, end - i - 1);
    const bool digit = !place.empty() && place[0] >= '0' && place[0] <= '9';
    if (!digit || (place.size() > 1 && place.substr(1) != ":w")) throw "a place is {0} or {0:w}";
    places |= 1U << static_cast<unsigned>(place[0] - '0');
    i = end;
  }
  return places;
}

/// How many arguments a reason has. Does not compile where the two languages do not agree about it.
consteval std::size_t count_arguments(const ReasonRow& row) {
  const std::uint32_t places = argument_places(row.english);
  if (places != argument_places(row.russian)) throw "both languages must use the same arguments";
  std::size_t count = 0;
  while ((places >> count & 1U) != 0) ++count;
  if (places >> count != 0) throw "arguments are counted from 0 without a gap";
  return count;
}

inline constexpr auto reason_arguments = [] consteval {
  std::array<std::uint8_t, std::size(reason_table)> counts{};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (static_cast<std::size_t>(reason_table[i].reason) != i) throw "rows stand in the enum's order";
    counts[i] = static_cast<std::uint8_t>(count_arguments(reason_table[i]));
  }
  return counts;
}();
static_assert(std::size(reason_table) == static_cast<std::size_t>(Reason::fmc_caller) + 1,
              "one row for each reason");

}  // namespace tandem::model
