// How SIP phones reach an account: encryption and relays in its own network (specification 03, NET and MPX).
#include "accounts/office.hpp"
#include "base/digest.hpp"
#include "engine/directory.hpp"

using namespace accounts;

namespace {

template <class F>
Result<Saved> change(const Account& account, F how, SaveOptions options = {}) {
  AccountSettings settings = account.settings().value();
  how(settings);
  return account.save(Changes().settings(settings), options);
}

/// With the services of encryption, or without.
struct Ciphers : World {
  void services(bool srtp, bool tls) {
    const auto saved = change(acme(), [&](AccountSettings& s) {
      s.defaults.services.srtp = srtp;
      s.defaults.services.tls = tls;
    });
    REQUIRE_MESSAGE(saved, message(saved));
  }
  [[nodiscard]] Result<Saved> want(SipEncryption wanted) {
    return change(acme(), [&](AccountSettings& s) { s.sip_encryption = wanted; });
  }
  [[nodiscard]] SipEncryption wanted() { return acme().settings()->sip_encryption; }
};

/// With relays of its own.
struct Relayed : Office {
  Relayed() {
    const auto saved = change(acme(), [](AccountSettings& s) {
      s.defaults.services.media_proxy = true;
      s.media_proxy.enabled = true;
      s.media_proxy.relays = {"192.0.2.77"};
    });
    REQUIRE_MESSAGE(saved, message(saved));
  }
  void scope(ProxyScope mode, bool service = true) {
    const auto saved = change(acme(), [&](AccountSettings& s) {
      s.media_proxy.apply_mode = mode;
      s.media_proxy.enabled = service;
      s.defaults.services.media_proxy = service;
    });
    REQUIRE_MESSAGE(saved, message(saved));
  }
  [[nodiscard]] std::string key() { return acme().settings()->media_proxy.key; }
  std::vector<std::string> choose(const char* who, bool on) {
    Employee employee = card(who);
    employee.sip_accounts.at(0).external_media_proxy = on;
    return problems(acme().employees().update(employee));
  }
  [[nodiscard]] std::optional<bool> shown(const std::string& aor) {
    return acme().sip().list(aor)->at(0).accounts.at(0).external_media_proxy;
  }
};

bool all_of(const std::string& text, std::string_view allowed) { return text.find_first_not_of(allowed) == text.npos; }

}  // namespace

TEST_CASE("[NET-01] encryption of media and of signalling are two settings, each accepted and saved on its own") {
  Ciphers world;
  world.services(true, true);
  REQUIRE(world.want({Srtp::optional, Tls::off}));
  CHECK(world.wanted() == SipEncryption{Srtp::optional, Tls::off});
  REQUIRE(world.want({Srtp::off, Tls::allowed}));
  CHECK(world.wanted() == SipEncryption{Srtp::off, Tls::allowed});
  CHECK(world.acme().encryption()->wanted == SipEncryption{Srtp::off, Tls::allowed});
}

TEST_CASE("what nothing here can keep is refused, and what is kept is said not to be in force") {
  Ciphers world;
  world.services(true, true);
  CHECK(problems(world.want({Srtp::required, Tls::off})) == List{"unsupported sip_encryption.srtp"});
  CHECK(problems(world.want({Srtp::off, Tls::required})) == List{"unsupported sip_encryption.tls"});
  const auto saved = world.want({Srtp::optional, Tls::off});
  REQUIRE(saved);
  REQUIRE(saved->warnings.size() == 2);
  CHECK(saved->warnings[0].path == "sip_encryption");
  CHECK(saved->warnings[1].path == "sip_encryption.tls");  // 03 OP-04
  CHECK(world.acme().encryption()->in_force == SipEncryption{});
}

TEST_CASE("[NET-02] encryption is there with either service, and each half is refused without its own") {
  Ciphers world;
  CHECK_FALSE(world.acme().encryption()->srtp_available);
  CHECK_FALSE(world.acme().encryption()->tls_available);
  const auto refused = world.want({Srtp::optional, Tls::allowed});
  CHECK(problems(refused) == List{"forbidden sip_encryption.srtp", "forbidden sip_encryption.tls"});
  CHECK(contains(message(refused), "the service `srtp`, which is not enabled"));
  world.services(true, false);
  CHECK(world.acme().encryption()->srtp_available);
  CHECK_FALSE(world.acme().encryption()->tls_available);
  CHECK(problems(world.want({Srtp::optional, Tls::allowed})) == List{"forbidden sip_encryption.tls"});
  CHECK(world.want({Srtp::optional, Tls::off}));
}

