// Random valid documents: every field takes values over its whole range, references point at what exists.
#pragma once

#include <fmt/format.h>
#include <tandem/account.hpp>

#include <algorithm>
#include <random>

class RandomDocument {
 public:
  explicit RandomDocument(unsigned seed) : random_(seed) {}

  tandem::AccountDocument make() {
    document_ = {};
    document_.id = word();
    document_.name = text();
    document_.time_zone = pick<std::string>({"UTC", "Europe/Moscow", "Asia/Kolkata", "America/New_York"});
    document_.country = pick<std::string>({"RU", "DE", "KZ"});
    for (int i = number(1, 3); i > 0; --i) document_.domains.push_back(fmt::format("dom{}-{}.example", i, "x"));
    for (int i = number(0, 3); i > 0; --i) {
      document_.prompts.push_back(
          {{fmt::format("prompt{}", i)}, pick<std::string>({"file:/a b.wav", "blob:x/ü", "tone:beep"})});
    }
    fill_defaults();
    fill_security();
    add_statuses();
    fill_capacities();
    fill_sms();
    if (document_.defaults.services.roles) {
      for (int i = 0, count = number(0, 3); i < count; ++i) add_role(i);
    }
    for (int i = 0, count = number(1, 6); i < count; ++i) add_trunk(i);
    for (int i = 0, count = number(1, 5); i < count; ++i) add_number(i);
    for (int i = 0, count = number(1, 8); i < count; ++i) add_employee(i);
    for (int i = 0, count = number(0, 4); i < count; ++i) add_group(i);
    add_schemes();
    add_supervisors();
    for (int i = 0, count = number(0, 4); i < count; ++i) add_contact(i);
    add_caller_rules();
    add_widgets();
    document_.customer = text();
    document_.state = one<tandem::AccountState>(2);
    if (chance()) document_.defaults.services.max_numbers = number(20, 1000);
    add_sim_cards();
    return document_;
  }

 private:
  using seconds = std::chrono::seconds;

