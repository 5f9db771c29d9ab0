// The calls of people as screens show them: feeds, voicemails, calls with contacts.
#include <tandem/people.hpp>

#include "engine/asker.hpp"
#include "model/text.hpp"

#include <algorithm>

namespace tandem {
namespace {

using engine::Asker;
using model::AccountData;
using model::Kind;

constexpr std::size_t feed_length = 10;
constexpr std::size_t page = 200;
constexpr std::size_t most_read = 20'000;  ///< records that are looked at for one answer

/// The account's records, newest first, until `visit` has enough.
template <class F>
Result<void> each_record(const Asker& asker, RecordQuery query, F visit) {
  asker.core().flush_records();
  query.account = asker.data().id();
  query.limit = page;
  for (std::size_t read = 0; read < most_read; read += page) {
    const auto records = asker.core().options().storage.records->find(query);
    if (!records) return std::unexpected(records.error());
    for (const CallRecord& record : *records) {
      if (!visit(record)) return {};
    }
    if (records->size() < page) return {};
    query.before = records->back().id;
  }
  return {};
}

/// The number of the party that is no employee.
const std::string& outside(const CallRecord& record) {
  return record.direction == Direction::incoming ? record.caller.number : record.dialled;
}

const Contact* contact_of(const AccountData& data, const std::string& number) {
  const auto users = data.users(Kind::client_phone, model::digits_of(number));
  return users.empty() ? nullptr : data.find<Contact>(users.front().key);
}

/// The colleague an internal call was with, as this employee (or nobody) sees it.
const Employee* colleague(const AccountData& data, const CallRecord& record, const EmployeeKey& self) {
  std::string key = record.caller_employee;
  if (key == self.text || self.empty()) {
    key = record.answered_by;
    for (const CallPart& part : record.parts) {
      if (key.empty() && part.kind == PartKind::attempt) key = part.subject;
    }
  }
  return data.find<Employee>(key);
}

bool was_offered_to(const CallRecord& record, const EmployeeKey& employee) {
  return std::any_of(record.parts.begin(), record.parts.end(), [&](const CallPart& part) {
    return part.kind == PartKind::attempt && part.subject == employee.text;
  });
}

/// EMP-68: by the company, or an internal call that this employee did not take.
bool is_missed(const CallRecord& record, const EmployeeKey& self) {
  if (record.direction == Direction::incoming) {
    return record.result == CallResult::missed || record.result == CallResult::voicemail;
  }
  return record.direction == Direction::internal && record.closed() && !record.answered && !self.empty() &&
         record.caller_employee != self.text && was_offered_to(record, self);
}

FeedRow row_of(const Asker& asker, const CallRecord& record, const EmployeeKey& self) {
  FeedRow row;
  row.call = record.id;
  row.started = record.started;
  row.direction = record.direction;
  row.trunk = record.trunk;
  row.missed = is_missed(record, self);
  if (record.answered) row.talked = record.ended.value_or(*record.answered) - *record.answered;
  if (record.direction == Direction::internal) {
    row.other = record.caller_employee == self.text || self.empty() ? record.dialled : record.caller.number;
    if (const Employee* with = colleague(asker.data(), record, self)) {
      row.name = with->full_name;
      row.position = with->position;
      row.department = with->department;
    }
    return row;
  }
  row.other = outside(record);
  const Contact* contact =
      asker.authority().has(Right::address_book_read) ? contact_of(asker.data(), row.other) : nullptr;
  if (contact != nullptr) {
    row.contact = contact->id;
    row.name = contact->full_name;
    row.position = contact->position;
  }
  return row;
}

std::unexpected<Error> no_contact(const ContactKey& key) {
  return fail(errc::not_found, fmt::format("there is no contact '{}'", key.text));
}

}  // namespace

Result<std::vector<FeedRow>> People::feed(Feed which) const {
  const Result<Asker> asker = Asker::of(account_);
  if (!asker) return std::unexpected(asker.error());
  const model::Authority authority = asker->authority();
  const EmployeeKey& self = account_.actor.employee;
  std::vector<FeedRow> rows;
  const auto read = each_record(*asker, {}, [&](const CallRecord& record) {
    const bool own_missed = record.direction == Direction::internal && is_missed(record, self);
    const bool wanted = which == Feed::all || is_missed(record, self);
    if (wanted && (authority.may_see(record) || own_missed)) rows.push_back(row_of(*asker, record, self));
    return rows.size() < feed_length;
  });
  if (!read) return std::unexpected(read.error());
  return rows;
}

Result<std::size_t> People::voicemails_since(const EmployeeKey& employee, Time since) const {
  const Result<Asker> asker = Asker::of(account_);
  if (!asker) return std::unexpected(asker.error());
  if (asker->data().find<Employee>(employee.text) == nullptr) {
    return fail(errc::not_found, fmt::format("there is no employee '{}'", employee.text));
  }
  const model::Authority authority = asker->authority();
  std::size_t count = 0;
  constexpr std::chrono::hours longest_call{24};
  RecordQuery query;
  query.from = since - longest_call;  // a call that began before may have left its message since
  const auto read = each_record(*asker, query, [&](const CallRecord& record) {
    if (!authority.may_see(record)) return true;
    count += static_cast<std::size_t>(
        std::count_if(record.parts.begin(), record.parts.end(), [&](const CallPart& part) {
          return part.kind == PartKind::voicemail && part.subject == employee.text && part.result == PartResult::done &&
                 part.until >= since;
        }));
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return count;
}

Result<bool> People::may_call(const ContactKey& key) const {
  const Result<Asker> asker = Asker::of(account_);
  if (!asker) return std::unexpected(asker.error());
  if (auto allowed = asker->need(Right::address_book_read); !allowed) return std::unexpected(allowed.error());
  const Contact* contact = asker->data().find<Contact>(key.text);
  if (contact == nullptr) return no_contact(key);
  const Employee* self = asker->data().find<Employee>(account_.actor.employee.text);
  return !contact->phones.empty() && self != nullptr &&
         std::any_of(self->devices.begin(), self->devices.end(), [](const Device& device) { return device.active; });
}

Result<std::vector<CallRecord>> People::calls_with(const ContactKey& key, std::size_t limit) const {
  const Result<Asker> asker = Asker::of(account_);
  if (!asker) return std::unexpected(asker.error());
  if (auto allowed = asker->need(Right::address_book_read); !allowed) return std::unexpected(allowed.error());
  const Contact* contact = asker->data().find<Contact>(key.text);
  if (contact == nullptr) return no_contact(key);
  const model::Authority authority = asker->authority();
  std::vector<CallRecord> calls;
  const auto with = [&](const std::string& number) {
    const std::string digits = model::digits_of(number);
    return std::any_of(contact->phones.begin(), contact->phones.end(),
                       [&](const ContactPhone& phone) { return model::digits_of(phone.number) == digits; });
  };
  const auto read = each_record(*asker, {}, [&](const CallRecord& record) {
    if (record.direction != Direction::internal && with(outside(record)) && authority.may_see(record)) {
      calls.push_back(record);
    }
    return calls.size() < limit;
  });
  if (!read) return std::unexpected(read.error());
  return calls;
}

Result<bool> People::is_cold(const CallRecord& record) const {
  const Result<Asker> asker = Asker::of(account_);
  if (!asker) return std::unexpected(asker.error());
  return record.direction == Direction::outgoing && contact_of(asker->data(), outside(record)) == nullptr;
}

}  // namespace tandem
