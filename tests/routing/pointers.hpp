// Objects as compilers take them: by address.
#pragma once

#include <vector>

template <class T>
std::vector<const T*> pointers(const std::vector<T>& objects) {
  std::vector<const T*> list;
  for (const T& object : objects) list.push_back(&object);
  return list;
}
