import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../program.ts';

const samples = new URL('../../../../packages/formats/src/in/fixtures/', import.meta.url);
let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-convert-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...argv: string[]) {
  const text = { out: '', err: '' };
  const sink = (name: 'out' | 'err') =>
    new Writable({
      // Small, so that a writer that does not wait is seen.
      highWaterMark: 1024,
      write(chunk: Buffer, _encoding, done) {
        text[name] += chunk.toString();
        setImmediate(done);
      },
    });
  const streams = { stdout: sink('out'), stderr: sink('err') };
  const code = await runCli(['convert', ...argv], {}, streams);
  for (const stream of Object.values(streams)) await finished(stream.end());
  return {
    code,
    ...text,
    rows: () =>
      text.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const triple = { prompt: 'q', chosen: 'a', rejected: 'b' };
const jsonl = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('convert', () => {
  it('tells what the file is, writes it and counts', async () => {
    const file = path.join(samples.pathname, 'hh-rlhf.jsonl');
    const { code, err, rows } = await run(file, '--to', 'trl-explicit');
    expect(code).toBe(0);
    expect(err).toContain('hh-strings');
    expect(err).toContain('20 rows read, 20 written, 0 refused');
    expect(rows()).toHaveLength(20);
    const [source] = (await readFile(file, 'utf8')).split('\n');
    const { chosen } = JSON.parse(source!) as { chosen: string };
    const [row] = rows() as { prompt: { content: string }[]; chosen: { content: string }[] }[];
    // By the short names that everybody knows, in both directions.
    const short = await run(file, '--from', 'hh', '--to', 'hh');
    expect(short.err).toContain('20 rows read, 20 written, 0 refused');
    expect(short.rows()[0]).toMatchObject({ chosen });
    expect(`\n\nHuman: ${row!.prompt[0]!.content}\n\nAssistant: ${row!.chosen[0]!.content}`).toBe(chosen);
  });

  it('reads compressed files, and what it wrote comes back the same', async () => {
    await writeFile(at('x.jsonl.gz'), gzipSync(jsonl(triple, { ...triple, prompt: 'q2', margin: 1 })));
    expect(await run(at('x.jsonl.gz'), '--to', 'pairwright', '-o', at('own.jsonl'))).toMatchObject({
      code: 0,
    });
    const again = await run(at('own.jsonl'), '--to', 'trl-implicit', '-o', at('trl.jsonl'));
    expect(again.code).toBe(0);
    const back = await run(at('trl.jsonl'), '--from', 'trl-implicit', '--to', 'trl-implicit');
    expect(back.rows().map((row) => [row['chosen'], row['rejected']])).toEqual(
      ['q', 'q2'].map((content) =>
        ['a', 'b'].map((answer) => [
          { role: 'user', content },
          { role: 'assistant', content: answer },
        ]),
      ),
    );
    // Nothing half-written stays.
    expect((await readdir(folder)).sort()).toEqual(['own.jsonl', 'trl.jsonl', 'x.jsonl.gz']);
    expect(gunzipSync(await readFile(at('x.jsonl.gz'))).toString()).toContain('q2');
  });

  it('counts what it refuses by reason, ends with 6, and writes it to a file as it was', async () => {
    await writeFile(
      at('x.jsonl'),
      `${jsonl(triple, triple, triple)}{"prompt": "q", "chosen": NaN}\n${jsonl({ prompt: 'q', chosen: 'a' })}`,
    );
    const { code, err } = await run(
      at('x.jsonl'),
      '--to',
      'trl-explicit',
      '-o',
      at('o.jsonl'),
      '--rejects',
      at('bad.jsonl'),
    );
    expect(code).toBe(6);
    expect(err).toContain('5 rows read, 3 written, 2 refused');
    expect(err).toContain('1 invalid_json');
    expect(err).toContain('NaN and Infinity are no JSON');
    expect(err).toContain('line 5');
    const bad = (await readFile(at('bad.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { raw: string });
    expect(bad.map(({ raw }) => raw)).toEqual([
      '{"prompt": "q", "chosen": NaN}',
      JSON.stringify({ prompt: 'q', chosen: 'a' }),
    ]);
  });

  it('writes rankings as all their pairs, and refuses ties and rows without votes', async () => {
    const answer = (content: string) => ({ model: content, content });
    const base = { messages: [{ role: 'user', content: 'q' }], responses: ['a', 'b', 'c'].map(answer) };
    const vote = { annotator: null, kind: null };
    await writeFile(
      at('x.jsonl'),
      jsonl(
        { ...base, prompt_id: 'p', votes: [{ ...vote, ranks: [2, 1, null] }] },
        { ...base, prompt_id: 'r', responses: base.responses.slice(1), votes: [{ ...vote, outcome: 'tie' }] },
        { ...base, prompt_id: 's' },
      ),
    );
    const { code, err, rows } = await run(at('x.jsonl'), '--to', 'trl-explicit');
    expect(code).toBe(6);
    expect(err).toContain('1 tie');
    expect(err).toContain('1 no_votes');
    const said = (value: unknown) => (value as { content: string }[])[0]!.content;
    expect(rows().map((row) => [row['id'], said(row['chosen']), said(row['rejected'])])).toEqual([
      ['p-0-1', 'b', 'a'],
      ['p-0-2', 'a', 'c'],
      ['p-1-2', 'b', 'c'],
    ]);
  });

  it('reads a folder by its README, and asks where it must', async () => {
    await mkdir(at('data'));
    await writeFile(at('data', 'en-0.jsonl'), jsonl(triple));
    await writeFile(at('data', 'en-1.jsonl'), jsonl(triple));
    await writeFile(at('zh.jsonl'), jsonl({ ...triple, prompt: '问' }));
    await writeFile(
      at('README.md'),
      '---\nconfigs:\n- config_name: en\n  data_files: data/en-*.jsonl\n- config_name: zh\n  data_files: zh.jsonl\n---\n',
    );
    expect(await run(folder, '--to', 'pairwright')).toMatchObject({
      code: 2,
      err: expect.stringContaining('en, zh'),
    });
    expect((await run(folder, '--to', 'pairwright', '--config', 'en')).rows()).toHaveLength(2);
    expect((await run(folder, '--to', 'pairwright', '--config', 'zh')).out).toContain('问');
  });

  it('takes a mapping, and an entry of a dataset_info.json', async () => {
    await writeFile(at('x.csv'), 'frage;gut;schlecht\nq;a;"b; c"\n');
    await writeFile(
      at('map.json'),
      JSON.stringify({
        version: 1,
        prompt: { column: 'frage' },
        responses: { columns: [{ column: 'gut' }, { column: 'schlecht' }] },
        votes: [{ kind: 'first' }],
      }),
    );
    const mapped = await run(at('x.csv'), '--to', 'trl-explicit', '--mapping', at('map.json'));
    expect(mapped.rows()).toMatchObject([{ rejected: [{ content: 'b; c' }] }]);
    await writeFile(
      at('dataset_info.json'),
      JSON.stringify({
        d: {
          file_name: 'x.csv',
          ranking: true,
          columns: { prompt: 'frage', chosen: 'gut', rejected: 'schlecht' },
        },
      }),
    );
    const entry = await run(
      at('x.csv'),
      '--to',
      'trl-explicit',
      '--dataset-info',
      `${at('dataset_info.json')}:d`,
    );
    expect(entry.rows()).toEqual(mapped.rows());
  });

  it('asks where the rows are of no known shape or of several, and where words are wrong', async () => {
    await writeFile(at('x.jsonl'), jsonl({ frage: 1 }));
    await writeFile(at('two.jsonl'), jsonl(triple, { prompt: 'q', completion: 'a', label: true }));
    expect(await run(at('x.jsonl'), '--to', 'pairwright')).toMatchObject({
      code: 2,
      err: expect.stringContaining('"frage"'),
    });
    expect(await run(at('two.jsonl'), '--to', 'pairwright')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/kto.*text-triple|text-triple.*kto/s),
    });
    expect(await run(at('x.jsonl'), '--to', 'pairwright', '--from', 'nonsense')).toMatchObject({ code: 2 });
    expect(await run(at('x.jsonl'), '--to', 'nonsense')).toMatchObject({ code: 2 });
    expect(await run(at('none.jsonl'), '--to', 'pairwright')).toMatchObject({ code: 2 });
  });

  it('says which element of a list on one line it refused, and how many rows it put together', async () => {
    await writeFile(at('x.json'), JSON.stringify([triple, { ...triple, chosen: 1 }, triple]));
    const listed = await run(at('x.json'), '--to', 'pairwright', '--rejects', at('bad.jsonl'));
    expect(listed.err).toContain('x.json row 2 line 1');
    expect(JSON.parse(await readFile(at('bad.jsonl'), 'utf8'))).toMatchObject({
      raw: JSON.stringify({ ...triple, chosen: 1 }),
    });
    const rated = { prompt: 'q', helpfulness: 4, correctness: 4, coherence: 4, complexity: 1, verbosity: 0 };
    await writeFile(at('r.jsonl'), jsonl({ ...rated, response: 'a' }, { ...rated, response: 'b' }));
    const joined = await run(at('r.jsonl'), '--to', 'trl-explicit', '--rejects', at('r.bad'));
    expect(joined.err).toContain('2 rows read, 0 written, 1 refused');
    expect(joined.err).toContain('1 row was put together with the row before it');
    // Both rows as they stood.
    const { raw } = JSON.parse(await readFile(at('r.bad'), 'utf8')) as { raw: string };
    expect(raw.split('\n')).toHaveLength(2);
  });

  it('writes every format, packed as the name of the file says', async () => {
    await writeFile(at('x.jsonl'), jsonl(triple, { ...triple, prompt: 'q2' }));
    for (const [file, to] of [
      ['o.parquet', 'kto'],
      ['o.csv', 'text-triple'],
      ['o.csv.gz', 'rewardbench'],
      ['o.jsonl.zst', 'helpsteer3'],
      ['train.json', 'moss-rm'],
    ] as const) {
      const done = await run(at('x.jsonl'), '--to', to, '-o', at(file));
      // Two texts tell no model and no strength.
      expect(done.code, to).toBe(to === 'rewardbench' || to === 'helpsteer3' ? 6 : 0);
    }
    const back = await run(at('o.parquet'), '--to', 'swift-kto');
    expect(back.rows().map(({ label }) => label)).toEqual([true, false, true, false]);
    expect((await run(at('o.csv'), '--to', 'text-triple')).rows()).toMatchObject([triple, { prompt: 'q2' }]);
    expect(JSON.parse(await readFile(at('train.json'), 'utf8'))).toHaveLength(2);
    expect(await run(at('x.jsonl'), '--to', 'kto', '--container', 'parquet')).toMatchObject({
      code: 2,
      err: expect.stringContaining('-o FILE'),
    });
  });

  it('enters a file of LLaMA-Factory into dataset_info.json, and leaves other entries alone', async () => {
    await writeFile(at('x.jsonl'), jsonl(triple));
    await writeFile(at('dataset_info.json'), JSON.stringify({ other: { file_name: 'other.json' } }));
    const to = ['--to', 'llamafactory-sharegpt', '-o', at('mine.jsonl')];
    expect(await run(at('x.jsonl'), ...to)).toMatchObject({ code: 0 });
    const info = JSON.parse(await readFile(at('dataset_info.json'), 'utf8')) as object;
    expect(info).toMatchObject({
      other: { file_name: 'other.json' },
      mine: { file_name: 'mine.jsonl', ranking: true },
    });
    const entry = `${at('dataset_info.json')}:mine`;
    const back = await run(at('mine.jsonl'), '--to', 'text-triple', '--dataset-info', entry);
    expect(back.rows()).toMatchObject([triple]);
    await writeFile(at('dataset_info.json'), '[]');
    expect(await run(at('x.jsonl'), ...to)).toMatchObject({
      code: 2,
      err: expect.stringContaining('mend it'),
    });
  });

  it('counts what is left out of rows that it writes', async () => {
    const answer = (content: string) => ({ model: content, content });
    const ranks = { annotator: null, kind: null, ranks: [1, 2, 2] };
    const row = {
      messages: [{ role: 'user', content: 'q' }],
      responses: ['a', 'b', 'c'].map(answer),
      votes: [ranks],
    };
    await writeFile(at('x.jsonl'), jsonl(row));
    const { code, err, rows } = await run(at('x.jsonl'), '--to', 'trl-implicit');
    expect(code).toBe(0);
    expect(rows()).toHaveLength(2);
    expect(err).toContain('1 tie (a tie)');
  });

  it('gives its counts as JSON', async () => {
    await writeFile(at('x.jsonl'), jsonl(triple));
    const { code, out } = await run('--json', at('x.jsonl'), '--to', 'pairwright', '-o', at('o.jsonl'));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      convert: {
        format: 'text-triple',
        to: 'pairwright',
        read: 1,
        written: 1,
        joined: 0,
        refused: 0,
        files_refused: 0,
        reasons: {},
        left_out: {},
      },
    });
    expect(await run('--json', at('x.jsonl'), '--to', 'pairwright')).toMatchObject({ code: 2, out: '' });
  });

  it('says in a sentence where it cannot write, and leaves what was there as it was', async () => {
    await writeFile(at('x.jsonl'), jsonl(triple));
    await mkdir(at('folder.jsonl'));
    const written = await Promise.all(
      ['none/o.jsonl', 'x.jsonl/o.jsonl', 'folder.jsonl'].map((file) =>
        run(at('x.jsonl'), '--to', 'kto', '-o', at(file)),
      ),
    );
    expect(written.map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(written.map(({ err }) => err.trimEnd().split('\n').at(-1))).toEqual([
      `${at('none', 'o.jsonl')} cannot be opened: it, or the folder it is to be in, does not exist.`,
      `${at('x.jsonl', 'o.jsonl')} cannot be opened: what should be its folder is a file.`,
      `${at('folder.jsonl')} is a folder. Name a file.`,
    ]);
    // The rejects too: they are opened, and nothing is written to them.
    const rejects = await run(
      at('x.jsonl'),
      '--to',
      'kto',
      '-o',
      at('o.jsonl'),
      '--rejects',
      at('none', 'bad'),
    );
    expect(rejects).toMatchObject({ code: 1, err: expect.stringContaining('does not exist') });
    expect((await readdir(folder)).sort()).toEqual(['folder.jsonl', 'x.jsonl']);
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full', async () => {
    await writeFile(at('x.jsonl'), jsonl(...Array.from({ length: 2000 }, () => triple)));
    await writeFile(at('o.jsonl'), 'before\n');
    await symlink('/dev/full', at('o.jsonl.part'));
    const { code, err } = await run(at('x.jsonl'), '--to', 'kto', '-o', at('o.jsonl'));
    expect([code, err.trimEnd().split('\n').at(-1)]).toEqual([
      1,
      'The disk is full. Make room and run it again; a download goes on where it ended.',
    ]);
    expect(await readFile(at('o.jsonl'), 'utf8')).toBe('before\n');
    expect((await readdir(folder)).sort()).toEqual(['o.jsonl', 'x.jsonl']);
  });

  it('takes no file twice', async () => {
    await writeFile(at('x.jsonl'), jsonl(triple));
    for (const more of [
      ['-o', at('x.jsonl')],
      ['-o', at('o.jsonl'), '--rejects', at('.', 'o.jsonl')],
    ])
      expect(await run(at('x.jsonl'), '--to', 'kto', ...more)).toMatchObject({
        code: 2,
        err: expect.stringContaining('is named twice'),
      });
    expect(await readFile(at('x.jsonl'), 'utf8')).toBe(jsonl(triple));
  });
});
