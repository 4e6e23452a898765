#include "kernels/workspace.h"

#include <new>
#include <vector>

#include "pages.h"

namespace unlabeled {

namespace {

constexpr size_t LINE = 64, LEAST = size_t(1) << 20;

struct Block {
  Pages pages;
  size_t bytes;
};

/** One of them a JavaScript thread. Blocks before the current one are full; only the first outlives the last workspace. */
struct Arena {
  std::vector<Block> blocks;
  size_t block = 0, used = 0;

  ~Arena() {
    for (const Block& one : blocks) unmapPages(one.pages);
  }

  size_t total() const {
    size_t sum = 0;
    for (const Block& one : blocks) sum += one.bytes;
    return sum;
  }

  void add(size_t bytes) {
    blocks.reserve(blocks.size() + 1);
    blocks.push_back({mapPages(bytes), bytes});
  }

  void* take(size_t size) {
    const size_t bytes = (size + LINE - 1) / LINE * LINE;
    if (bytes < size) throw std::bad_alloc();
    while (block < blocks.size() && used + bytes > blocks[block].bytes) block++, used = 0;
    if (block == blocks.size()) add(bytes > LEAST ? bytes : LEAST);
    used += bytes;
    return blocks[block].pages.begin + used - bytes;
  }

  /** Back to an earlier state. When nothing is taken any more, blocks become one, so that the next time all fits. */
  void rewind(size_t toBlock, size_t toUsed) {
    block = toBlock, used = toUsed;
    if (block > 0 || used > 0 || blocks.size() < 2) return;
    const size_t bytes = total();
    for (const Block& one : blocks) unmapPages(one.pages);
    blocks.clear();
    try {
      add(bytes);
    } catch (const std::bad_alloc&) {
      // there will be blocks again
    }
  }
};

thread_local Arena arena;

}  // namespace

Workspace::Workspace() : block_(arena.block), used_(arena.used) {}

Workspace::~Workspace() { arena.rewind(block_, used_); }

void* Workspace::bytes(size_t size) { return arena.take(size); }

}  // namespace unlabeled
