import type { S3Access } from '../media/storage/s3-bucket.ts';
import type { SettingProblem } from '../settings/settings.ts';

const NEEDED = [
  'MEDIA_S3_ENDPOINT',
  'MEDIA_S3_BUCKET',
  'MEDIA_S3_ACCESS_KEY',
  'MEDIA_S3_SECRET_KEY',
] as const;

type StorageSettings = { readonly [variable in (typeof NEEDED)[number]]?: string | undefined } & {
  readonly MEDIA_S3_REGION: string;
  readonly MEDIA_S3_PREFIX?: string | undefined;
};

/** A storage is set up in full or not at all. */
export function missingOfStorage(config: StorageSettings): readonly SettingProblem[] {
  const missing = NEEDED.filter((variable) => config[variable] === undefined);
  if (missing.length === NEEDED.length) return [];
  const set = NEEDED.filter((variable) => config[variable] !== undefined).join(', ');
  return missing.map((variable) => ({
    variable,
    problem: `is not set, though ${set} ${set.includes(',') ? 'are' : 'is'}`,
    fix: 'Set it, or leave all MEDIA_S3_ variables out to keep media in DATA_DIR.',
  }));
}

/** The storage that media are kept in; null: a folder. */
export function storageOf(
  config: StorageSettings,
): (S3Access & { readonly prefix: string }) | null {
  const { MEDIA_S3_ENDPOINT: endpoint, MEDIA_S3_BUCKET: bucket } = config;
  const { MEDIA_S3_ACCESS_KEY: accessKey, MEDIA_S3_SECRET_KEY: secretKey } = config;
  const { MEDIA_S3_REGION: region, MEDIA_S3_PREFIX: prefix = '' } = config;
  if (!endpoint || !bucket || !accessKey || !secretKey) return null;
  return { endpoint, bucket, region, accessKey, secretKey, prefix };
}
