import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListPartsCommandOutput,
  type MultipartUpload,
  type Part,
  ListPartsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

interface Where {
  readonly bucket: string;
  /** Only of keys below it. */
  readonly prefix: string;
  /** Ms since 1970. */
  readonly before: number;
}

interface Begun {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

/**
 * Aborts uploads in parts of which nothing has come since this moment, so that the store lets their parts go; gives how many. One that
 * was begun long ago and still gets parts is somebody's at work.
 */
export async function removeSilentUploads(client: S3Client, where: Where): Promise<number> {
  let removed = 0;
  for await (const { Key, UploadId, Initiated } of listUploads(client, where)) {
    if (Key === undefined || UploadId === undefined) continue;
    if (Initiated === undefined || Number(Initiated) >= where.before) continue;
    const upload = { Bucket: where.bucket, Key, UploadId };
    if (await abortIfSilent(client, upload, where.before)) removed += 1;
  }
  return removed;
}

async function abortIfSilent(client: S3Client, upload: Begun, before: number): Promise<boolean> {
  try {
    for await (const { LastModified } of listParts(client, upload))
      if (LastModified === undefined || Number(LastModified) >= before) return false;
    await client.send(new AbortMultipartUploadCommand(upload));
    return true;
  } catch (error) {
    // It was completed or aborted meanwhile.
    if ((error as Error).name === 'NoSuchUpload') return false;
    throw error;
  }
}

/** The client's own paginator goes on where a last page names a next one all the same, as stores do. */
async function* listParts(client: S3Client, upload: Begun): AsyncIterable<Part> {
  let after: string | undefined = '0';
  while (after !== undefined) {
    const page: ListPartsCommandOutput = await client.send(
      new ListPartsCommand({ ...upload, PartNumberMarker: after }),
    );
    yield* page.Parts ?? [];
    after = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
  }
}

async function* listUploads(client: S3Client, { bucket, prefix }: Where): AsyncIterable<MultipartUpload> {
  let marker: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } | undefined = {};
  while (marker !== undefined) {
    const page: Awaited<ReturnType<typeof ask>> = await ask(client, { bucket, prefix, marker });
    yield* page.Uploads ?? [];
    const { NextKeyMarker, NextUploadIdMarker } = page;
    marker =
      page.IsTruncated !== true || NextKeyMarker === undefined
        ? undefined
        : {
            KeyMarker: NextKeyMarker,
            ...(NextUploadIdMarker === undefined ? {} : { UploadIdMarker: NextUploadIdMarker }),
          };
  }
}

function ask(
  client: S3Client,
  { bucket, prefix, marker }: { bucket: string; prefix: string; marker: object },
) {
  return client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: `${prefix}/`, ...marker }));
}
