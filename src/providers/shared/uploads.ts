import type { InputRef } from '../../core/media/domain/media.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import { unlessAborted } from '../../core/shared/ports/unless-aborted.ts';
import { notSent, notStarted, redirected, UNSENT } from './create-call.ts';
import type { PutAnswer } from './put-file.ts';
import type { InputOptions, NotStarted } from '../../core/providers/ports/video-provider.ts';

export type Uploaded =
  /** `place` is what the provider knows the file by. */
  | { readonly status: 'uploaded'; readonly place: string }
  /** Nothing can have been created. */
  | NotStarted;

export type UploadOptions = Pick<InputOptions, 'open' | 'slot' | 'signal'>;

export interface Uploads {
  /**
   * Puts a file into the provider's storage, or finds it there. It goes on after `waitMs` or the
   * signal: the answer is `later` then, and asking again finds what was sent meanwhile.
   */
  upload(media: InputRef, options: UploadOptions): Promise<Uploaded>;
  /** What was refused with these files may be refused for them: they are sent anew the next time. */
  forget(media: readonly InputRef[]): void;
}

export interface UploadsOptions {
  readonly send: (media: InputRef, options: UploadOptions) => Promise<Uploaded>;
  readonly clock: Pick<Clock, 'now'>;
  /** How long somebody waits for a file to be sent. */
  readonly waitMs: number;
}

/**
 * From a quote to its start, or from a start to the same one again, is seconds; how long a provider
 * keeps a file is not known.
 */
const REUSED_FOR_MS = 10 * 60_000;
/** For one file, however large and however slow the line. */
const GIVEN_UP_AFTER_MS = 10 * 60_000;

export const UNREACHABLE = {
  status: 'later',
  reason: 'unreachable',
  retryAfterMs: null,
} as const satisfies Uploaded;

export const NOT_THERE = notSent('something in the request is not there any more');

export const TOO_LARGE = {
  status: 'refused',
  reason: 'file-too-large',
  message: null,
} as const satisfies Uploaded;

/** It has no place for files: whoever asks again is told the same. */
export function noUploads(detail: string): NotStarted {
  return { status: 'refused', reason: 'no-uploads', message: null, detail };
}

/** What the answer of a storage means; `place` is what the file is known by from then on. */
export function uploadedTo(place: string, { httpStatus, redirect }: PutAnswer): Uploaded {
  if (httpStatus >= 200 && httpStatus < 300) return { status: 'uploaded', place };
  if (redirect !== null) return redirected(redirect);
  return httpStatus === 413 ? TOO_LARGE : UNREACHABLE;
}

interface Entry {
  readonly outcome: Promise<Uploaded>;
  /** Null as long as it is being sent. */
  sentAt: Date | null;
}

/** Each file is sent once for all who ask for it within a while. */
export function createUploads({ send, clock, waitMs }: UploadsOptions): Uploads {
  const entries = new Map<string, Entry>();

  /** Forgets what is too old to be relied on. */
  function forgetOld(): void {
    const oldest = clock.now().getTime() - REUSED_FOR_MS;
    for (const [key, { sentAt }] of entries) {
      if (sentAt !== null && sentAt.getTime() <= oldest) entries.delete(key);
    }
  }

  function begin(media: InputRef, { open, slot }: UploadOptions): Entry {
    const signal = AbortSignal.timeout(GIVEN_UP_AFTER_MS);
    const outcome = send(media, { open, slot, signal }).catch(
      (error: unknown): Uploaded => notStarted(error) ?? UNREACHABLE,
    );
    const entry: Entry = { outcome, sentAt: null };
    entries.set(media.key, entry);
    void outcome.then(({ status }) => {
      if (status === 'uploaded') entry.sentAt = clock.now();
      else entries.delete(media.key);
    });
    return entry;
  }

  return {
    async upload(media, options) {
      const { signal } = options;
      if (signal.aborted) return UNREACHABLE;
      forgetOld();
      const { outcome } = entries.get(media.key) ?? begin(media, options);
      const ended = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
      return unlessAborted(outcome, ended, () => UNSENT);
    },
    forget(media) {
      for (const { key } of media) entries.delete(key);
    },
  };
}
