import { expect, test } from 'vitest';
import { bucketCommand, isBucket, isHub, isRepository, pullCommand, pushCommand } from './hub-commands.ts';

const version = { project: 'helpfulness', dataset: 'reward', version: 3 };
const plain = {
  format: 'trl-explicit',
  container: 'jsonl',
  compression: 'none',
  shardRows: null,
  shardBytes: null,
  template: null,
} as const;

test('pull names the version and how its files are packed', () => {
  expect(pullCommand('https://pairwright.example.org', version, plain)).toBe(
    'pairwright --server https://pairwright.example.org pull helpfulness/reward@3 -o reward-3-trl-explicit-jsonl/ ' +
      '--format trl-explicit --container jsonl --compression none',
  );
  const cut = {
    ...plain,
    container: 'parquet',
    compression: 'zstd',
    shardRows: 7,
    shardBytes: 2_097_152,
  } as const;
  expect(pullCommand('http://localhost:7460', version, cut)).toMatch(
    / -o reward-3-trl-explicit-parquet\/ .* --shard-rows 7 --shard-bytes 2097152$/,
  );
});

test('push takes the folder that pull makes, and private is what it is unless told', () => {
  const place = { hub: 'https://hub.example.org', repository: 'my-team/reward', isPublic: false };
  expect(pushCommand(version, plain, place)).toBe(
    'pairwright push reward-3-trl-explicit-jsonl/ my-team/reward --hub https://hub.example.org',
  );
  expect(pushCommand(version, plain, { ...place, isPublic: true })).toMatch(/ --public$/);
});

test('push to a bucket names the store where it is not the usual one', () => {
  const place = { bucket: 's3://training/helpfulness/3', endpoint: '' };
  expect(bucketCommand(version, plain, place)).toBe(
    'pairwright push reward-3-trl-explicit-jsonl/ s3://training/helpfulness/3',
  );
  expect(bucketCommand(version, plain, { ...place, endpoint: 'https://s3.example.org' })).toMatch(
    / --endpoint https:\/\/s3\.example\.org$/,
  );
});

test.each([
  ['s3://training', true],
  ['s3://training/a/b/', true],
  ['s3://Training/a', false],
  ['https://training', false],
  ['training/a', false],
  ['', false],
])('%s is a place in a bucket: %s', (address, is) => {
  expect(isBucket(address)).toBe(is);
});

test('a word that a shell would read otherwise is quoted', () => {
  const hub = 'https://hub.example.org/$(touch x)/`id`/"a"\'b\'';
  const place = { hub, repository: 'my/set', isPublic: false };
  expect(pushCommand(version, plain, place).split(' --hub ')[1]).toBe(
    "'https://hub.example.org/$(touch x)/`id`/\"a\"'\\''b'\\'''",
  );
});

test.each([
  ['https://hub.example.org', true],
  ['http://localhost:8000', true],
  ['http://127.0.0.1:8000', true],
  ['http://hub.example.org', false],
  ['https://me:secret@hub.example.org', false],
  ['hub.example.org', false],
  ['', false],
])('%s is a hub: %s', (address, is) => {
  expect(isHub(address)).toBe(is);
});

test.each([
  ['me/set', true],
  ['my-team/reward_v1.0', true],
  ['set', false],
  ['a/b/c', false],
  ['a b/c', false],
])('%s is the name of a data set: %s', (name, is) => {
  expect(isRepository(name)).toBe(is);
});

test('a template is named in the command and in the folder', () => {
  const texts = { ...plain, format: 'text-triple', template: 'llama3' } as const;
  expect(pullCommand('http://localhost:7460', version, texts)).toContain(
    '-o reward-3-text-triple-jsonl-llama3/ --format text-triple --container jsonl --compression none --template llama3',
  );
});
