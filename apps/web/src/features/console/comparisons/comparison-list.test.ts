import { listComparisons } from '@pairwright/contract/browse';
import { expect, test } from 'vitest';
import {
  fromList,
  isNarrowed,
  listOf,
  listQuery,
  neighboursIn,
  progressFilters,
  withFilter,
} from './comparison-list.ts';

const batch = '01900000-0000-7000-8000-000000000001';

test('the address of the list is what the server is asked for, in words that the contract takes', () => {
  const search = new URLSearchParams({
    progress: 'flagged',
    batch,
    search: '天空',
    flag: 'other',
    model: 'm',
  });
  const query = listQuery(search);
  expect(query).toEqual({ progress: 'flagged', batch, search: '天空', flag: 'other', model: 'm' });
  expect(listComparisons.query!.safeParse(query).success).toBe(true);
  expect(listQuery(new URLSearchParams('progress=nonsense&search='))).toEqual({ progress: 'all' });
  expect([isNarrowed(query), isNarrowed({ progress: 'all' })]).toEqual([true, false]);
});

test('all states of the contract can be chosen', () => {
  expect([...progressFilters].toSorted()).toEqual(
    [...listComparisons.query!.shape.progress.unwrap().options].toSorted(),
  );
});

test('one filter is set, changed and taken away, and the others stay', () => {
  const one = withFilter(new URLSearchParams('tag=math'), 'search', 'sky');
  expect(one.toString()).toBe('tag=math&search=sky');
  expect(withFilter(one, 'search', ' ').toString()).toBe('tag=math');
  expect(withFilter(new URLSearchParams('progress=open'), 'progress', 'all').toString()).toBe('');
});

test('a comparison knows the list that it was opened from, and what stands beside it there', () => {
  const list = new URLSearchParams({ search: 'a&b=c', progress: 'open' });
  const address = new URL(fromList('/projects/p/comparisons/c', list), 'https://example.org');
  expect(listOf(address.searchParams)?.toString()).toBe(list.toString());
  expect(listOf(new URLSearchParams())).toBe(null);
  expect(neighboursIn(['a', 'b', 'c'], 'b')).toEqual({ previous: 'a', next: 'c', isThere: true });
  expect(neighboursIn(['a', 'b'], 'a')).toEqual({ previous: null, next: 'b', isThere: true });
  expect(neighboursIn(['a', 'b'], 'b')).toEqual({ previous: 'a', next: null, isThere: true });
  expect(neighboursIn(['a', 'b'], 'z')).toEqual({ previous: null, next: null, isThere: false });
});
