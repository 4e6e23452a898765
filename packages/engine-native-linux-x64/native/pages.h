// Pages of the system, huge ones where there are many.
#pragma once
#include <cstddef>

namespace unlabeled {

struct Pages {
  char* begin;
  /** What was mapped. */
  void* memory;
  size_t mapped;
};

constexpr size_t PAGE = 4096;

/** At least so many bytes, zeros at first, aligned to pages. Throws std::bad_alloc. */
Pages mapPages(size_t bytes);
void unmapPages(const Pages&);

}  // namespace unlabeled
