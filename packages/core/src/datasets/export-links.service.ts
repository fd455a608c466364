import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Problem } from '@pairwright/contract/errors';
import { mayAct } from '../access/access.policy.ts';
import type { ProjectContext, Services } from '../context.ts';
import { type Download, findDownload, openDownload } from './download.service.ts';
import { exportKeys } from '../secrets/stored-secrets.ts';
import { dropLinkKey, findLinkedExport, prepareLink } from './export-links.queries.ts';
import { requireExport } from './datasets.service.ts';

/** What a link says of itself; its signature covers all of it. */
interface Claim {
  readonly exportId: string;
  /** Who made it: it works only while that person may export. */
  readonly userId: string;
  /** The API token it was made with: it works only while that does. Null: in a session. */
  readonly tokenId: string | null;
  readonly fileName: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TOKEN = new RegExp(`^(${UUID})\\.(${UUID})(?:\\.(${UUID}))?\\.([0-9]{1,12})\\.([A-Za-z0-9_-]{43})$`);

function signatureOf(key: Buffer, { exportId, userId, tokenId, fileName, expires }: Claim): Buffer {
  const made = tokenId === null ? [] : [tokenId];
  return createHmac('sha256', key)
    .update(JSON.stringify([exportId, userId, expires, fileName, ...made]))
    .digest();
}

/** A signed address of one file, which ends with the token it is made with, if with one. Throws `not_found` and `wrong_state` like a download. */
export async function createExportLink(
  ctx: ProjectContext,
  input: { exportId: string; fileName: string; hours: number },
): Promise<{ path: string; expiresAt: string }> {
  const { file } = await findDownload(ctx, input);
  const { exportId, hours } = input;
  const { userId, tokenId } = ctx.actor;
  const fresh = exportKeys.seal(ctx.sealer, exportId, randomBytes(32));
  const { stored, expires } = await prepareLink(ctx.db.db, { exportId, hours, tokenId, fresh });
  const key = exportKeys.open(ctx.sealer, exportId, stored);
  const signature = signatureOf(key, { exportId, userId, tokenId, fileName: file.name, expires });
  const made = tokenId === null ? [] : [tokenId];
  const token = [exportId, userId, ...made, String(expires), signature.toString('base64url')].join('.');
  return {
    path: `/api/v1/export-links/${token}/${encodeURIComponent(file.name)}`,
    expiresAt: new Date(expires * 1_000).toISOString(),
  };
}

/** Takes all links of an export back. */
export async function revokeExportLinks(ctx: ProjectContext, exportId: string): Promise<void> {
  await requireExport(ctx, exportId);
  await dropLinkKey(ctx.db.db, exportId);
}

/**
 * The file that a link opens. Whatever is wrong with a link is answered alike, with `not_found`: signature and time are
 * checked before anything of the export is told.
 */
export async function findLinkedDownload(
  ctx: Services,
  input: { token: string; fileName: string },
): Promise<Download> {
  const refused = new Problem('not_found', {
    detail: 'This link is not valid (any more). Make a new one on the page of the version.',
  });
  const [, exportId, userId, tokenId = null, expires, signature] = TOKEN.exec(input.token) ?? [];
  if (exportId === undefined || userId === undefined || signature === undefined) throw refused;
  const claim = { exportId, userId, tokenId, fileName: input.fileName, expires: Number(expires) };
  const found = await findLinkedExport(ctx.db.db, claim);
  if (found === undefined || found.link_key === null) throw refused;
  const key = exportKeys.open(ctx.sealer, exportId, found.link_key);
  if (!timingSafeEqual(signatureOf(key, claim), Buffer.from(signature, 'base64url'))) throw refused;
  const role = found.role ?? (found.is_owner ? 'owner' : null);
  if (!mayAct(role, 'export')) throw refused;
  return openDownload(ctx.artifacts, found, input.fileName);
}
