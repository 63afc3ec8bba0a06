import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CHATS } from './hands.ts';
import type { ChatName, Wish } from './hands.ts';
import { drawSamplePicture } from './sample-picture.ts';

/** Something about the command line is wrong; its message says what. */
export class DemoMistake extends Error {
  override readonly name = 'DemoMistake';
}

export interface DemoOptions extends Wish {
  readonly chats: readonly ChatName[];
  readonly out: string;
  readonly json: boolean;
}

export const USAGE = `npm run demo -- [options]

  --platform NAME      discord, slack or both (both)
  --prompt TEXT        what the video shows; !refuse in it makes the provider refuse it
  --image FILE         the first frame (PNG, JPEG or WebP); left out, a picture is drawn
  --no-image           no first frame: a video of the words alone
  --seconds N          length of the video
  --quality std|pro    quality of the video
  --out DIR            where the videos are saved (demo-output)
  --json               one JSON object a line instead of the chats
  --help               this text`;

export async function readDemoOptions(args: readonly string[]): Promise<DemoOptions> {
  const values = parse(args);
  if (values.help === true) throw new DemoMistake(USAGE);
  const { quality } = values;
  if (quality !== undefined && quality !== 'std' && quality !== 'pro') {
    throw new DemoMistake(`--quality is "${quality}". Choose std or pro.`);
  }
  if (values.image !== undefined && values['no-image'] === true) {
    throw new DemoMistake('Either --image or --no-image.');
  }
  return {
    chats: readChats(values.platform ?? 'both'),
    prompt: values.prompt ?? 'The sun sets over a calm sea, slow waves, golden light',
    image: values['no-image'] === true ? null : await readOrDraw(values.image),
    seconds: values.seconds === undefined ? null : wholeNumber('--seconds', values.seconds),
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
        prompt: { type: 'string' },
        image: { type: 'string' },
        'no-image': { type: 'boolean' },
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
  const chats = CHATS.filter((it) => name === it || name === 'both');
  if (chats.length > 0) return chats;
  throw new DemoMistake(`--platform is "${name}". Choose discord, slack or both.`);
}

function wholeNumber(option: string, text: string): number {
  if (!/^-?\d{1,6}$/.test(text)) {
    throw new DemoMistake(`${option} is "${text}". It must be a whole number, such as 5.`);
  }
  return Number(text);
}

async function readOrDraw(file: string | undefined): Promise<DemoOptions['image']> {
  if (file === undefined) return drawSamplePicture();
  try {
    return { name: path.basename(file), bytes: await readFile(file) };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new DemoMistake(
      missing ? `There is no file ${file}.` : `The file ${file} cannot be read.`,
      { cause: error },
    );
  }
}
