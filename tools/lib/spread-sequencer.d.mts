export { BaseSequencer as SpreadSequencer } from 'vitest/node';
