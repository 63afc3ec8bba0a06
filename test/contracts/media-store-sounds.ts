import { describe, expect, it } from 'vitest';
import type { Attachment } from '../../src/core/media/domain/media.ts';
import { name, plain, sounds, type GivenMediaSubject } from './media-store-inputs.ts';
import { patience } from '../support/patience.ts';

export function describeGivenSounds(
  subjectName: string,
  setup: () => Promise<GivenMediaSubject>,
): void {
  describe(`a sound that is given to the media store (${subjectName})`, () => {
    const signal = (): AbortSignal => AbortSignal.timeout(patience(15_000));
    const attached = (url: string): Attachment => ({ url, name, bytes: null });

    it.each([
      ['audio/mpeg', 'mp3'],
      ['audio/wav', 'wav'],
      ['audio/webm', 'weba'],
    ] as const)('takes a sound in under its real ending: %s', async (type, ending) => {
      await using subject = await setup();
      const url = await subject.audio({ type, seconds: 2 });
      const take = () =>
        subject.store.ingestAudio(attached(url), { ...sounds, types: [type] }, signal());
      const taken = await take();
      expect(taken).toMatchObject({
        status: 'taken',
        media: { kind: 'audio', contentType: type },
      });
      const audio = taken.status === 'taken' ? taken.media : null;
      expect(audio!.key).toMatch(new RegExp(`^[0-9a-f]{64}\\.${ending}$`));
      expect(audio!.seconds).toBeCloseTo(2, 0);
      await using file = await subject.store.open(audio!);
      expect(file.bytes).toBe(audio!.bytes);
      expect(await take()).toEqual(taken);
    });

    it('tells what is no sound that the model takes', async () => {
      await using subject = await setup();
      const { store } = subject;
      const audio = await subject.audio({ type: 'audio/webm', seconds: 2 });
      expect(await store.ingestAudio(attached(audio), sounds, signal())).toEqual({
        status: 'refused',
        problem: {
          media: 'audio',
          code: 'wrong-type',
          name,
          found: { format: 'WebM' },
          types: sounds.types,
        },
      });
      const big = await subject.audio({ type: 'audio/wav', seconds: 2 });
      const tight = { ...sounds, maxBytes: 1000 };
      expect(await store.ingestAudio(attached(big), tight, signal())).toMatchObject({
        status: 'refused',
        problem: { media: 'audio', code: 'too-big', name, maxBytes: 1000 },
      });
      for (const url of [await subject.text(), await subject.clip(plain)]) {
        expect(await store.ingestAudio(attached(url), sounds, signal())).toMatchObject({
          status: 'refused',
          problem: { media: 'audio', code: 'wrong-type', name, types: sounds.types },
        });
      }
      expect(await store.ingestAudio(attached(subject.missing()), sounds, signal())).toEqual({
        status: 'refused',
        problem: { media: 'audio', code: 'unreachable', name },
      });
    });
  });
}
