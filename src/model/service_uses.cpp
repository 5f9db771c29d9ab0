#include "model/service_uses.hpp"

#include "model/text.hpp"

#include <variant>

namespace tandem::model {
namespace {

void add_uses(const Block& block, int menu_level, std::set<Service>& uses) {
  if (!block.menu.empty() && menu_level >= 1) uses.insert(Service::multi_level_menu);  // IVR-05
  for (const MenuItem& item : block.menu) add_uses(item.block, menu_level + 1, uses);
  for (const Handler& handler : block.handlers) {
    if (handler.kind == HandlerKind::fax_detect) uses.insert(Service::fax_detect);  // IVR-27
    add_uses(handler.block, menu_level, uses);
  }
}

bool leave_out(Block& block, int menu_level, const Services& services) {
  bool changed = false;
  if (!services.multi_level_menu && menu_level >= 1 && !block.menu.empty()) {
    block.menu.clear();
    changed = true;
  }
  if (!services.fax_detect) {
    changed |= std::erase_if(block.handlers, [](const Handler& h) { return h.kind == HandlerKind::fax_detect; }) > 0;
  }
  for (MenuItem& item : block.menu) changed |= leave_out(item.block, menu_level + 1, services);
  for (Handler& handler : block.handlers) changed |= leave_out(handler.block, menu_level, services);
  return changed;
}

void clear(Block& block) {
  for (Action& action : block.actions) {
    std::visit([]<class A>(A& what) { what = A{}; }, action);
  }
  for (MenuItem& item : block.menu) {
    item.password.clear();
    item.keywords.clear();
    clear(item.block);
  }
  for (Handler& handler : block.handlers) {
    handler.length = 0;
    handler.email.clear();
    clear(handler.block);
  }
}

}  // namespace

std::set<Service> services_used(const Scheme& scheme) {
  std::set<Service> uses;
  if (scheme.speech.enabled) uses.insert(Service::speech_menu);
  if (scheme.auto_callback.enabled) uses.insert(Service::menu_callback);
  for (const Branch& branch : scheme.branches) add_uses(branch.block, 0, uses);
  return uses;
}

std::set<Service> services_used(const Number& number) {
  if (number.use == LineUse::widget) return {Service::site_widgets};
  if (number.mode != LineMode::trunk) return {Service::foreign_numbers};
  return {};
}

bool leave_out(Scheme& scheme, const Services& services) {
  bool changed = false;
  if (!services.speech_menu && scheme.speech.enabled) {
    scheme.speech.enabled = false;
    changed = true;
  }
  if (!services.menu_callback && scheme.auto_callback.enabled) {
    scheme.auto_callback = {};
    changed = true;
  }
  for (Branch& branch : scheme.branches) changed |= leave_out(branch.block, 0, services);
  return changed;
}

Scheme skeleton_of(const Scheme& scheme) {
  Scheme skeleton;
  skeleton.name = title_of(scheme);
  skeleton.speech = scheme.speech;
  skeleton.branches = scheme.branches;
  for (Branch& branch : skeleton.branches) clear(branch.block);
  return skeleton;
}

}  // namespace tandem::model
