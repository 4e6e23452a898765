import { type Mode, untrained, type VariableMaker } from "@unlabeled/core";

/** What makes the variables of a stage, from 0. What is before the first stage is frozen with it. */
export function stageVariables(
  variables: VariableMaker,
  stage: number,
  frozenStages: number,
): VariableMaker {
  return stage < frozenStages ? untrained(variables) : variables;
}

/** The mode that a stage runs in. */
export function stageMode(mode: Mode, stage: number, frozenStages: number): Mode {
  return stage < frozenStages ? "evaluate" : mode;
}

/** @throws {RangeError} If it is not a number of a network's stages. */
export function assertFrozenStages(network: string, frozenStages: number, stages: number): void {
  if (!(Number.isInteger(frozenStages) && frozenStages >= 0 && frozenStages <= stages)) {
    throw new RangeError(
      `${network}: frozenStages must be an integer in [0, ${stages}], the number of stages; got ${frozenStages}.`,
    );
  }
}
