// A small company with something of everything the model has.
#pragma once

#include <string>

namespace example {

inline const std::string acme = R"({
  "id": "acme",
  "name": "Acme",
  "time_zone": "Europe/Moscow",
  "country": "RU",
  "domains": ["acme.example"],
  "defaults": {
    "employee_ring_time": 20,
    "employee_no_answer_prompt": "sorry",
    "employee_no_answer_action": "forward_extension",
    "employee_forward_extension": "500",
    "group_ring_melody": "standard:hold-melody",
    "no_answer_suspension": 5,
    "queue": {"hold_when_busy": false, "max_wait": 60, "max_length": 3, "enqueue_prompt": null, "hold_melody": "tone:ringback",
              "overflow_prompt": "sorry"},
    "password_prompt": "standard:enter-password",
    "voicemail_notice": null,
    "voicemail_max": 120,
    "extension_dial": {"enabled": true, "min_length": 2, "max_length": 4},
    "menu": {"input_wait": 6, "digit_wait": 2, "max_errors": 2, "password_attempts": 1}
  },
  "prompts": [{"id": "greeting", "source": "file:/srv/greeting.wav"}, {"id": "sorry", "source": "blob:prompts/sorry"}],
  "employees": [
    {"id": "anna", "full_name": "Anna Petrova", "extension": "101", "email": "anna@acme.example",
     "outgoing_number": "74950000001", "reception_mode": "all_sequential",
     "devices": [{"sip": "anna@acme.example", "wait": 15},
                 {"number": "79251234567", "active": false,
                  "schedule": {"times": [{"days": "working_days", "from": "09:00", "to": "18:59"}]}}],
     "sip_accounts": [{"aor": "anna@acme.example", "password": "Secret123", "forward_to": "boris@acme.example"}],
     "honour_status": true, "status": "break"},
    {"id": "boris", "full_name": "Boris", "extension": "102",
     "sip_accounts": [{"aor": "boris@acme.example", "ha1": "0123456789abcdef0123456789abcdef"}]}
  ],
  "groups": [
    {"id": "sales", "name": "Sales", "extension": "500", "strategy": "ring_all", "reception": "as_in_card",
     "members": [{"employee": "anna", "priority": 1}, {"employee": "boris", "operator": false, "supervisor": true}],
     "ring_melody": "greeting", "queue": {"max_length": 10}}
  ],
  "trunks": [
    {"id": "carrier", "name": "Carrier", "enabled": true, "host": "192.0.2.10", "ports": [5060, 5080], "transport": "tcp",
     "codecs": ["pcma", "pcmu"], "max_lines": 30, "prefix": "88"}
  ],
  "numbers": [{"number": "74950000001", "trunk": "carrier", "scheme": "main", "comment": "main line"},
              {"number": "74950000002", "trunk": "carrier", "scheme": "night", "incoming": true, "outgoing": false}],
  "schemes": [
    {"id": "main", "name": "Main", "extension": "900",
     "branches": [
       {"schedule": {"from": "2021-10-01 10:00", "until": "2031-10-31 18:00",
                     "times": [{"days": "working_days", "from": "09:00", "to": "18:59"}], "time_zone": "Asia/Omsk"},
        "actions": [{"play": "greeting", "wait_end": true}, {"forward": {"group": "sales"}, "wait": 20},
                    {"forward": {"employee": "anna"}}, {"forward": {"extension": "102"}}, {"forward": {"scheme": "main"}},
                    {"forward": {"number": "79161234567", "trunk": "carrier"}, "wait": 30}, {"forward": null},
                    {"voicemail": ["night@acme.example"]}, {"hangup": true}],
        "menu": [{"digits": "1", "password": "123", "schedule": {"until": "2031-10-31 18:00"},
                  "actions": [{"forward": {"group": "sales"}}],
                  "menu": [{"digits": "2", "actions": [{"hangup": true}], "final_action": "return_to_main_menu"}]}],
        "handlers": [{"on": "extension_dial", "length": 3, "actions": [{"voicemail": []}]},
                     {"on": "no_input", "schedule": {"times": [{"days": "sunday"}]}, "actions": [{"hangup": true}],
                      "final_action": "return_to_main_menu"}],
        "final_action": "hangup"},
       {"actions": [{"play": "tone:busy"}]}
     ]},
    {"id": "night", "actions": [{"voicemail": []}]}
  ]
})";

}  // namespace example
