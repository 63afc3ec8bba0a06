// The uploads that a request names by their keys.
import { measureImage, usable } from '../provider/fetch-input.ts';
import { sourceSound, stillOf } from '../video/source.ts';
import { INPUT_FIELDS } from './create-request.ts';
import type { CreateBody, InputField } from './create-request.ts';
import { refusal } from './errors.ts';
import type { Parsed } from './json-body.ts';
import type { Upload } from './storage.ts';

export type Inputs = Partial<Readonly<Record<InputField, Upload>>>;

/** What the keys stand for, if all of it is this user's, of the right kind, and uploaded. */
export function inputsOf(
  body: CreateBody,
  userId: string,
  uploads: ReadonlyMap<string, Upload>,
): Parsed<Inputs> {
  const inputs: Partial<Record<InputField, Upload>> = {};
  for (const { field, kind } of INPUT_FIELDS) {
    const key = body[field];
    if (key === undefined) continue;
    const upload = uploads.get(key);
    if (upload?.userId !== userId || upload.kind !== kind) {
      return refusal('invalid_input', `${field} is not the key of your ${kind}.`);
    }
    if (upload.data === null) return refusal('invalid_input', `${field} was not uploaded.`);
    inputs[field] = upload;
  }
  return { ok: true, body: inputs };
}

/**
 * The pictures that show what was given, a still of the reference video among them.
 *
 * @throws when something of it is not what it was declared to be
 */
export async function picturesOf(inputs: Inputs): Promise<Buffer[]> {
  const { sourceImageKey, lastFrameKey, referenceVideoKey, referenceAudioKey } = inputs;
  const picture = await read(sourceImageKey ?? lastFrameKey, async (bytes) => {
    await measureImage(bytes);
    return bytes;
  });
  const still = await read(referenceVideoKey, (bytes) => stillOf({ bytes }));
  await read(referenceAudioKey, async (bytes) => {
    const sound = await sourceSound({ bytes }, { sampleRate: 8000, seconds: 1 });
    if (sound === null) throw new Error('has no sound');
  });
  return [picture, still].filter((it) => it !== null);
}

async function read<value>(
  upload: Upload | undefined,
  reader: (bytes: Buffer) => Promise<value>,
): Promise<value | null> {
  if (upload?.data == null) return null;
  const { kind, data } = upload;
  return usable(`The reference ${kind} could not be used`, () => reader(data));
}
