import { url } from './env-shapes.ts';

/** Who looks for known malicious content in what people bring. */
export const scanVariables = {
  CLAMD_URL: {
    shape: url('tcp:', 'unix:').optional(),
    help: 'ClamAV daemon that looks at files before they are read, like tcp://clamd:3310 or unix:/run/clamav/clamd.ctl; leave it out for none.',
  },
} as const;
