import type { KnownBlock } from '@slack/types';
import { cutPlain } from '../../../shared/plain-line.ts';
import type { FileKind } from '../../../shared/likely-file.ts';
import type { FormFile } from '../../shared/form-context.ts';
import { input, LIMITS, optionOf, select } from '../fields.ts';
import { line } from './inputs.ts';
import type { Field } from './form-values.ts';

const FILETYPES = {
  picture: ['png', 'jpg', 'jpeg', 'webp'],
  video: ['mp4', 'mov', 'webm'],
  sound: ['mp3', 'wav', 'webm'],
} as const satisfies Record<FileKind, readonly string[]>;

export function fileInput(
  field: Field,
  label: string,
  {
    kind,
    hint,
    most = 1,
    optional = true,
  }: {
    readonly kind: FileKind;
    readonly hint: string;
    readonly most?: number;
    readonly optional?: boolean;
  },
): KnownBlock {
  const filetypes = [...FILETYPES[kind]];
  const element = {
    type: 'file_input',
    filetypes,
    max_files: Math.min(most, LIMITS.files),
  } as const;
  return input(field, label, element, { hint, optional });
}

/** Says which file of a message it is about, or lets people choose; empty when there is none. */
export function fileOfMessage(
  field: 'picture' | 'video',
  files: readonly FormFile[],
  { label, sentence }: { readonly label: string; readonly sentence: (name: string) => string },
): KnownBlock[] {
  const [only, ...others] = files;
  if (only === undefined) return [];
  if (others.length === 0) return [line(field, sentence(cutPlain(only.name, 60)))];
  const options = files.map((it, index) =>
    optionOf(it.id, `${index + 1}. ${cutPlain(it.name, 60)}`),
  );
  return [select(field, label, options, { value: null })];
}
