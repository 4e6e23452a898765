/** A reason why the addon cannot be built here, in a sentence that says what to install. */
export class CannotBuild extends Error {}
