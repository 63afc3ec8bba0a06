import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { msg } from '../../../src/core/messages/domain/message.ts';
import type { Message } from '../../../src/core/messages/domain/message.ts';
import { aPicture } from '../../support/e2e/harness/session.ts';
import type { Session } from '../../support/e2e/user.ts';
import { sharedDecoder } from '../../support/fakes/shared-decoder.ts';
import { patience } from '../../support/patience.ts';
import type { Answer, VideoPrompt } from '../../support/user.ts';

export const HAPPYHORSE = { provider: 'happyhorse.app' };

/** Prompts that the provider makes no video of, and what is said then. */
export const UNFILLED = [
  ['!refuse', msg('cards.failed-moderated', HAPPYHORSE)],
  ['!fail', msg('cards.failed-provider-fault', HAPPYHORSE)],
  ['!private', msg('cards.failed-result-lost')],
] as const;

/** What is turned away, and why. */
export async function refusedDrafts(): Promise<readonly { draft: VideoPrompt; why: Message }[]> {
  const name = 'picture.png';
  const noPicture = Buffer.from('Dear Sir or Madam,\nthis is no picture.\n'.repeat(50));
  const length = msg('video.seconds-out-of-range', { min: 3, max: 15 });
  const at = { time: 0, as: 'day' } as const;
  return [
    {
      draft: { image: { name, bytes: noPicture } },
      why: msg('media.wrong-content', {
        name,
        found: msg('media.found-text'),
        types: ['JPEG', 'PNG', 'WebP'],
      }),
    },
    {
      draft: { image: { name, bytes: await aPicture(1, 1) } },
      why: msg('media.too-small', { name, width: 1, height: 1, least: 300 }),
    },
    {
      draft: { prompt: 'x'.repeat(2_501) },
      why: msg('video.prompt-too-long', { most: 2_500, length: 2_501 }),
    },
    { draft: { seconds: 2 }, why: length },
    { draft: { seconds: 16 }, why: length },
    {
      draft: { seconds: 15, quality: 'pro' },
      why: msg('video.insufficient-credits', { cost: 1_200, left: 1_000, at }),
    },
  ];
}

export async function probeOf(folder: string, answer: Answer) {
  const file = path.join(folder, 'shown.mp4');
  await writeFile(file, answer.videos()[0] ?? '');
  return await sharedDecoder.probeVideo(file, AbortSignal.timeout(patience(20_000)));
}

export function ledgerOf({ database }: Session['harness']) {
  return database.sql`select kind, credits::int from ledger order by at, kind = 'hold' desc`;
}
