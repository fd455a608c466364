import { z } from 'zod';
import { name } from './shapes.ts';

/** Where rows come from and under which licence, for those that do not say it themselves. Null: nothing is said. */
export const provenance = z.strictObject({ source: name.nullable(), licence: name.nullable() });
export type Provenance = z.infer<typeof provenance>;
