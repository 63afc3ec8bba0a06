import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { jobId, teamId } from '../../core/shared/domain/ids.ts';
import type { JobKey } from '../../core/shared/domain/ids.ts';

/** Names a job in an address that only the one it was given to can know. */
export interface CallbackTokens {
  make(job: JobKey, provider: string): string;
  /** Null when it was not made here for this provider. */
  read(token: string, provider: string): JobKey | null;
}

const TOKEN = /^([\w-]{1,600})\.([\w-]{43})$/;

export function createCallbackTokens(secret: string): CallbackTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'callback tokens v1', 32));
  const sign = (payload: string, provider: string): Buffer =>
    createHmac('sha256', key).update(`${provider} ${payload}`).digest();
  return {
    make(job, provider) {
      const payload = Buffer.from(JSON.stringify([job.teamId, job.jobId])).toString('base64url');
      return `${payload}.${sign(payload, provider).toString('base64url')}`;
    },
    read(token, provider) {
      const [, payload, signature] = TOKEN.exec(token) ?? [];
      if (payload === undefined || signature === undefined) return null;
      const given = Buffer.from(signature, 'base64url');
      const made = sign(payload, provider);
      if (given.length !== made.length || !timingSafeEqual(given, made)) return null;
      const read: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
      if (!Array.isArray(read)) return null;
      const [team, job] = read.map(String);
      if (team === undefined || job === undefined) return null;
      return { teamId: teamId(team), jobId: jobId(job) };
    },
  };
}
