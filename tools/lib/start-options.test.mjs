import { describe, expect, test } from 'vitest';
import { nodeVersionProblem } from './node-version.mjs';
import { readStartOptions } from './start-options.mjs';

describe('readStartOptions', () => {
  test('turns flags into environment and arguments', () => {
    expect(readStartOptions(['--port', '4000', '--data', 'here', '--no-open'], '/home/me')).toEqual({
      help: false,
      env: { PORT: '4000', PAIRWRIGHT_DATA: '/home/me/here' },
      args: ['--no-open'],
    });
    expect(readStartOptions([], '/')).toEqual({ help: false, env: {}, args: [] });
  });

  test.each([
    [['--port', 'web'], /--port is web; it must be a whole number/],
    [['--port', '65536'], /0 to 65535/],
    [['--data', ''], /--data is empty/],
    [['--prot', '1'], /Unknown option '--prot'[\s\S]*--port N/],
    [['4000'], /Unexpected argument '4000'/],
  ])('refuses %j with the fix', (argv, message) => {
    expect(() => readStartOptions(argv, '/')).toThrow(message);
  });
});

test.each([
  ['v20.19.0', true],
  ['v20.18.3', false],
  ['v18.20.0', false],
  ['v21.7.0', false],
  ['v22.11.0', false],
  ['v22.12.0', true],
  ['v24.0.0', true],
])('Node %s will do: %s', (version, good) => {
  expect(nodeVersionProblem(version) === undefined).toBe(good);
});
