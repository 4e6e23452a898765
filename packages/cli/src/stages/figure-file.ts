/** Where a run's folder has the figure that a stage came to. */
export const FIGURE_FILE = "figures.json";
