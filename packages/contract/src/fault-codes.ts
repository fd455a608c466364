/** Faults that pages say in their own words, whatever the server's say. */
export const faultCodes = [
  'bad_address',
  'scheme_refused',
  'credentials_refused',
  'address_not_allowed',
  'name_unknown',
  'bad_object',
  'object_twice',
  'bucket_not_allowed',
] as const;
export type FaultCode = (typeof faultCodes)[number];
