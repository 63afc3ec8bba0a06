import type { InputRef } from '../../core/domain/media.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { InputOptions } from '../../core/ports/video-provider.ts';
import type { ProviderHttp } from '../http.ts';
import type { PutFile } from '../put-file.ts';
import { readPresignAnswer } from './answers.ts';
import type { NotStarted } from './answers.ts';
import { presignRequest } from './wire.ts';

export type Uploaded = { readonly status: 'uploaded'; readonly key: string } | NotStarted;

export interface Uploads {
  /**
   * Puts a file into their storage, or finds it there. It goes on after `waitMs` or the signal: the
   * answer is `later` then, and asking again finds what was sent meanwhile.
   */
  upload(media: InputRef, options: Pick<InputOptions, 'open' | 'signal'>): Promise<Uploaded>;
  /** What was refused with these files may be refused for them: they are sent anew the next time. */
  forget(media: readonly InputRef[]): void;
}

export interface UploadsOptions {
  readonly http: ProviderHttp;
  readonly putFile: PutFile;
  readonly clock: Pick<Clock, 'now'>;
  readonly development: boolean;
  /** How long somebody waits for a file to be sent. */
  readonly waitMs: number;
}

/** How long they keep a file is not said; this only spares a start that is repeated the sending. */
const REUSED_FOR_MS = 10 * 60_000;
/** For one file, however large and however slow the line. */
const GIVEN_UP_AFTER_MS = 10 * 60_000;
const STILL_SENDING_MS = 10_000;
/** An upload link is short-lived: one that has expired is asked for once more. */
const ATTEMPTS = 2;

const UNREACHABLE = { status: 'later', reason: 'unreachable', retryAfterMs: null } as const;

interface Entry {
  readonly outcome: Promise<Uploaded>;
  /** Null as long as it is being sent. */
  sentAt: Date | null;
}

export function createUploads(options: UploadsOptions): Uploads {
  const { clock } = options;
  const entries = new Map<string, Entry>();

  /** Forgets what is too old to be relied on. */
  function forgetOld(): void {
    const oldest = clock.now().getTime() - REUSED_FOR_MS;
    for (const [key, { sentAt }] of entries) {
      if (sentAt !== null && sentAt.getTime() <= oldest) entries.delete(key);
    }
  }

  function begin(media: InputRef, open: InputOptions['open']): Entry {
    const outcome = send(options, media, open).catch((): Uploaded => UNREACHABLE);
    const entry: Entry = { outcome, sentAt: null };
    entries.set(media.key, entry);
    void outcome.then(({ status }) => {
      if (status === 'uploaded') entry.sentAt = clock.now();
      else entries.delete(media.key);
    });
    return entry;
  }

  return {
    async upload(media, { open, signal }) {
      if (signal.aborted) return UNREACHABLE;
      forgetOld();
      const { outcome } = entries.get(media.key) ?? begin(media, open);
      return unlessEnded(outcome, AbortSignal.any([signal, AbortSignal.timeout(options.waitMs)]));
    },
    forget(media) {
      for (const { key } of media) entries.delete(key);
    },
  };
}

async function send(
  { http, putFile, development }: UploadsOptions,
  media: InputRef,
  open: InputOptions['open'],
): Promise<Uploaded> {
  const signal = AbortSignal.timeout(GIVEN_UP_AFTER_MS);
  await using file = await open(media).catch(() => null);
  if (file === null) {
    return refused('not-understood', 'Not sent: something in the request is not there any more');
  }
  const body = presignRequest(media, file.bytes);
  if (body === null) return refused('bad-settings', 'A file is larger than the provider takes');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const given = readPresignAnswer(
      await http.request({ method: 'POST', path: '/api/v1/uploads/presign', body, signal }),
      development,
    );
    if (given.status !== 'given') return given;
    const { uploadUrl: url, key } = given;
    const headers = { 'content-type': body.contentType };
    const status = await putFile({ url, path: file.path, bytes: file.bytes, headers, signal });
    if (status >= 200 && status < 300) return { status: 'uploaded', key };
    if (status === 413) return refused('bad-settings', 'A file is larger than the provider takes');
    if (status !== 403) break;
  }
  return UNREACHABLE;
}

async function unlessEnded(outcome: Promise<Uploaded>, ended: AbortSignal): Promise<Uploaded> {
  const { promise, resolve } = Promise.withResolvers<Uploaded>();
  const stop = (): void => {
    resolve({ ...UNREACHABLE, retryAfterMs: STILL_SENDING_MS });
  };
  ended.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([outcome, promise]);
  } finally {
    ended.removeEventListener('abort', stop);
  }
}

function refused(reason: 'not-understood' | 'bad-settings', message: string): Uploaded {
  return { status: 'refused', reason, message };
}
