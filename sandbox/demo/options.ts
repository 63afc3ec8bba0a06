import path from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES } from '../../src/messages/languages.ts';
import { DemoMistake, readGiven, samplePrompt } from './demo-media.ts';
import { CHATS, KINDS } from './user.ts';
import type { ChatName, Kind, VideoPrompt } from './user.ts';
import { PROVIDERS } from './providers.ts';
import type { ProviderName } from './providers.ts';

export { DemoMistake };

export interface DemoOptions extends VideoPrompt {
  readonly chats: readonly ChatName[];
  readonly provider: ProviderName;
  readonly language: string;
  readonly out: string;
  readonly json: boolean;
}

export const USAGE = `npm run demo -- [options]

  --platform NAME      discord, slack or both (both)
  --provider NAME      ${PROVIDERS.join(', ')} (happyhorse-app)
  --language TAG       ${LANGUAGES.join(', ')} (en)
  --kind KIND          ${KINDS.join(', ')} (frames)
  --prompt TEXT        what the video shows, of shots one a line: "2s: the sea";
                       !refuse in it makes the provider refuse it
  --image FILE         a picture (PNG, JPEG or WebP): the first frame and the last, the references
                       or the character; can be repeated, and left out, it is drawn
  --no-image           no first frame: a video of the words alone, as --kind text
  --video FILE         the video to edit or to replace somebody in (MP4, MOV or WebM); left out,
                       it is made
  --seconds N          length of the video
  --quality std|pro    quality of the video
  --out DIR            where the videos are saved (demo-output)
  --json               one JSON object a line instead of the chats
  --help               this text`;

export function asksForHelp(args: readonly string[]): boolean {
  return parse(args).help === true;
}

export async function readDemoOptions(args: readonly string[]): Promise<DemoOptions> {
  const values = parse(args);
  const { quality, image: images = [] } = values;
  if (quality !== undefined && quality !== 'std' && quality !== 'pro') {
    throw new DemoMistake(`--quality is "${quality}". Choose std or pro.`);
  }
  const withoutImage = values['no-image'] === true;
  if (images.length > 0 && withoutImage) throw new DemoMistake('Either --image or --no-image.');
  const provider = oneOf('--provider', PROVIDERS, values.provider ?? 'happyhorse-app');
  const kind = oneOf('--kind', KINDS, values.kind ?? (withoutImage ? 'text' : 'frames'));
  if (withoutImage && kind !== 'text') {
    throw new DemoMistake(`Either --kind ${kind} or --no-image.`);
  }
  if (kind === 'replace' && values.prompt !== undefined) {
    throw new DemoMistake('--kind replace takes no --prompt.');
  }
  // A form asks for elements there, and elsewhere for pictures that are counted.
  const named = kind === 'references' && provider === 'happyhorse-app';
  return {
    chats: readChats(values.platform ?? 'both'),
    provider,
    language: oneOf('--language', LANGUAGES, values.language ?? 'en'),
    kind,
    named,
    prompt: values.prompt ?? samplePrompt(kind, named),
    ...(await readGiven(kind, { images, video: values.video })),
    seconds: readSeconds(kind, values.seconds),
    quality: quality ?? null,
    out: path.resolve(values.out ?? 'demo-output'),
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        platform: { type: 'string' },
        provider: { type: 'string' },
        language: { type: 'string' },
        kind: { type: 'string' },
        prompt: { type: 'string' },
        image: { type: 'string', multiple: true },
        'no-image': { type: 'boolean' },
        video: { type: 'string' },
        seconds: { type: 'string' },
        quality: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new DemoMistake(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function readChats(name: string): readonly ChatName[] {
  return name === 'both' ? CHATS : [oneOf('--platform', CHATS, name, ['both'])];
}

function oneOf<name extends string>(
  option: string,
  names: readonly name[],
  given: string,
  others: readonly string[] = [],
): name {
  const found = names.find((it) => it === given);
  if (found !== undefined) return found;
  const all = [...names, ...others];
  const choice = `${all.slice(0, -1).join(', ')} or ${all.at(-1) ?? ''}`;
  throw new DemoMistake(`${option} is "${given}". Choose ${choice}.`);
}

/** Shots say themselves how long they are, and what is done to a video is as long as it. */
function readSeconds(kind: Kind, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (kind === 'shots' || kind === 'edit' || kind === 'replace') {
    throw new DemoMistake(`--kind ${kind} takes no --seconds.`);
  }
  if (!/^-?\d{1,6}$/.test(text)) {
    throw new DemoMistake(`--seconds is "${text}". It must be a whole number, such as 5.`);
  }
  return Number(text);
}
