import fc from 'fast-check';
import type { Attachment } from '../../src/core/media/domain/media.ts';
import { ASPECTS, CAMERA_MOTIONS } from '../../src/core/video/domain/video-request.ts';
import type {
  AdvancedSettings,
  MediaReferences,
  NamedElement,
  Scene,
  VideoDraft,
} from '../../src/core/video/domain/video-request.ts';

const file: Attachment = { url: 'https://chat.test/a', name: 'a', bytes: 9 };

/** Mostly what most models take, and now and then what is at a limit of one, or beyond it. */
function mostly<value>(usual: fc.Arbitrary<value>, odd: fc.Arbitrary<value>): fc.Arbitrary<value> {
  return fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

const length = mostly(
  fc.integer({ min: 3, max: 500 }),
  fc.constantFrom(0, 1, 2, 3, 500, 501, 2_000, 2_001, 2_500, 2_501),
);
const blanks = mostly(fc.constant(''), fc.constantFrom(' ', '\n\n', '\u00a0 '));

/** Words of a length, with blanks around them, and names called in them. */
function prompt(names: readonly string[] = []): fc.Arbitrary<string> {
  const calls = names.map((name) => `@${name} `).join('');
  return fc
    .record({ length, blanks, called: mostly(fc.constant(true), fc.constant(false)) })
    .map((it) => {
      const text = it.called ? calls : calls.replaceAll('@', '');
      return it.blanks + (text + 'x'.repeat(it.length)).slice(0, it.length) + it.blanks;
    });
}

const images = (usual: number, most: number): fc.Arbitrary<Attachment[]> =>
  mostly(fc.integer({ min: 1, max: usual }), fc.integer({ min: 0, max: most })).map((count) =>
    Array<Attachment>(count).fill(file),
  );

const NAMES = ['dog', 'cat_2', 'a', 'x'.repeat(40)];
const ODD_NAMES = ['', 'dog', 'two words', 'größe', '.*', '(', 'x'.repeat(41)];

const element: fc.Arbitrary<NamedElement<Attachment>> = fc.record({
  name: mostly(fc.constantFrom(...NAMES), fc.constantFrom(...ODD_NAMES)),
  description: fc.constantFrom('', ' ', 'a knight'),
  images: mostly(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 0, max: 6 })).map((count) =>
    Array<Attachment>(count).fill(file),
  ),
});

const elements = (min: number): fc.Arbitrary<NamedElement<Attachment>[]> =>
  mostly(
    fc.uniqueArray(element, { minLength: min, maxLength: 3, selector: (it) => it.name }),
    fc.array(element, { maxLength: 4 }),
  );

const mediaReferences: fc.Arbitrary<MediaReferences<Attachment, Attachment>> = fc.constantFrom(
  { video: file },
  { audio: file },
  { video: file, audio: file },
);
const withReferences = mostly(
  fc.constant({}),
  mediaReferences.map((it) => ({ guides: it })),
);
const frame = fc.constantFrom(file, null);

const text = fc
  .tuple(prompt(), withReferences)
  .map(([words, more]): Scene<Attachment> => ({ kind: 'text', prompt: words, ...more }));

const named = <value>(
  min: number,
  using: (given: readonly NamedElement<Attachment>[]) => fc.Arbitrary<value>,
) => elements(min).chain((given) => using(given).map((value) => ({ value, elements: given })));
const namesOf = (given: readonly NamedElement<Attachment>[]) => given.map((it) => it.name);
const orNone = (given: readonly NamedElement<Attachment>[]) =>
  given.length === 0 ? {} : { elements: given };

const frames = fc
  .record({
    it: fc.oneof(
      named(0, () => prompt()),
      named(1, (given) => prompt(namesOf(given))),
    ),
    named: mostly(fc.constant(false), fc.constant(true)),
    first: mostly(fc.constant(file), fc.constant(null)),
    last: fc.constantFrom(file, null),
    more: withReferences,
  })
  .map(({ it, first, last, more, ...how }): Scene<Attachment> => {
    const its = how.named ? orNone(it.elements) : {};
    return { kind: 'frames', prompt: it.value, first, last, ...more, ...its };
  });