  int number(int from, int to) { return std::uniform_int_distribution(from, to)(random_); }
  bool chance(int percent = 50) { return number(1, 100) <= percent; }
  template <class T>
  T pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(number(0, static_cast<int>(from.size()) - 1))];
  }
  template <class E>
  E one(int count) {
    return static_cast<E>(number(0, count - 1));
  }
  std::string word() { return pick<std::string>({"a", "acme-1", "X_y"}); }
  std::string text() {
    return pick<std::string>(
        {"", "Acme", "Отдел \"продаж\"", "tab\tline\nnul" + std::string(1, '\0'), "\xF0\x9F\x98\x80"});
  }
  std::string name() { return pick<std::string>({"Anna", "Анна", "\\ \"q\"", "x"}); }
  tandem::PromptKey sound() {
    if (!document_.prompts.empty() && chance()) return pick(document_.prompts).id;
    return {pick<std::string>({"standard:hold-melody", "tone:ringback", "silence:1500"})};
  }
  std::optional<tandem::PromptKey> maybe_sound() {
    if (chance(30)) return std::nullopt;
    return sound();
  }

  tandem::StatusKey status() {
    if (!document_.statuses.empty() && chance(30)) return pick(document_.statuses).id;
    return tandem::AgentStatus(one<tandem::Status>(6)).key;
  }
  void add_statuses() {
    for (int i = number(0, 3); i > 0; --i) {
      document_.statuses.push_back({{fmt::format("status{}", i)}, name(), one<tandem::Status>(6)});
    }
  }

  tandem::QueueSettings queue() {
    return {chance(), seconds(number(0, 86400)), number(0, 100000), maybe_sound(), sound(), maybe_sound()};
  }
  void fill_defaults() {
    if (chance(30)) return;
    tandem::Defaults& d = document_.defaults;
    d.employee_ring_time = seconds(number(1, 120));
    d.employee_no_answer_prompt = maybe_sound();
    d.employee_no_answer_action = one<tandem::NoAnswerAction>(2);
    d.employee_forward_extension = pick<std::string>({"1", "77"});
    d.group_ring_melody = maybe_sound();
    d.no_answer_suspension = seconds(number(0, 86400));
    d.queue = queue();
    d.password_prompt = sound();
    d.voicemail_notice = maybe_sound();
    d.voicemail_max = seconds(number(1, 3600));
    d.extension_dial = {chance(), number(1, 3), number(3, 5)};
    d.route_to_responsible = chance();
    d.incoming_display = one<tandem::IncomingDisplay>(3);
    if (chance()) d.voicemail_email = "mail@acme.example";
    d.duplicate_to_default = chance();
    d.reception = {chance(), chance(), one<tandem::Audience>(3), {}};
    d.sms_reply.enabled = chance();
    d.sms_reply.message = "We call you back";
    if (chance()) d.sms_reply.daily_limit = number(0, 100);
    d.fax = {chance(), chance(), chance(), chance() ? "fax@acme.example" : "", one<tandem::MessageMail>(4),
             seconds(number(1, 3600))};
    d.voicemail_mail = one<tandem::MessageMail>(4);
    d.voicemail_transcript = chance();
    d.text_conversations = {chance(), one<tandem::TextAlgorithm>(2), chance(), chance(), number(0, 1000),
                            seconds(number(0, 86400)), {}};
    if (d.text_conversations.algorithm == tandem::TextAlgorithm::even) {
      d.text_conversations.cooldown = seconds(number(0, 86400));
    }
    d.menu_callback = {number(1, 10), seconds(number(60, 1000)), seconds(number(1, 60))};
    d.services.contact_centre = chance();
    if (d.services.contact_centre) d.consult_display = one<tandem::ConsultDisplay>(2);
    d.transfer_music = {chance() ? "standard:transfer-melody" : "tone:beep"};
    fill_services();
    d.menu = {seconds(number(0, 600)), seconds(number(0, 600)), number(0, 100), number(1, 100)};
  }

  void fill_security() {
    document_.root_domain = chance(30) ? document_.domains.front() : "";
    document_.sip_presentation = {one<tandem::PartyName>(4), one<tandem::PartyIdentifier>(3)};
    if (chance(40)) return;
    tandem::SecuritySettings& s = document_.security;
    s.portal_login_by_sip = chance();
    s.session_lifetime = seconds(number(300, 31'536'000));
    s.session_idle = seconds(chance() ? 0 : number(300, 31'536'000));
    s.notify_softphone_by_email = chance();
  }
  void fill_capacities() {
    tandem::Services& s = document_.defaults.services;
    s.conference_extension = chance();
    document_.conferences = {number(2, s.conference_extension ? 32 : 8), number(0, 1000), number(0, 30), {}};
    if (chance()) document_.conferences.max_conferences = number(0, 10);
    document_.video.group_licences = number(0, 200);
    document_.video.group_enabled = document_.video.group_licences > 0 && chance();
    document_.storage = {number(0, 1000), number(0, 100'000), 0, chance(), chance(), chance() ? "full@acme.example" : "", ""};
    document_.storage.warn_free_mb = number(0, document_.storage.included_mb);
    if (document_.storage.warn_sms || chance()) document_.storage.warn_phone = "+79161234567";
    document_.email = chance() ? "owner@acme.example" : "";
    if (chance()) s.terms.push_back({tandem::Service::call_recording, number(0, 5), "1,000 \"RUB\""});
    if (chance()) s.terms.push_back({tandem::Service::storage, {}, text()});
    s.callback_widgets = chance();
    s.multichannel_widgets = chance();
    s.call_recording = chance();
    s.monitoring = chance();
    s.fax_broadcast = chance();
    s.speech_analytics = chance();
    s.file_mailing = chance();
    s.integrations = chance();
  }
  void fill_sms() {
    using enum tandem::SenderKind;
    using enum tandem::SenderState;
    tandem::SmsSettings& sms = document_.sms;
    sms.send_all_via_platform = chance();
    if (chance()) sms.names.push_back({"TAXI_MT", category, available, "", {}});
    if (chance()) sms.names.push_back({"Acme", unique, approved, text(), {"papers.pdf"}});
    if (chance()) sms.names.push_back({"acmenew", unique, chance() ? pending : rejected, text(), {}});
    if (chance()) sms.names.push_back({std::string(tandem::common_sender), common, available, "", {}});
    for (const tandem::SenderName& name : sms.names) {
      if (chance() && tandem::may_send(sms, name.name)) sms.sender_name = document_.defaults.sms_reply.sender_name = name.name;
    }
  }
  void add_sim_cards() {
    document_.fmc.enabled = chance();
    for (int i = number(0, 2); i > 0; --i) {
      document_.fmc.numbers.push_back({std::to_string(79161234566 + i), pick(document_.trunks).id});
    }
  }
  void fill_services() {
    tandem::Services& s = document_.defaults.services;
    s.own_prompts = chance();
    if (chance()) s.max_employees = number(20, 1000);
    if (chance()) s.max_schemes = number(10, 1000);
    if (chance()) s.prompt_megabytes = number(100, 1000);
    s.srtp = chance();
    s.tls = chance();
    s.media_proxy = chance();
    if (s.srtp) document_.sip_encryption.srtp = one<tandem::Srtp>(2);
    if (s.tls) document_.sip_encryption.tls = one<tandem::Tls>(2);
    tandem::MediaProxy& proxy = document_.media_proxy;
    proxy.enabled = s.media_proxy && chance();
    proxy.apply_mode = one<tandem::ProxyScope>(2);
    if (chance()) proxy.relays = {"relay.acme.example", "192.0.2.77"};
    if (chance()) proxy.key = "0123456789abcdefghijklmnopqrstuv";
    proxy.fallback_to_builtin = chance();
  }
  void add_login(tandem::Employee& e, int i) {
    if (chance(60)) return;
    e.login = {chance(), fmt::format("login.{}", i), "", chance()};
    e.login.password = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
  }

  std::optional<tandem::LocalMinute> minute(int year) {
    if (chance()) return std::nullopt;
    const auto day = std::chrono::local_days(std::chrono::year(year) / number(1, 12) / number(1, 28));
    return day + std::chrono::minutes(number(0, 1439));
  }
  tandem::Schedule schedule(bool limited = false) {
    tandem::Schedule s;
    s.from = minute(2025);
    s.until = minute(2026);
    for (int i = number(limited ? 1 : 0, 3); i > 0; --i) {
      s.times.push_back(
          {one<tandem::DayClass>(10), std::chrono::minutes(number(0, 1439)), std::chrono::minutes(number(0, 1439))});
    }
    if (chance(20)) s.time_zone = "Asia/Tokyo";
    return s;
  }
  std::optional<tandem::Schedule> maybe_schedule() {
    if (chance(60)) return std::nullopt;
    return schedule();
  }

  void add_trunk(int i) {
    tandem::Trunk t;
    t.id = {fmt::format("trunk{}", i)};
    t.name = text();
    t.enabled = chance();
    t.host = chance() ? fmt::format("192.0.2.{}", i) : fmt::format("host{}.example", i);
    for (int k = number(0, 3); k > 0; --k) t.ports.push_back(static_cast<std::uint16_t>(number(1, 65535)));
    t.transport = one<tandem::Transport>(2);
    if (chance()) t.codecs = {tandem::Codec::opus, tandem::Codec::pcmu, tandem::Codec::g729};
    t.max_lines = number(5, 100);
    if (chance()) t.prefix = std::to_string(number(1, 9999));
    t.peer = one<tandem::TrunkPeer>(2);
    for (int k = number(0, 3); k > 0; --k) {
      t.masks.push_back({pick<std::string>({R"(7495(\d{7}))", R"((\d*)1|2(3))", "([1-4])"}), pick<std::string>({"9$1", R"(+$1\7)"}), chance()});
    }
    for (int k = i - 1; k >= 0 && k > i - 3; --k) t.backups.push_back({fmt::format("trunk{}", k)});
    t.allow_from_override = chance();
    if (chance(20)) {
      t.split_addresses = true;
      t.from_host = fmt::format("192.0.3.{}", i);
      t.from_ports = {5062};
    }
    if (chance(20)) t.domain = fmt::format("trunk{}.example", i);
    t.dtmf_commands = one<tandem::TrunkDtmf>(2);
    t.dtmf_mode = one<tandem::DtmfMode>(2);
    t.use_options = chance();
    if (chance(20)) make_internal(t, i);
    document_.trunks.push_back(t);
  }
  void make_internal(tandem::Trunk& t, int i) {
    t.peer = tandem::TrunkPeer::account;
    t.host.clear();
    t.ports.clear();
    t.split_addresses = false;
    t.from_host.clear();
    t.from_ports.clear();
    t.domain.clear();
    t.use_options = false;
    t.backups.clear();
    t.link_code = fmt::format("00000000-0000-4000-8000-{:012}", i);
    if (chance()) t.peer_code = fmt::format("10000000-0000-4000-8000-{:012}", i);
  }
  void add_caller_rules() {
    document_.caller_lists = {chance(), one<tandem::CallerList>(2), chance()};
    for (int k = number(0, 4); k > 0; --k) {
      tandem::ListEntry entry;
      entry.id = {fmt::format("entry{}", k)};
      entry.list = one<tandem::CallerList>(2);
      entry.kind = one<tandem::AddressKind>(2);
      entry.pattern = entry.kind == tandem::AddressKind::phone
                          ? pick<std::string>({"74951234567", "100-199", "7495#*"})
                          : pick<std::string>({"anna@acme.example", "*@b.example", "x*"});
      entry.comment = text();
      entry.created_by = text();
      if (chance()) entry.created_at = tandem::Time(std::chrono::seconds(number(0, 2'000'000'000)));
      document_.list_entries.push_back(entry);
    }
    document_.caller_forwarding.active = chance();
    for (int k = number(0, 3); k > 0; --k) {
      tandem::CallerRule rule;
      rule.id = {fmt::format("rule{}", k)};
      rule.enabled = chance();
      rule.source = one<tandem::CallerSource>(2);
      rule.pattern = pick<std::string>({"74951234567", "100-199", "7495#*", "*@b.example"});
      rule.forward.to = tandem::ToEmployee{pick(document_.employees).id};
      if (chance()) rule.forward.wait = seconds(number(0, 3600));
      rule.comment = text();
      document_.caller_rules.push_back(rule);
    }
    document_.caller_id.enabled = chance();
    for (const tandem::Number& line : document_.numbers) {
      if (!line.outgoing) continue;
      tandem::CallerIdRule rule{{"id" + line.number}, line.number, one<tandem::CallerIdRuleType>(3), {}, text(), chance()};
      rule.value = rule.type == tandem::CallerIdRuleType::mask     ? R"(7\d*)"
                   : rule.type == tandem::CallerIdRuleType::prefix ? "12"
                                                                   : "Москва";
      document_.caller_id_rules.push_back(rule);
    }
    document_.allowed_destinations = {chance(), {"cis"}};
    document_.call_control = {chance(), chance(), chance(), chance(), chance()};
  }
  void add_number(int i) {
    tandem::Number n;
    n.number = fmt::format("7495{:07}", i);
    n.mode = chance(20) ? tandem::LineMode::active : tandem::LineMode::trunk;
    if (n.mode == tandem::LineMode::active) {
      n.provider = "registrar_with_address";
      n.server = "192.0.2.200";
      n.server_port = static_cast<std::uint16_t>(number(0, 9000));
      n.sip = fmt::format("{}@op.example", i);
      n.login = fmt::format("u{}", i);
      n.password = text() + "x";
    } else {
      n.trunk = pick(document_.trunks).id;
    }
    if (chance()) n.scheme = {"scheme0"};
    n.comment = text();
    n.incoming = chance();
    n.outgoing = chance();
    n.reserved = chance(10);
    if (chance(20)) n.city = "Москва";
    if (chance()) n.purchased = tandem::Time(std::chrono::seconds(number(0, 2'000'000'000)));
    document_.numbers.push_back(n);
  }
  void add_widgets() {
    for (int i = number(0, 2); i > 0; --i) {
      tandem::Number line;
      line.number = fmt::format("{:05}", i);
      line.mode = tandem::LineMode::passive;
      line.use = tandem::LineUse::widget;
      if (chance()) line.sip = fmt::format("line{}@dom1-x.example", line.number);
      document_.numbers.push_back(line);
      document_.widgets.push_back({{fmt::format("w{}", i)}, name(), line.number});
    }
    if (!chance()) return;
    const auto carrier = std::find_if(document_.trunks.begin(), document_.trunks.end(),
                                      [](const tandem::Trunk& t) { return t.peer == tandem::TrunkPeer::carrier; });
    if (carrier == document_.trunks.end()) return;
    document_.standard_number = {"74999990000", carrier->id};
    document_.numbers.push_back({.number = "74999990000", .trunk = carrier->id, .incoming = false, .use = tandem::LineUse::standard});
  }
  void add_employee(int i) {
    tandem::Employee e;
    e.id = {fmt::format("e{}", i)};
    e.full_name = name();
    e.position = text();
    e.department = text();
    set_role(e);
    if (chance(30)) e.mobile = std::to_string(79260000000 + i);
    if (chance(20)) e.time_zone = "Asia/Tokyo";
    if (chance(20)) e.region = "RU-NVS";
    add_login(e, i);
    if (chance()) e.extension = std::to_string(1000 + i);
    if (chance()) e.email = fmt::format("e{}@acme.example", i);
    const auto& line = pick(document_.numbers);
    if (line.outgoing) e.outgoing_number = line.number;
    e.reception_mode = one<tandem::ReceptionMode>(3);
    for (int k = 0, count = number(0, 2); k < count; ++k) add_account(e, i, k);
    if (chance()) {
      for (const auto& account : e.sip_accounts) e.devices.emplace_back().sip = account.aor;
    } else {
      for (int k = number(0, 3); k > 0; --k) e.devices.push_back(device(e));
    }
    e.honour_status = chance();
    e.status = status();
    e.accept_on_cc_numbers = chance();
    if (chance(20)) e.avatar = "blob:avatars/acme/" + std::to_string(i);
    if (chance(20)) e.supervised_widgets = {"site", "messenger " + text() + "x"};
    if (i > 0 && chance(30)) e.favourite_employees = {pick(document_.employees).id};
    e.caller_id_substitution = chance();
    e.auth_by_number = chance();
    if (chance(30)) e.pin = std::to_string(number(1000, 999999));
    if (chance()) e.allowed_destinations = {chance(), {"cis", "europe"}};
    if (document_.defaults.services.auto_secretary) {
      for (int k = number(0, 5); k > 0; --k) e.auto_secretary.push_back(secretary_rule(i));
    }
    document_.employees.push_back(e);
  }
  tandem::SecretaryRule secretary_rule(int employee) {
    using enum tandem::CallOrigin;
    tandem::SecretaryRule rule;
    rule.enabled = chance();
    if (chance()) rule.schedule = schedule();
    rule.directions = pick<std::vector<tandem::CallOrigin>>({{internal}, {external_incoming}, {internal, external_incoming}});
    rule.no_answer_after = seconds(number(0, 100));
    rule.prompt = maybe_sound();
    switch (number(0, 4)) {
      case 0: rule.action = tandem::Hangup{}; break;
      case 1: rule.action = tandem::Voicemail{{"m@acme.example"}}; break;
      case 2: rule.action = tandem::SecretaryNumber{"79161234567", seconds(number(1, 120))}; break;
      case 3: rule.action = tandem::SecretaryNumber{"102", std::nullopt}; break;
      default:
        if (employee > 0) rule.action = tandem::ToEmployee{{"e0"}};
    }
    rule.notify_sms = chance();
    if (rule.notify_sms || chance()) rule.sms_number = "79261234567";
    rule.notify_email = chance();
    if (rule.notify_email || chance()) rule.email_address = "n@acme.example";
    return rule;
  }
  void add_role(int i) {
    tandem::Role role;
    role.id = {fmt::format("role{}", i)};
    role.name = name();
    role.description = text();
    role.base = one<tandem::BaseRole>(8);
    for (int right = 0; right < static_cast<int>(tandem::right_count); ++right) {
      if (chance(30)) role.rights.push_back(static_cast<tandem::Right>(right));
    }
    role.controlled_groups = one<tandem::ControlledGroups>(3);
    document_.roles.push_back(role);
  }
  void add_contact(int i) {
    tandem::Contact contact;
    contact.id = {fmt::format("c{}", i)};
    contact.full_name = name();
    contact.company = text();
    for (int k = number(0, 2); k > 0; --k) contact.phones.push_back({"+7 (926) 111-12-49", text(), k == 1});
    if (chance()) contact.emails = {"x@example.com"};
    if (chance()) contact.source = "crm";
    if (chance()) contact.responsible = pick(document_.employees).id;
    document_.contacts.push_back(contact);
  }
  void add_supervisors() {
    for (tandem::Employee& e : document_.employees) {
      if (document_.groups.empty()) continue;
      if (chance(20)) e.supervised_groups = {pick(document_.groups).id};
      if (chance(20)) e.favourite_groups = {pick(document_.groups).id};
    }
    for (tandem::Employee& e : document_.employees) {
      const auto& other = pick(document_.employees);
      if (chance(10) && other.id != e.id && !is_robot(e)) e.access_source = other.id;
    }
    for (tandem::Prompt& prompt : document_.prompts) {
      prompt.name = name();
      prompt.recorded = chance();
      if (chance()) prompt.added = tandem::Time(seconds(number(0, 2'000'000'000)));
      prompt.size = number(0, 20 * 1024 * 1024);
      prompt.length = seconds(number(0, 120));
      if (chance(30)) prompt.owner = pick(document_.employees).id;
    }
  }
  void set_role(tandem::Employee& e) {
    const bool service = document_.defaults.services.roles;
    if (chance(30) && !document_.roles.empty()) {
      e.role = pick(document_.roles).id;
    } else if (chance(30)) {
      e.role = {pick<std::string>({"no_access", "accountant", "administrator", "robot"})};
    } else if (service && chance(30)) {
      e.role = {"company_head"};
      e.protection.passwords = chance();
      e.protection.recordings = chance();
    }
  }
  void add_account(tandem::Employee& e, int i, int k) {
    tandem::SipAccount account;
    account.aor = fmt::format("user{}-{}@{}", i, k, pick(document_.domains));
    if (chance()) {
      account.password = "Pass\"word1";
    } else {
      account.ha1 = "0123456789abcdef0123456789abcdef";
      if (chance()) account.ha1_sha256 = account.ha1 + account.ha1;
      if (chance()) account.realm = "tandem";
    }
    if (k > 0) account.forward_to = e.sip_accounts.front().aor;
    account.external_media_proxy = chance(20);
    e.sip_accounts.push_back(account);
  }
  tandem::Device device(const tandem::Employee& e) {
    tandem::Device d;
    if (!e.sip_accounts.empty() && chance()) {
      d.sip = pick(e.sip_accounts).aor;
    } else if (chance(20)) {
      d.address = "me@sip.elsewhere.example";
    } else {
      d.number = "79161234567";
    }
    if (chance()) d.wait = seconds(number(0, 3600));
    d.active = chance();
    d.schedule = maybe_schedule();
    return d;
  }
  void add_group(int i) {
    tandem::Group g;
    g.id = {fmt::format("g{}", i)};
    g.name = name();
    if (chance()) g.extension = std::to_string(10 + i);
    g.description = text();
    g.strategy = one<tandem::RingStrategy>(8);
    g.reception = one<tandem::GroupReception>(4);
    for (const auto& employee : document_.employees) {
      const bool robot = is_robot(employee);
      if (chance()) g.members.push_back({employee.id, robot || chance(), !robot && chance(), number(0, 5)});
    }
    g.ring_melody = maybe_sound();
    if (chance()) g.queue = queue();
    g.familiar_first = chance();
    const bool held = !g.queue || g.queue->hold_when_busy;
    g.announce_position = held && chance();
    g.announce_wait_time = held && chance();
    g.wrap_up = {seconds(number(0, 3600)), status()};
    const auto& line = pick(document_.numbers);
    if (line.outgoing) g.callback = {chance(), chance(), chance(), line.number, chance()};
    document_.groups.push_back(g);
  }

  void add_schemes() {
    const int count = number(1, 3);
    for (int i = 0; i < count; ++i) {
      tandem::Scheme s;
      s.id = {fmt::format("scheme{}", i)};
      s.name = text();
      if (i == 0) s.extension = "900";
      s.description = text();
      s.is_template = chance();
      s.sms_on_missed = chance();
      s.speech = {chance(), chance() ? "en" : "ru", chance(), chance(), chance()};
      const auto& line = document_.numbers.front();
      if (!document_.groups.empty() && line.outgoing) s.auto_callback = {chance(), document_.groups[0].id, line.number};
      for (int k = number(0, 2); k > 0; --k) s.branches.push_back({schedule(true), block(0, 0)});
      s.branches.push_back({chance(20) ? std::optional(tandem::Schedule{}) : std::nullopt, block(0, 0)});
      document_.schemes.push_back(s);
    }
  }
  tandem::Block block(int menu_level, int handler_level) {
    tandem::Block b;
    for (int i = number(0, 3); i > 0; --i) b.actions.push_back(action());
    if (menu_level < 4 && chance(100 - 25 * menu_level)) {
      for (int i = number(0, 2); i > 0; --i) {
        b.menu.push_back({std::to_string(i), chance() ? "42" : "", maybe_schedule(),
                          chance() ? std::vector<std::string>{"sales", "\"new order\""} : std::vector<std::string>{},
                          block(menu_level + 1, std::max(handler_level, 1))});
      }
    }
    if (menu_level < 4 && (handler_level < 2) && chance()) {
      b.handlers.push_back({one<tandem::HandlerKind>(6), maybe_schedule(), 0, {}, block(menu_level, handler_level + 1)});
      if (b.handlers[0].kind == tandem::HandlerKind::extension_dial) b.handlers[0].length = 3;
      if (b.handlers[0].kind == tandem::HandlerKind::fax_detect) b.handlers[0].email = {"fax@acme.example"};
    }
    if (menu_level + handler_level > 0 && chance()) b.final_action = tandem::FinalAction::return_to_main_menu;
    return b;
  }
  tandem::Action action() {
    switch (number(0, 6)) {
      case 0: return tandem::PlayPrompt{chance(10) ? tandem::PromptKey{} : sound(), chance(), one<tandem::PlayMode>(2), chance()};
      case 3: return tandem::ReceiveFax{chance() ? std::vector<std::string>{"a@b"} : std::vector<std::string>{}};
      case 4: return by_region();
      case 1: return forward();
      case 2: return tandem::Voicemail{chance() ? std::vector<std::string>{"a@b", "c@d"} : std::vector<std::string>{}};
      case 6: return tandem::DialThrough{};
      default: return tandem::Hangup{};
    }
  }
  tandem::ForwardByRegion by_region() {
    tandem::ForwardByRegion action;
    for (int i = number(0, 2); i > 0; --i) action.targets.push_back({{"RU", name()}, forward().to});
    action.otherwise = forward().to;
    if (chance()) action.wait = seconds(number(0, 3600));
    return action;
  }
  tandem::Forward forward() {
    tandem::Forward f;
    if (chance()) f.wait = seconds(number(0, 3600));
    switch (number(0, 8)) {
      case 0: f.to = tandem::ToEmployee{pick(document_.employees).id}; break;
      case 5: f.to = tandem::ToEmployee{pick(document_.employees).id, tandem::EmployeeBy::contact, "79161234567"}; break;
      case 6: {
        const auto port = static_cast<std::uint16_t>(number(0, 65535));
        f.to = tandem::ToSip{"user.x@host.example", port, one<tandem::Transport>(2), chance() ? "secret" : ""};
        break;
      }
      case 7: f.to = tandem::ToTrunk{pick(document_.trunks).id}; break;
      case 1: f.to = tandem::ToExtension{"900"}; break;
      case 2: f.to = tandem::ToScheme{{"scheme0"}}; break;
      case 3: f.to = tandem::ToNumber{"79161234567", chance() ? pick(document_.trunks).id : tandem::TrunkKey{}}; break;
      case 4:
        if (!document_.groups.empty()) f.to = tandem::ToGroup{pick(document_.groups).id};
        break;
      default: break;
    }
    return f;
  }

  std::mt19937 random_;
  tandem::AccountDocument document_;
};
