#include "pages.h"

#include <sys/mman.h>

#include <cstdint>
#include <new>

namespace unlabeled {

namespace {
constexpr size_t HUGE_PAGE = size_t(2) << 20;
}

Pages mapPages(size_t bytes) {
  // mapped with a huge page to spare, so that it can begin at one
  const size_t spare = bytes >= HUGE_PAGE ? HUGE_PAGE : 0, mapped = bytes + spare;
  if (mapped < bytes) throw std::bad_alloc();
  void* memory = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  char* begin = static_cast<char*>(memory);
  if (spare) {
    begin += (HUGE_PAGE - reinterpret_cast<uintptr_t>(begin) % HUGE_PAGE) % HUGE_PAGE;
    madvise(begin, bytes, MADV_HUGEPAGE);
  }
  return {begin, memory, mapped};
}

void unmapPages(const Pages& pages) { munmap(pages.memory, pages.mapped); }

}  // namespace unlabeled
