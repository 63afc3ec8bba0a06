import { join } from 'node:path';
import { createFolderFiles } from './folder-files.ts';
import type { MediaFiles } from './media-files.ts';
import type { Logger } from '../../core/shared/ports/logger.ts';
import type { BucketTried, S3Access } from './s3-bucket.ts';

export interface Storage extends S3Access {
  readonly bucket: string;
  readonly prefix: string;
}

export type FilesOpened =
  | { readonly status: 'open'; readonly files: MediaFiles; readonly close: () => void }
  | Extract<BucketTried, { status: 'refused' }>;

/** Media in a storage where there is one, in a folder where not. */
export async function openMediaFiles(
  storage: Storage | null,
  {
    folder,
    now,
    logger,
  }: { readonly folder: string; readonly now: () => Date; readonly logger: Pick<Logger, 'warn'> },
): Promise<FilesOpened> {
  if (storage === null) {
    const files = await createFolderFiles(folder, { now });
    return { status: 'open', files, close: () => undefined };
  }
  // Loaded only where it is used: no other part of the service is as large.
  const [{ openS3, tryBucket }, { createS3Files }] = await Promise.all([
    import('./s3-bucket.ts'),
    import('./s3-files.ts'),
  ]);
  const client = openS3(storage);
  const close = (): void => {
    client.destroy();
  };
  const tried = await tryBucket(client, storage.bucket);
  if (tried.status === 'refused') {
    close();
    return tried;
  }
  // It may be back in a moment; jobs and chats need not wait for it.
  if (tried.status === 'unreachable') logger.warn({ err: tried.error }, 'storage not reached');
  const { bucket, prefix } = storage;
  const workFolder = join(folder, 'work');
  const files = await createS3Files({ client, bucket, prefix }, { workFolder, now });
  return { status: 'open', files, close };
}
