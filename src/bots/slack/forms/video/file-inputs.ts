import type { KnownBlock } from '@slack/types';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import { cutPlain } from '../../../shared/plain-line.ts';
import type { FileKind } from '../../../shared/likely-file.ts';
import type { FormFile } from '../../shared/form-context.ts';
import { input, LIMITS, optionOf, select } from '../fields.ts';
import type { Drawing } from './drawing.ts';
import { line } from './inputs.ts';
import type { Field } from './form-values.ts';

const FILETYPES = {
  picture: ['png', 'jpg', 'jpeg', 'webp'],
  video: ['mp4', 'mov', 'webm'],
  sound: ['mp3', 'wav', 'webm'],
} as const satisfies Record<FileKind, readonly string[]>;

export function fileInput(
  { text }: Drawing,
  field: Field,
  {
    label,
    hint,
    kind = 'picture',
    most = 1,
    optional = true,
  }: {
    readonly label: Message;
    readonly hint: Message;
    readonly kind?: FileKind;
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
  return input(field, text(label), element, { hint: text(hint), optional });
}

/** Says which file of a message it is about, or lets people choose; empty when there is none. */
export function fileOfMessage(
  { text }: Drawing,
  field: 'picture' | 'video',
  files: readonly FormFile[],
  label: Message,
): KnownBlock[] {
  const names = files.map((it) => cutPlain(it.name, 60));
  const [only, ...others] = names;
  if (only === undefined) return [];
  if (others.length === 0)
    return [line(field, text(msg('chat.label-value', { label, value: only })))];
  const options = files.map(({ id }, index) =>
    optionOf(id, text(msg('chat.numbered', { number: index + 1, name: names[index] ?? id }))),
  );
  return [select(field, text(label), options, { value: null })];
}
