// Memory for intermediate results that is there already: fresh pages would cost a kernel more than its work on them.
#pragma once
#include <cstddef>

namespace unlabeled {

/**
 * What a kernel takes is its own until the workspace ends, and then the next one's; ends come in the reverse order of
 * beginnings. Made and asked before threads begin: what is thrown inside a parallel region ends the process.
 */
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /** So many elements, on whole cache lines, with whatever is in them. */
  template <typename T>
  T* take(long count) {
    return static_cast<T*>(bytes(size_t(count) * sizeof(T)));
  }

 private:
  void* bytes(size_t size);

  const size_t block_, used_;
};

}  // namespace unlabeled
