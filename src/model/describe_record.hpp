// Call records: fields in the order of their JSON. What every reader of records looks for is always written; the rest
// only where there is something. The verb `reason` is a typed reason with its arguments; a free text stands in the
// field that held nothing but free texts in older versions.
#pragma once

#include "model/describe.hpp"

#include <tandem/record.hpp>

namespace tandem::model {

template <class V>
constexpr void describe(V& v, As<Party>) {
  v.optional("number", &Party::number);
  v.optional("display", &Party::display);
}

template <class V>
constexpr void describe(V& v, As<CallPart>) {
  v.required("kind", &CallPart::kind);
  v.required("result", &CallPart::result);
  v.required("at", &CallPart::at);
  v.required("until", &CallPart::until);
  v.optional("subject", &CallPart::subject);
  v.optional("name", &CallPart::name);
  v.optional("via", &CallPart::via);
  v.optional("group", &CallPart::group);
  v.optional("detail", &CallPart::detail);
}

template <class V>
constexpr void describe(V& v, As<Decision::Left>) {
  v.optional("who", &Decision::Left::who);
  v.reason("why", &Decision::Left::why, &Decision::Left::arguments);
}

template <class V>
constexpr void describe(V& v, As<Decision>) {
  v.required("at", &Decision::at);
  v.optional("rule", &Decision::rule);
  v.reason("text", &Decision::reason, &Decision::arguments);
  v.optional("left_out", &Decision::left_out);
}

template <class V>
constexpr void describe(V& v, As<CallRecord>) {
  v.required("id", &CallRecord::id);
  v.optional("account", &CallRecord::account);
  v.required("direction", &CallRecord::direction);
  v.required("result", &CallRecord::result);
  v.optional("ended_by", &CallRecord::ended_by);
  v.optional("end_cause", &CallRecord::end_cause);
  v.required("started", &CallRecord::started);
  v.optional("answered", &CallRecord::answered);
  v.optional("ended", &CallRecord::ended);
  v.optional("caller", &CallRecord::caller);
  v.optional("caller_employee", &CallRecord::caller_employee);
  v.optional("dialled", &CallRecord::dialled);
  v.optional("line", &CallRecord::line);
  v.optional("trunk", &CallRecord::trunk);
  v.optional("trunk_name", &CallRecord::trunk_name);
  v.optional("from_account", &CallRecord::from_account);
  v.optional("answered_by", &CallRecord::answered_by);
  v.optional("callback", &CallRecord::callback);
  v.optional("parts", &CallRecord::parts);
  v.optional("decisions", &CallRecord::decisions);
}

}  // namespace tandem::model