const shotsOf = (names: readonly string[]) =>
  mostly(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 7 })).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        fc.record({
          prompt: prompt(index === 0 ? names : []),
          seconds: mostly(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 1, 2.5, 12, 13)),
        }),
      ),
    ),
  );

const shots = fc
  .tuple(
    fc.oneof(
      named(1, (it) => shotsOf(namesOf(it))),
      named(0, () => shotsOf([])),
    ),
    frame,
  )
  .map(([it, first]): Scene<Attachment> => ({
    kind: 'shots',
    shots: it.value,
    first,
    ...orNone(it.elements),
  }));

const references = fc.oneof(
  fc.tuple(prompt(), images(9, 11)).map(([words, given]): Scene<Attachment> => {
    return { kind: 'references', prompt: words, images: given, elements: [] };
  }),
  named(1, (it) => prompt(namesOf(it))).map((it): Scene<Attachment> => ({
    kind: 'references',
    prompt: it.value,
    images: [],
    elements: it.elements,
  })),
  fc.tuple(prompt(), images(9, 11), elements(0)).map(([words, given, its]): Scene<Attachment> => {
    return { kind: 'references', prompt: words, images: given, elements: its };
  }),
);

const edit = fc
  .tuple(prompt(), images(5, 7), fc.boolean())
  .map(([words, given, keepSound]): Scene<Attachment> => {
    return { kind: 'edit', prompt: words, source: file, images: given, keepSound };
  });

const replace = fc.constant<Scene<Attachment>>({ kind: 'replace', character: file, driving: file });

export const anyScene: fc.Arbitrary<Scene<Attachment>> = fc.oneof(
  ...[text, frames, shots, references, edit, replace],
);

const maybe = <value>(usual: fc.Arbitrary<value>, odd: fc.Arbitrary<value>) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: usual },
    { weight: 1, arbitrary: odd },
  );

const extras: fc.Arbitrary<AdvancedSettings> = fc
  .record({
    seed: maybe(fc.integer({ min: 0, max: 99 }), fc.constantFrom(-1, 0.5, 2_147_483_647, 2 ** 31)),
    style: maybe(fc.constantFrom('oil', 'x'.repeat(50)), fc.constantFrom('', ' ', 'x'.repeat(51))),
    cameraMotion: maybe(fc.constantFrom(...CAMERA_MOTIONS), fc.constantFrom(...CAMERA_MOTIONS)),
    motionIntensity: maybe(fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, 1.5, 6)),
  })
  .map(({ seed, style, cameraMotion, motionIntensity }) => ({
    ...(seed === null ? {} : { seed }),
    ...(style === null ? {} : { style }),
    ...(cameraMotion === null ? {} : { cameraMotion }),
    ...(motionIntensity === null ? {} : { motionIntensity }),
  }));

const settings: fc.Arbitrary<VideoDraft['settings']> = fc.record({
  seconds: mostly<number | null>(
    fc.oneof(fc.constant(null), fc.integer({ min: 3, max: 12 })),
    fc.constantFrom(0, 2, 3, 4.5, 12, 13, 15, 16),
  ),
  quality: fc.constantFrom('std', 'pro', null),
  aspect: mostly(fc.constantFrom('16:9', '9:16', '1:1', null), fc.constantFrom(...ASPECTS)),
  sound: mostly<boolean | null>(fc.constant(null), fc.boolean()),
  guidance: maybe(fc.constantFrom(0, 0.5, 1), fc.constantFrom(-0.01, 1.01, Number.NaN)),
  extras,
});

/** What anybody might ask for: of every kind, mostly possible somewhere, and often not. */
export const anyDraft: fc.Arbitrary<VideoDraft> = fc.record({ scene: anyScene, settings });