TEST_CASE("[NET-03] encryption goes off with the service that it needs; the other half stays") {
  Ciphers world;
  world.services(true, true);
  REQUIRE(world.want({Srtp::optional, Tls::allowed}));
  world.services(false, true);
  CHECK(world.wanted() == SipEncryption{Srtp::off, Tls::allowed});
  world.services(false, false);
  CHECK(world.wanted() == SipEncryption{});
  world.services(true, true);  // it does not come back by itself
  CHECK(world.wanted() == SipEncryption{});
  const auto both = change(world.acme(), [](AccountSettings& s) {  // taken away and asked for at once
    s.defaults.services.srtp = false;
    s.sip_encryption.srtp = Srtp::optional;
  });
  CHECK(problems(both) == List{"forbidden sip_encryption.srtp"});
}

TEST_CASE("[NET-14] policy and encryption are in force when they are saved, not when they are refused or only tried") {
  Ciphers world;
  world.services(true, true);
  engine::Index index;
  const auto admits = [&] {
    const auto plan = std::make_shared<const routing::AccountPlan>(model::AccountData(world.acme().document().value()),
                                                                   routing::Surroundings{});
    REQUIRE(index.put(AccountId{1}, plan));
    return index.admits(AccountId{1}, "203.0.113.5");
  };
  const auto close = [](AccountSettings& s) {
    s.network = {SipAccess::allow_list, {"192.0.2.*"}};
    s.sip_encryption.srtp = Srtp::optional;
  };
  AccountSettings edited = world.acme().settings().value();
  close(edited);  // in a form
  CHECK(admits());
  REQUIRE(change(world.acme(), close, {.dry_run = true}));
  CHECK(admits());
  CHECK(problems(change(world.acme(), [&](AccountSettings& s) {
          close(s);
          s.network.addresses.emplace_back("300.1.1.1");
        })) == List{"invalid_argument network.addresses[1]"});
  CHECK(admits());
  CHECK(world.wanted() == SipEncryption{});
  REQUIRE(change(world.acme(), close));
  CHECK_FALSE(admits());
  CHECK(world.wanted().srtp == Srtp::optional);
}

TEST_CASE("[NET-15][DEV-43] policy and encryption are the account's: all its SIP accounts have them, no other account's") {
  Ciphers world;
  world.services(true, true);
  AccountDocument second;
  second.id = "branch";
  second.domains = {"branch.example"};
  REQUIRE(world.engine.accounts().import_document(second));
  REQUIRE(change(world.acme(), [](AccountSettings& s) {
    s.network = {SipAccess::allow_list, {"192.0.2.*"}};
    s.sip_encryption = {Srtp::optional, Tls::allowed};
  }));
  engine::Index index;
  std::uint64_t id = 0;
  for (const char* name : {"acme", "branch"}) {
    const AccountDocument whole = world.engine.accounts().find(name)->document().value();
    const auto plan = std::make_shared<const routing::AccountPlan>(model::AccountData(AccountDocument(whole)),
                                                                   routing::Surroundings{});
    REQUIRE(index.put(AccountId{++id}, plan));
  }
  for (const char* user : {"anna", "boris"}) {
    const auto device = index.device(user, "acme.example");
    REQUIRE(device);
    CHECK(index.admits(device->account, "192.0.2.1"));
    CHECK_FALSE(index.admits(device->account, "203.0.113.5"));
  }
  CHECK(index.admits(AccountId{2}, "203.0.113.5"));
  CHECK(world.engine.accounts().find("branch")->settings()->sip_encryption == SipEncryption{});
}

TEST_CASE("[MPX-01] relays of one's own need the service") {
  World world;
  const auto on = [](AccountSettings& s) { s.media_proxy.enabled = true; };
  const auto refused = change(world.acme(), on);
  CHECK(problems(refused) == List{"forbidden media_proxy.enabled"});
  CHECK(contains(message(refused), "the service `media_proxy`, which is not enabled"));
  CHECK(problems(world.acme().relay_kit()) == List{"forbidden"});
  CHECK(problems(world.acme().renew_relay_key()) == List{"forbidden"});
  REQUIRE(change(world.acme(), [](AccountSettings& s) { s.defaults.services.media_proxy = true; }));
  const auto taken = change(world.acme(), on);
  REQUIRE_MESSAGE(taken, message(taken));
  REQUIRE(taken->warnings.size() == 1);  // that nothing goes by them yet
  CHECK(taken->warnings[0].path == "media_proxy.enabled");
}

