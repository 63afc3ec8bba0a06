import { join } from 'node:path';
import { createS3Emulator, type S3Emulator } from '../../../sandbox/s3/emulator.ts';
import type { MediaFiles } from '../../../src/media/storage/media-files.ts';
import { openS3 } from '../../../src/media/storage/s3-bucket.ts';
import { createS3Files } from '../../../src/media/storage/s3-files.ts';
import { tempFolder } from './temp-folder.ts';

export const ACCESS = { region: 'eu-test-1', accessKey: 'AKTEST', secretKey: 'a/secret+key=' };

export interface ABucket extends AsyncDisposable {
  readonly files: MediaFiles;
  readonly clock: { time: Date };
  readonly workFolder: string;
  readonly s3: S3Emulator;
}

/** A bucket on this machine, with a clock of its own, and media in it. */
export async function aBucket(
  options: { readonly prefix?: string; readonly pageSize?: number; readonly clock?: 'real' } = {},
): Promise<ABucket> {
  const folder = await tempFolder();
  const workFolder = join(folder.path, 'work');
  const clock = { time: new Date('2026-03-01T12:00:00Z') };
  const now = (): Date => (options.clock === 'real' ? new Date() : clock.time);
  const { pageSize = 1000, prefix = '' } = options;
  const bucket = 'media';
  const s3 = await createS3Emulator({ ...ACCESS, bucket, pageSize, now: () => now().getTime() });
  const client = openS3({ ...ACCESS, bucket, endpoint: s3.url });
  const files = await createS3Files({ client, bucket, prefix }, { workFolder, now });
  return {
    files,
    clock,
    workFolder,
    s3,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await s3[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
