import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../../sandbox/demo/providers.ts';
import type { ProviderName } from '../../../sandbox/demo/providers.ts';
import { probeSource } from '../../../sandbox/video/source.ts';
import { aPicture } from '../../support/e2e/harness/session.ts';
import type { CommandUse, DiscordInteraction } from '../../support/e2e/harness/session.ts';
import { aClip, openWorldOf } from '../../support/e2e/providers.ts';
import type { WorldOf } from '../../support/e2e/providers.ts';

type World = WorldOf<ProviderName>;

const KINDS = [
  ...(['text', 'frames', 'shots', 'references', 'elements', 'edit', 'replace'] as const),
  ...(['elements from a frame', 'elements in shots'] as const),
];
type Kind = (typeof KINDS)[number];

/** What each can make. */
const MATRIX: Readonly<Record<ProviderName, readonly Kind[]>> = {
  'happyhorse-app': [
    ...(['text', 'frames', 'shots', 'elements'] as const),
    ...(['elements from a frame', 'elements in shots'] as const),
  ],
  'happyhorse-customer': ['text', 'frames'],
  crun: ['edit', 'replace'],
  acedata: ['text', 'frames', 'references', 'edit'],
};

/** What is said where it cannot be made. */
const NEEDS: Readonly<Record<Kind, string>> = {
  text: 'Video from text. Ask the operator to add happyhorse.app, HappyHorse Customer API or Ace Data Cloud',
  frames:
    'First frame. Ask the operator to add happyhorse.app, HappyHorse Customer API or Ace Data Cloud',
  shots: 'Storyboard. Ask the operator to add happyhorse.app',
  references: 'Video with reference images. Ask the operator to add Ace Data Cloud',
  elements: 'Named elements. Ask the operator to add happyhorse.app',
  'elements from a frame': 'Named elements. Ask the operator to add happyhorse.app',
  'elements in shots': 'Named elements. Ask the operator to add happyhorse.app',
  edit: 'Video edit. Ask the operator to add crun.ai or Ace Data Cloud',
  replace: 'Character replacement. Ask the operator to add crun.ai',
};

const CREATE = { name: 'video', subcommand: 'create' };
const LENGTH = 3;

interface Files {
  readonly picture: Buffer;
  readonly other: Buffer;
  readonly clip: Buffer;
}

let files: Files;
beforeAll(async () => {
  const [picture, other, clip] = await Promise.all([
    aPicture(720, 480),
    aPicture(480, 480),
    aClip(LENGTH),
  ]);
  files = { picture, other, clip };
});

function commandFor(
  kind: Exclude<Kind, 'shots' | 'elements in shots'>,
): Pick<CommandUse, 'name'> & Partial<CommandUse> {
  const image = { bytes: files.picture, filename: 'one.png' };
  const other = { bytes: files.other, filename: 'two.png' };
  const video = { bytes: files.clip, filename: 'street.mp4' };
  const options = { prompt: `a lighthouse, ${kind}`, seconds: LENGTH };
  switch (kind) {
    case 'text':
      return { ...CREATE, options };
    case 'frames':
      return { ...CREATE, options, attachments: { image } };
    case 'references':
      return { ...CREATE, options, attachments: { reference1: image, reference2: other } };
    case 'elements':
      return {
        name: 'video',
        subcommand: 'elements',
        options: { ...options, prompt: '@hero walks the beach', name1: 'hero' },
        attachments: { image1a: image, image1b: other },
      };
    case 'elements from a frame': {
      const { attachments, ...named } = commandFor('elements');
      return { ...named, attachments: { ...attachments, image: other } };
    }
    case 'edit':
      return {
        name: 'video',
        subcommand: 'edit',
        options: { prompt: 'let it snow' },
        attachments: { video, reference1: image },
      };
    case 'replace':
      return { name: 'video', subcommand: 'replace', attachments: { video, character: image } };
  }
}

async function ask(world: World, kind: Kind): Promise<DiscordInteraction> {
  if (kind !== 'shots' && kind !== 'elements in shots') return world.command(commandFor(kind));
  const { options, attachments } = commandFor('elements');
  const named = { options: { name1: options?.name1 ?? '' }, attachments: attachments ?? {} };
  const opened = world.command({
    name: 'video',
    subcommand: 'storyboard',
    ...(kind === 'shots' ? {} : named),
  });
  await opened.acknowledged();
  // Nobody fills in a form for what cannot be made.
  if (opened.modal === null) return opened;
  const shot1 = kind === 'shots' ? '2s: a gull' : '2s: @hero comes in';
  return world.chat.submitModal(opened, { shot1, shot2: '1s: a boat' });
}

describe.each(PROVIDERS)('A service with %s alone', (name) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorldOf(name, { environment: { DEFAULT_ALLOWANCE: 'unlimited' } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.each(MATRIX[name])('makes a video: %s', async (kind) => {
    const interaction = await ask(world, kind);
    const text = await world.end(interaction);
    expect(text).toContain('Your video is ready');
    expect(text).toMatch(/[\d,]+ credits · [\d,]+ left/);
    const videos = world.videosOf(interaction);
    expect(videos).toHaveLength(1);
    const facts = await probeSource({ bytes: videos[0]?.bytes ?? Buffer.alloc(0) });
    expect(facts).toMatchObject({ container: 'mp4', codec: 'h264' });
    expect(facts.seconds).toBeCloseTo(LENGTH, 0);
    await world.expectInOrder();
  });

  it.each(KINDS.filter((it) => !MATRIX[name].includes(it)))(
    'says who could make one, and charges nothing: %s',
    async (kind) => {
      const text = await world.end(await ask(world, kind));
      expect(text).toContain(`Not available here: ${NEEDS[kind]}.`);
      expect(text).toContain('not charged');
      await world.expectInOrder();
    },
  );

  it('sends nothing that no document names', () => {
    expect('violations' in world.emulator ? world.emulator.violations : []).toEqual([]);
  });
});
