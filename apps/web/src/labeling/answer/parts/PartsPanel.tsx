import type { PartProps } from '../part-props.ts';

/** The parts of the form beside the main question, in its order. */
export function PartsPanel(_: PartProps) {
  return null;
}
