import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaStore } from '../../../src/core/media/ports/media-store.ts';
import { pngBomb } from '../../media/support/bombs.ts';
import { aPicture, openWorld } from '../../support/e2e/harness/session.ts';
import type { CommandUse, DiscordInteraction, World } from '../../support/e2e/harness/session.ts';

/** Said by Discord to have no size, so that it has to be fetched to find out. */
const OF_UNKNOWN_SIZE = 'streamed.png';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    environment: { DEFAULT_ALLOWANCE: '1000/week' },
    wrap: (core) => {
      const unmeasured: MediaStore = {
        ...core.media,
        ingestImage: (attachment, limits, options) =>
          core.media.ingestImage(
            { ...attachment, bytes: attachment.name === OF_UNKNOWN_SIZE ? null : attachment.bytes },
            limits,
            options,
          ),
      };
      return { ...core, media: unmeasured };
    },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

interface Refused {
  readonly what: string;
  readonly options?: NonNullable<CommandUse['options']>;
  readonly file?: () => Buffer | Promise<Buffer>;
  readonly filename?: string;
  readonly as?: 'image' | 'last_frame';
  readonly words: string;
}

const SIXTY_MEGABYTES = () => Buffer.alloc(60_000_000, 7);

const REFUSED: readonly Refused[] = [
  {
    what: 'a text that is named like a picture',
    file: () => Buffer.from('Dear Sir or Madam,\nthis is no picture.\n'.repeat(50)),
    words: 'picture.png is a text file. Use',
  },
  {
    what: 'a picture of 60 MB',
    file: SIXTY_MEGABYTES,
    words: 'picture.png is larger than 50 MB.',
  },
  {
    what: 'a picture that turns out to have 60 MB',
    file: SIXTY_MEGABYTES,
    filename: OF_UNKNOWN_SIZE,
    words: 'streamed.png is larger than 50 MB.',
  },
  {
    what: 'a picture of one pixel',
    file: () => aPicture(1, 1),
    words: 'picture.png is 1 × 1 pixels. Each side needs at least 300.',
  },
  {
    what: 'a JPEG that is cut off',
    file: aCutOffJpeg,
    words: 'of picture.png is there. Save or upload it again.',
  },
  {
    what: 'a picture that unfolds to 400 million pixels',
    file: () => pngBomb(20_000, 20_000),
    words: 'picture.png takes too much memory to open',
  },
  {
    what: 'a prompt of 2,501 characters',
    options: { prompt: 'x'.repeat(2_501) },
    words: 'The prompt can have up to 2,500 characters. This one has 2,501.',
  },
  { what: 'a prompt of blanks', options: { prompt: '   ' }, words: 'The prompt is empty.' },
  {
    what: 'two seconds',
    options: { seconds: 2 },
    words: 'Length must be 3–15 s.',
  },
  {
    what: 'sixteen seconds',
    options: { seconds: 16 },
    words: 'Length must be 3–15 s.',
  },
  {
    what: 'a last frame without a first one',
    file: () => aPicture(),
    as: 'last_frame',
    words: 'A last frame needs a first frame. Add one',
  },
  {
    what: 'more than the credits that are left',
    options: { seconds: 15, quality: 'pro' },
    words: 'You have 1,000 left until your limit resets',
  },
];

describe('A request that cannot be met', () => {
  it.each(REFUSED)('is refused in words of its own: $what', async (refused) => {
    const { as = 'image', filename = 'picture.png', file, options = {} } = refused;
    const bytes = await file?.();
    const interaction = world.create({
      options,
      ...(bytes === undefined ? {} : { attachments: { [as]: { bytes, filename } } }),
    });
    const text = plain(await world.shown(interaction, /not charged/i));
    expect(text).toContain(refused.words);
    expect(wordsOfOthers(refused).filter((words) => text.includes(words))).toEqual([]);
    await world.expectInOrder();
  });

  it('leaves no job and no entry in the books', async () => {
    expect(await world.database.sql`select 1 from jobs`).toEqual([]);
    expect(await world.database.sql`select 1 from ledger`).toEqual([]);
    const orders = world.provider.requests.filter((it) => it.path === '/api/generate');
    expect(orders).toEqual([]);
  });

  it('does not have a picture fetched whose size is known to be too much', () => {
    const fetched = world.chat.calls.filter((it) => it.route.includes('/ephemeral-attachments/'));
    const bytes = fetched.map((it) => it.route.split('/').at(-1));
    // Once each for the others; of the two of 60 MB only the one whose size was not known.
    expect(bytes.filter((it) => it === OF_UNKNOWN_SIZE)).toHaveLength(1);
    expect(bytes.filter((it) => it === 'picture.png')).toHaveLength(4);
  });
});

describe('A strange request that can be met', () => {
  it('pings nobody and formats nothing, whatever its prompt says', async () => {
    const prompt = `@everyone <@${world.ada.id}> **loud** # big ||secret|| [here](https://evil.example)`;
    const interaction = world.create({ options: { prompt } });
    const text = await world.end(interaction);
    expect(text).toContain('Your video is ready');
    expect(text).toContain('@everyone');
    expect(text).toContain('**loud** # big ||secret|| [here](https');
    expect(writtenIn(interaction)).toContain('\\@everyone');
    expect(writtenIn(interaction)).not.toMatch(/\*\*loud|\|\|secret|\[here\]\(|<@\d/);
    // Who was mentioned is no business of a provider, which knows nobody by that number.
    expect(world.provider.creates.at(-1)?.body.prompt).toBe(prompt.replace(/<@\d+>/, 'someone'));
    await world.expectInOrder();
  });
});

/** The texts of the message as they were sent, marks and all. */
function writtenIn({ messageId }: DiscordInteraction): string {
  const texts: string[] = [];
  const { components } = world.chat.messages.json(messageId ?? '');
  JSON.stringify(components, (key, value: unknown) => {
    if (key === 'content' && typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.join('\n');
}

async function aCutOffJpeg(): Promise<Buffer> {
  const whole = await sharp({
    create: { width: 900, height: 600, channels: 3, background: '#345', noise: NOISE },
  })
    .jpeg()
    .toBuffer();
  return whole.subarray(0, whole.length / 2);
}
const NOISE = { type: 'gaussian', mean: 128, sigma: 40 } as const;

function wordsOfOthers(refused: Refused): string[] {
  return REFUSED.map((it) => it.words).filter((words) => words !== refused.words);
}

/** Names of files are bold. */
function plain(text: string): string {
  return text.replaceAll('**', '');
}
