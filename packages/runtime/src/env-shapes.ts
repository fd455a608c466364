import { z } from 'zod';

/** Shapes of variables; the messages say what a value must be. */
export const bool = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');

export function integer(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);
}

export function url(...protocols: string[]) {
  const rule = `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), rule);
}

export const text = z.string().min(1, 'must not be empty');

export const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** One variable that cannot be used. */
export interface ConfigFault {
  readonly variable: string;
  /** What the value must be. */
  readonly rule: string;
  /** What the variable is for and how to mend it. */
  readonly help: string;
}
