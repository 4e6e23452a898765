// Memory of tensors: pages outside JavaScript's heap, seen from there as ArrayBuffers.
#include <sys/mman.h>

#include "arguments.h"

namespace unlabeled {

namespace {

constexpr size_t PAGE = 4096, HUGE_PAGE = size_t(2) << 20;

struct Mapping {
  void* memory;
  size_t bytes;
};

void unmap(napi_env, void*, void* hint) {
  auto* mapping = static_cast<Mapping*>(hint);
  munmap(mapping->memory, mapping->bytes);
  delete mapping;
}

}  // namespace

/** allocate(bytes): an ArrayBuffer of at least so many, aligned to pages, on huge pages where it is large. */
Napi::Value allocate(const Arguments& arguments) {
  const double wanted = arguments.number(0);
  if (!(wanted >= 1 && wanted < 1e15)) arguments.fail("bytes must be a positive number.");
  const size_t bytes = (size_t(wanted) + PAGE - 1) / PAGE * PAGE;
  // mapped with a huge page to spare, so that it can begin at one
  const size_t spare = bytes >= HUGE_PAGE ? HUGE_PAGE : 0, mapped = bytes + spare;
  void* memory = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  char* begin = static_cast<char*>(memory);
  if (spare) {
    begin += (HUGE_PAGE - reinterpret_cast<uintptr_t>(begin) % HUGE_PAGE) % HUGE_PAGE;
    madvise(begin, bytes, MADV_HUGEPAGE);
  }
  // by hand: node-addon-api frees what it notes twice where Node refuses the size
  napi_value buffer = nullptr;
  if (napi_create_external_arraybuffer(arguments.env(), begin, bytes, unmap, new Mapping{memory, mapped}, &buffer) != napi_ok) {
    napi_value refusal;  // Node unmaps what it does not take
    napi_get_and_clear_last_exception(arguments.env(), &refusal);
    arguments.fail("bytes must be at most what an ArrayBuffer can have; got " + std::to_string(bytes) + ". Use a smaller batch or a gradient in chunks.");
  }
  return {arguments.env(), buffer};
}

/** release(bytes): gives an allocation's pages back to the system at once. It reads as zeros afterwards. */
Napi::Value release(const Arguments& arguments) {
  const Array array = arguments.array(0, "bytes");
  madvise(arguments.elements<uint8_t>(array, array.length, "bytes"), array.length, MADV_DONTNEED);
  return arguments.env().Undefined();
}

}  // namespace unlabeled
