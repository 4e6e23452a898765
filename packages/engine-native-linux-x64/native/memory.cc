// Memory of tensors: pages outside JavaScript's heap, seen from there as ArrayBuffers.
#include <sys/mman.h>

#include "arguments.h"
#include "pages.h"

namespace unlabeled {

namespace {

void unmap(napi_env, void*, void* hint) {
  auto* pages = static_cast<Pages*>(hint);
  unmapPages(*pages);
  delete pages;
}

}  // namespace

/** allocate(bytes): an ArrayBuffer of at least so many, aligned to pages, on huge pages where it is large. */
Napi::Value allocate(const Arguments& arguments) {
  const double wanted = arguments.number(0);
  if (!(wanted >= 1 && wanted < 1e15)) arguments.fail("bytes must be a positive number.");
  const size_t bytes = (size_t(wanted) + PAGE - 1) / PAGE * PAGE;
  const Pages pages = mapPages(bytes);
  // by hand: node-addon-api frees what it notes twice where Node refuses the size
  napi_value buffer = nullptr;
  if (napi_create_external_arraybuffer(arguments.env(), pages.begin, bytes, unmap, new Pages(pages), &buffer) != napi_ok) {
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
