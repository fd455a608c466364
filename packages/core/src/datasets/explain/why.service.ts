import type { ExportFormat, RowKind } from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';
import type { WhyRow } from '@pairwright/contract/version-why';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { isPlainOnly, splitOfFile } from '@pairwright/domain/export-containers';
import type { CountedJudgment } from '@pairwright/domain/resolution-units';
import { readRowId } from '@pairwright/domain/versions/row-id';
import { recordFormats } from '@pairwright/formats/out/registry';
import type { ProjectContext } from '../../context.ts';
import { annotatorNaming } from '../../people/annotator-names.ts';
import { isWrittenByDatabase } from '../line-source.ts';
import { type FrozenVersion, requireFrozen } from './compared.ts';
import { findSides } from './diff.queries.ts';
import { toCompared } from './diff.service.ts';
import { explainUnit } from './why-unit.ts';
import {
  findContent,
  findDecision,
  findFinished,
  findPlace,
  findPosition,
  findTexts,
  findUnits,
  findVotes,
} from './why.queries.ts';

/**
 * Why a row is in a version, by the id that its lines carry; or what became of each unit of a comparison, by the comparison's id. Throws
 * `not_found` where the version has no such unit, and `wrong_state` where it is not frozen.
 */
export async function explainRow(
  ctx: ProjectContext,
  { versionId, rowId }: { versionId: string; rowId: string },
): Promise<WhyRow> {
  const read = readRowId(rowId);
  if (read === null) throw new Problem('not_found', { detail: notAnId });
  const nameOf = await annotatorNaming(ctx);
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const version = await requireFrozen(db, { projectId: ctx.projectId, versionId });
      const found = await readComparison(db, version, { projectId: ctx.projectId, ...read });
      const { comparisonId, content, texts, stored, units } = found;
      const asked = stored.find(({ suffix }) => suffix === read.suffix);
      if (read.suffix !== '' && asked === undefined && version.keepsDrops)
        throw new Problem('not_found', { detail: notHere });
      const shown = units.find(
        (unit) => unit.row !== null && (asked === undefined || unit.rowId === rowId),
      )?.row;
      return {
        version: toCompared(version),
        comparisonId,
        asked: asked === undefined ? null : rowId,
        origin: content.origin,
        prompt: { ...content.prompt, excerpt: texts.prompt },
        responses: texts.responses,
        ...toldOf(found, nameOf),
        knowledge: knowledgeOf(version, found),
        units,
        split: shown == null ? null : await explainSplit(db, version, content.promptId),
        files: shown == null ? [] : await explainFiles(db, version, shown),
      };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/** A comparison with its units in a version. Throws `not_found` unless the project has it. */
async function readComparison(
  db: Tx,
  version: FrozenVersion,
  { projectId, comparisonId }: { projectId: string; comparisonId: string },
) {
  const of = { versionId: version.versionId, comparisonId };
  const content = await findContent(db, { ...of, projectId });
  if (content === undefined) throw new Problem('not_found', { detail: notHere });
  const stored = await findUnits(db, of);
  const texts = await findTexts(db, { ...of, ...content });
  const votes = await findVotes(db, of, version.recipe);
  const decision = await findDecision(db, of);
  const ordinals = stored.flatMap(({ ordinal }) => (ordinal === null ? [] : [ordinal]));
  const source = {
    recipe: version.recipe,
    comparisonId,
    content,
    models: texts.responses.filter(({ rewrite }) => !rewrite).map(({ model }) => model),
    votes: votes.filter(({ counted }) => counted),
    decision: (decision as CountedJudgment | undefined) ?? null,
    isWeighed: version.recipe.aggregation === 'weighted' && version.modelId !== null,
    sides: await findSides(db, version, ordinals),
  };
  return {
    comparisonId,
    content,
    stored,
    texts,
    votes,
    decision,
    units: stored.map((unit) => explainUnit(unit, source)),
  };
}

type Found = Awaited<ReturnType<typeof readComparison>>;

/** Who said and decided what, under the names that the reader may know. */
function toldOf(
  { votes, decision }: Found,
  nameOf: (person: { id: string; name: string }) => string,
): Pick<WhyRow, 'votes' | 'votesSince' | 'decision'> {
  const told = votes.filter(({ inVersion }) => inVersion);
  return {
    votes: told.map(({ inVersion: _inVersion, ...vote }) => ({
      ...vote,
      annotator: nameOf({ id: vote.annotatorId, name: vote.annotator }),
    })),
    votesSince: votes.length - told.length,
    decision:
      decision === undefined
        ? null
        : {
            outcome: decision.outcome,
            strength: decision.strength,
            decidedAt: decision.decidedAt,
            reviewers: decision.reviewers.map(nameOf),
          },
  };
}

function knowledgeOf({ keepsDrops }: FrozenVersion, { stored, content }: Found): WhyRow['knowledge'] {
  if (!keepsDrops) return 'not_stored';
  return stored.length === 0 && content.importedSince ? 'imported_since' : 'stored';
}

const notAnId = 'This is not the id of a row. Take "id" of a line of an export, or the id of a comparison.';
const notHere = 'The version has nothing under this id.';

async function explainSplit(
  db: Tx,
  { versionId, recipe: { split } }: FrozenVersion,
  promptId: string,
): Promise<WhyRow['split']> {
  const nothing = { key: null, salt: null, place: null, joinedWith: null, joinedBy: 0 };
  if (split === null) return { by: 'all', ...nothing };
  if (split.by !== 'prompt')
    return { ...nothing, by: split.by, salt: split.by === 'annotator' ? split.salt : null };
  return { by: 'prompt', salt: split.salt, ...(await findPlace(db, { versionId, promptId }, split)) };
}

/** The files that hold the part of the row, in formats of its kind, and its line where each row is one. */
async function explainFiles(
  db: Tx,
  { versionId }: FrozenVersion,
  row: { ordinal: number; split: string; kind: RowKind },
): Promise<WhyRow['files']> {
  const finished = (await findFinished(db, versionId)).filter(({ format }) => holdsKind(format, row.kind));
  if (finished.length === 0) return [];
  const position = await findPosition(db, { versionId, ...row });
  return finished.flatMap(({ exportId, format, files }): WhyRow['files'] => {
    const data = files.filter(({ name, rows }) => rows !== null && splitOfFile(name) === row.split);
    if (!isWrittenByDatabase(format) || isPlainOnly(format))
      return data.map(({ name }) => ({ exportId, format, name, line: null }));
    let before = 0;
    for (const { name, rows } of data) {
      if (position <= before + (rows ?? 0)) return [{ exportId, format, name, line: position - before }];
      before += rows ?? 0;
    }
    return [];
  });
}

/** Whether rows of a kind stand in files of a format; judgments are no rows. */
function holdsKind(format: ExportFormat, kind: RowKind): boolean {
  if (format === 'votes') return false;
  return isWrittenByDatabase(format) ? kind === 'preference' : recordFormats[format].reads.includes(kind);
}