TEST_CASE("[MPX-02] relays are seen and changed by administrators and by whoever has the right; others leave them") {
  Relayed office;
  const auto save_as = [](const Account& who, auto how) { return problems(change(who, how)); };
  const auto rename = [](AccountSettings& s) { s.name = "Acme Ltd"; };
  const auto widen = [](AccountSettings& s) { s.media_proxy.relays.emplace_back("192.0.2.78"); };
  office.role("clerk", {Right::call_processing_edit, Right::sip_accounts_edit, Right::network_policy_edit});
  office.role("relays", {Right::media_proxy_edit});
  const Account clerk = office.as_role("clara", "clerk");
  CHECK(clerk.settings()->media_proxy == MediaProxy{});
  CHECK(clerk.document()->media_proxy == MediaProxy{});
  CHECK(save_as(clerk, rename) == List{});  // what he did not see stays
  CHECK(office.acme().settings()->media_proxy.enabled);
  CHECK(office.key().size() == 32);
  CHECK(save_as(clerk, widen) == List{"forbidden"});
  CHECK(problems(clerk.relay_kit()) == List{"forbidden"});
  CHECK(problems(clerk.renew_relay_key()) == List{"forbidden"});
  const Account keeper = office.as_role("clara", "relays");
  CHECK(keeper.settings()->media_proxy.key == office.key());
  CHECK(save_as(keeper, widen) == List{});
  CHECK(keeper.relay_kit());
  CHECK(keeper.renew_relay_key());
  CHECK(office.as_role("clara", "administrator").renew_relay_key());
  const Account head = office.as_role("clara", "company_head");  // 03 OP-18
  CHECK(head.settings()->media_proxy == MediaProxy{});
  CHECK(problems(head.renew_relay_key()) == List{"forbidden"});
}

TEST_CASE("[MPX-05] the key is made when relays are enabled, is sealed, and no other account has it") {
  Relayed office;
  const std::string key = office.key();
  CHECK(key.size() == 32);
  CHECK(all_of(key, "abcdefghijklmnopqrstuvwxyz0123456789"));
  REQUIRE(change(office.acme(), [](AccountSettings& s) { s.media_proxy.key.clear(); }));
  CHECK(office.key() == key);  // left open, it stays
  CHECK_FALSE(contains(office.acme().export_json().value(), key));
  CHECK(contains(office.acme().export_json(Secrets::clear).value(), key));
  const auto stored = office.storage.config->load("account", "").value();
  REQUIRE(stored.size() == 1);
  CHECK(contains(stored[0].body, "media_proxy"));
  CHECK_FALSE(contains(stored[0].body, key));
  AccountDocument copy;
  copy.id = "branch";
  copy.defaults.services.media_proxy = true;
  copy.media_proxy.enabled = true;
  copy.media_proxy.key = key;
  const auto taken = office.engine.accounts().import_document(copy);
  CHECK(problems(taken) == List{"duplicate media_proxy.key"});
  CHECK_FALSE(contains(message(taken), key));
  copy.media_proxy.key.clear();
  const auto made = office.engine.accounts().import_document(copy);
  REQUIRE_MESSAGE(made, message(made));
  CHECK(made->settings()->media_proxy.key.size() == 32);
  CHECK(made->settings()->media_proxy.key != key);
  CHECK(problems(change(office.acme(), [](AccountSettings& s) { s.media_proxy.key = "short"; })) ==
        List{"invalid_argument media_proxy.key"});
}

TEST_CASE("[MPX-06] a new key takes the place of the old one, and the journal tells of it without showing either") {
  Relayed office;
  const std::string old = office.key();
  const auto fresh = office.acme().renew_relay_key();
  REQUIRE_MESSAGE(fresh, message(fresh));
  CHECK(fresh->size() == 32);
  CHECK(*fresh != old);
  CHECK(office.key() == *fresh);
  CHECK(office.acme().relay_kit()->key == *fresh);
  const auto journal = office.acme().audit().value();
  REQUIRE_FALSE(journal.entries.empty());
  for (const AuditEntry& entry : journal.entries) {
    CHECK_FALSE(contains(entry.before + entry.after + entry.operation, old));
    CHECK_FALSE(contains(entry.before + entry.after + entry.operation, *fresh));
  }
  AccountDocument other;  // the old one is nobody's now
  other.id = "branch";
  other.defaults.services.media_proxy = true;
  other.media_proxy.key = old;
  CHECK(office.engine.accounts().import_document(other));
}

