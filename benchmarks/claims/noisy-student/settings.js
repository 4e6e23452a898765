// Sizes and settings of the trainings. All are SGD with Nesterov's momentum and a rate that falls by a cosine; what is evaluated
// is the moving average.

export const SETTINGS = {
  labels: 1000,
  others: 5000,
  corrupted: { pictures: 500, corruptions: 15 },
  average: 0.9999,
  magnitude: 5,
  dropout: 0.2,
  stochasticDepth: 0.2,
  ratio: 3,
  minConfidence: 0.3,
  teacher: { epochs: 120, rate: 0.05, decay: 5e-4, warmupEpochs: 5, batch: 50 },
  student: { epochs: 40, rate: 0.2, decay: 5e-4, warmupEpochs: 1, batch: 50 },
};

/** One pass or two. */
export const QUICK = {
  ...SETTINGS,
  ...{ labels: 100, others: 100, corrupted: { pictures: 20, corruptions: 3 }, minConfidence: 0.05 },
  teacher: { ...SETTINGS.teacher, epochs: 2, warmupEpochs: 0 },
  student: { ...SETTINGS.student, epochs: 1, warmupEpochs: 0 },
};
