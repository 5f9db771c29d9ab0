// The objects of an account one by one: Collection<T> over the registry.
#include "engine/asker.hpp"
#include "model/hidden.hpp"

#include <tandem/engine.hpp>

#include <fmt/format.h>

#include <utility>

namespace tandem {
namespace {

using engine::Asker;

/// An object as its reader may see it: without the secrets that are not for him.
template <class T>
Versioned<T> shown_to(const model::Authority& reader, const model::Stored<T>& stored) {
  Versioned<T> shown{stored.object, stored.version};
  if constexpr (requires { model::hide(reader, shown.object); }) model::hide(reader, shown.object);
  return shown;
}

/// EMP-46
template <class T>
bool visible(const model::Authority& reader, const T& object) {
  if constexpr (std::is_same_v<T, Employee> || std::is_same_v<T, Prompt>) {
    return reader.may_see(object);
  } else {
    return true;
  }
}

/// The asker, if he may see objects of a kind.
template <class T>
Result<Asker> viewer(const AccountHandle& handle) {
  Result<Asker> asker = Asker::of(handle);
  if (!asker) return asker;
  constexpr model::Kind kind = model::ObjectKind<T>::kind;
  if (asker->authority().may_see(kind)) return asker;
  return fail(errc::forbidden, fmt::format("this employee's role does not let him see {}s", model::noun(kind)));
}

template <class T>
std::unexpected<Error> none(std::string_view key) {
  return fail(errc::not_found, fmt::format("there is no {} '{}'", model::noun(model::ObjectKind<T>::kind), key));
}

Result<Saved> save(const AccountHandle& handle, const Changes& changes) {
  const auto asker = Asker::of(handle);
  if (!asker) return std::unexpected(asker.error());
  return asker->core().registry.save(handle.id, changes, {}, handle.actor);
}

}  // namespace

template <AccountObject T>
Result<Versioned<T>> Collection<T>::create(T object) const {
  Result<Saved> saved = save(account_, Changes().create(std::move(object)));
  if (!saved) return std::unexpected(saved.error());
  return get(saved->keys.front());
}

template <AccountObject T>
Result<Versioned<T>> Collection<T>::get(std::string_view key) const {
  const auto asker = viewer<T>(account_);
  if (!asker) return std::unexpected(asker.error());
  const model::Stored<T>* stored = asker->data().template all<T>().find(key);
  if (stored == nullptr) return none<T>(key);
  const model::Authority reader = asker->authority();
  if (!visible(reader, stored->object)) return fail(errc::forbidden, "this employee's role does not show him this card");
  return shown_to(reader, *stored);
}

template <AccountObject T>
Result<Saved> Collection<T>::update(T object, std::optional<std::uint64_t> expected_version) const {
  return save(account_, Changes().update(std::move(object), expected_version));
}

template <AccountObject T>
Result<Saved> Collection<T>::put(T object) const {
  return save(account_, Changes().put(std::move(object)));
}

template <AccountObject T>
Result<Saved> Collection<T>::remove(std::string_view key, std::optional<std::uint64_t> expected_version) const {
  return save(account_, Changes().remove<T>(std::string(key), expected_version));
}

template <AccountObject T>
Result<Page<T>> Collection<T>::list(PageQuery query) const {
  const auto asker = viewer<T>(account_);
  if (!asker) return std::unexpected(asker.error());
  const model::ObjectSet<T>& all = asker->data().template all<T>();
  const model::Authority reader = asker->authority();
  Page<T> page;
  page.total = all.size();
  std::uint64_t last = 0;
  all.each_after(query.after, [&](const model::Stored<T>& stored) {
    if (!visible(reader, stored.object)) return true;
    if (page.items.size() >= query.limit) {
      page.next = last;
      return false;
    }
    page.items.push_back(shown_to(reader, stored));
    last = stored.position;
    return true;
  });
  return page;
}

template <AccountObject T>
Result<std::vector<Versioned<T>>> Collection<T>::find(const std::function<bool(const T&)>& wanted,
                                                      std::size_t limit) const {
  const auto asker = viewer<T>(account_);
  if (!asker) return std::unexpected(asker.error());
  const model::Authority reader = asker->authority();
  std::vector<Versioned<T>> found;
  asker->data().template all<T>().each_after(0, [&](const model::Stored<T>& stored) {
    if (found.size() < limit && visible(reader, stored.object) && wanted(stored.object)) found.push_back(shown_to(reader, stored));
    return found.size() < limit;
  });
  return found;
}

template <AccountObject T>
Result<std::size_t> Collection<T>::count() const {
  const auto asker = viewer<T>(account_);
  if (!asker) return std::unexpected(asker.error());
  return asker->data().template all<T>().size();
}

template <AccountObject T>
Result<std::vector<Usage>> Collection<T>::usages(std::string_view key) const {
  const auto asker = viewer<T>(account_);
  if (!asker) return std::unexpected(asker.error());
  const model::AccountData& data = asker->data();
  if (data.find<T>(key) == nullptr) return none<T>(key);
  return model::usages_of(data, {model::ObjectKind<T>::kind, std::string(key)});
}

template class Collection<Prompt>;
template class Collection<Employee>;
template class Collection<Group>;
template class Collection<Trunk>;
template class Collection<Number>;
template class Collection<Scheme>;
template class Collection<Role>;
template class Collection<CustomStatus>;
template class Collection<Contact>;
template class Collection<ListEntry>;
template class Collection<CallerRule>;
template class Collection<CallerIdRule>;
template class Collection<Room>;
template class Collection<Campaign>;
template class Collection<PlannedCall>;
template class Collection<Widget>;

}  // namespace tandem