TEST_CASE("[MPX-10] two relays at the most, each an address or a host name, each once") {
  Relayed office;
  const auto with = [&](std::vector<std::string> relays) {
    return problems(change(office.acme(), [&](AccountSettings& s) { s.media_proxy.relays = relays; }));
  };
  CHECK(with({"192.0.2.77", "relay.acme.example"}) == List{});
  CHECK(with({"192.0.2.77", "192.0.2.78", "192.0.2.79"}) == List{"exhausted media_proxy.relays"});
  CHECK(with({"192.0.2.77", "192.0.2.77"}) == List{"duplicate media_proxy.relays[1]"});
  CHECK(with({"300.1.1.1"}) == List{"invalid_argument media_proxy.relays[0]"});
}

TEST_CASE("[MPX-11] what a relay is set up with comes as data") {
  Relayed office;
  const RelayKit kit = office.acme().relay_kit().value();
  CHECK(kit.account == "acme");
  CHECK(kit.key == office.key());
  CHECK(kit.relays == List{"192.0.2.77"});
}

TEST_CASE("[SIP-04] whether a SIP account goes by external relays is shown and set only where that is each one's choice") {
  Relayed office;
  CHECK(office.shown("anna@acme.example") == std::nullopt);
  CHECK(office.choose("anna", true) == List{"forbidden sip_accounts[0].external_media_proxy"});
  office.scope(ProxyScope::per_account);
  CHECK(office.shown("anna@acme.example") == false);
  CHECK(office.choose("anna", true) == List{});
  CHECK(office.shown("anna@acme.example") == true);
  CHECK(office.card("anna").sip_accounts[0].external_media_proxy);
  const auto hidden = [&] {
    CHECK(office.shown("anna@acme.example") == std::nullopt);
    CHECK_FALSE(office.card("anna").sip_accounts[0].external_media_proxy);
    CHECK(office.choose("boris", true) == List{"forbidden sip_accounts[0].external_media_proxy"});
    CHECK(office.choose("anna", false) == List{});  // as it is shown: the choice stays
  };
  office.scope(ProxyScope::all_accounts);
  hidden();
  office.scope(ProxyScope::per_account, false);
  hidden();
  office.scope(ProxyScope::per_account);
  CHECK(office.shown("anna@acme.example") == true);
  CHECK(office.choose("anna", false) == List{});
  CHECK(office.shown("anna@acme.example") == false);
}

TEST_CASE("[SIP-04] what is hidden of a card hinders nobody who changes the rest of it, and stays") {
  Relayed office;
  office.scope(ProxyScope::per_account);
  REQUIRE(office.choose("anna", true) == List{});
  office.scope(ProxyScope::all_accounts);
  office.role("own", {Right::employees_view, Right::own_reception_edit});
  const Account herself = office.as_role("anna", "own");
  Employee anna = herself.employees().get("anna")->object;
  CHECK_FALSE(anna.sip_accounts[0].external_media_proxy);
  anna.devices.push_back({.number = "79161112233"});
  const auto saved = herself.employees().update(anna);
  CHECK_MESSAGE(saved, message(saved));
  SUBCASE("it is there when the choice is each one's again") {
    office.scope(ProxyScope::per_account);
    CHECK(office.shown("anna@acme.example") == true);
  }
  SUBCASE("also where the same save makes it each one's") {
    anna = office.card("anna");
    anna.position = "chief";
    AccountSettings settings = office.acme().settings().value();
    settings.media_proxy.apply_mode = ProxyScope::per_account;
    REQUIRE(office.acme().save(Changes().settings(settings).update(anna)));
    CHECK(office.shown("anna@acme.example") == true);
  }
  SUBCASE("a new SIP account does not come with it") {
    anna = office.card("anna");
    anna.sip_accounts.push_back({.aor = "more@acme.example", .password = "Secret789", .external_media_proxy = true});
    CHECK(problems(office.acme().employees().update(anna)) == List{"forbidden sip_accounts[1].external_media_proxy"});
  }
}

TEST_CASE("[MPX-01][MPX-02] who switches the service off need not see the relays: they are off with it") {
  Relayed office;
  office.role("seller", {Right::services_edit, Right::employees_view});
  const Account clara = office.as_role("clara", "seller");
  AccountSettings settings = clara.settings().value();
  CHECK_FALSE(settings.media_proxy.enabled);  // not his to see
  settings.defaults.services.media_proxy = false;
  const auto saved = clara.save(Changes().settings(settings));
  CHECK_MESSAGE(saved, message(saved));
  CHECK_FALSE(office.acme().settings()->media_proxy.enabled);
  CHECK(office.acme().settings()->media_proxy.relays == List{"192.0.2.77"});
}
