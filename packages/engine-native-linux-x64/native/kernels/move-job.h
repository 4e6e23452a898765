// Moves of elements between strided places.
#pragma once

namespace unlabeled {

constexpr int MOST_DIMENSIONS = 12;

/** Outermost dimension first; strides in elements, 0 where one element serves all, negative where it goes backwards. */
struct MoveJob {
  int rank;
  long sizes[MOST_DIMENSIONS], from[MOST_DIMENSIONS], to[MOST_DIMENSIONS];
};

}  // namespace unlabeled
