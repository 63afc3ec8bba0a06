import type { InputRef } from '../../core/domain/media.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { InputOptions } from '../../core/ports/video-provider.ts';
import type { ProviderHttp } from '../http.ts';
import type { PutFile } from '../put-file.ts';
import { readUploadAnswer } from './answers.ts';
import type { NotStarted } from './answers.ts';

export type Uploaded = { readonly status: 'uploaded'; readonly url: string } | NotStarted;

export interface Uploads {
  /**
   * Puts a file into crun's storage, or finds it there. It goes on after `waitMs` or the signal:
   * the answer is `later` then, and asking again finds what was sent meanwhile.
   */
  upload(media: InputRef, options: Pick<InputOptions, 'open' | 'signal'>): Promise<Uploaded>;
}

export interface UploadsOptions {
  readonly http: ProviderHttp;
  readonly putFile: PutFile;
  readonly clock: Pick<Clock, 'now'>;
  readonly development: boolean;
  /** How long somebody waits for a file to be sent. */
  readonly waitMs: number;
}

/** From the quote to the start is seconds, and how long crun keeps a file is not known. */
const REUSED_FOR_MS = 10 * 60_000;
/** For one file, however large and however slow the line. */
const GIVEN_UP_AFTER_MS = 10 * 60_000;
const STILL_SENDING_MS = 10_000;

const UNREACHABLE = { status: 'later', reason: 'unreachable', retryAfterMs: null } as const;

interface Entry {
  readonly outcome: Promise<Uploaded>;
  /** Null as long as it is being sent. */
  sentAt: Date | null;
}

/** Each file is sent once for the quote and the start after it, however many ask for it. */
export function createUploads(options: UploadsOptions): Uploads {
  const { http, putFile, clock, development } = options;
  const entries = new Map<string, Entry>();

  async function send(media: InputRef, open: InputOptions['open']): Promise<Uploaded> {
    const signal = AbortSignal.timeout(GIVEN_UP_AFTER_MS);
    const type = media.contentType;
    const query = { content_type: type, ext: ENDINGS[type] };
    const path = '/api/v1/client/files/upload-url';
    const answer = await http.request({ method: 'GET', path, query, signal });
    const links = readUploadAnswer(answer, development);
    if (links.status !== 'given') return links;
    await using file = await open(media).catch(() => null);
    if (file === null) {
      return refused('not-understood', 'Not sent: something in the request is not there any more');
    }
    const { path: from, bytes } = file;
    const headers = { 'content-type': type };
    const status = await putFile({ url: links.put, path: from, bytes, headers, signal });
    if (status >= 200 && status < 300) return { status: 'uploaded', url: links.get };
    return status === 413
      ? refused('bad-settings', 'A file is larger than the provider takes')
      : UNREACHABLE;
  }

  /** Forgets what is too old to be relied on. */
  function forget(): void {
    const oldest = clock.now().getTime() - REUSED_FOR_MS;
    for (const [key, { sentAt }] of entries) {
      if (sentAt !== null && sentAt.getTime() <= oldest) entries.delete(key);
    }
  }

  function begin(media: InputRef, open: InputOptions['open']): Entry {
    const outcome = send(media, open).catch((): Uploaded => UNREACHABLE);
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
      forget();
      const { outcome } = entries.get(media.key) ?? begin(media, open);
      return unlessEnded(outcome, AbortSignal.any([signal, AbortSignal.timeout(options.waitMs)]));
    },
  };
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

const ENDINGS = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'video/webm': '.webm',
  'audio/mpeg': '.mp3',
  'audio/wav': '.wav',
  'audio/webm': '.weba',
} as const satisfies Record<InputRef['contentType'], string>;
