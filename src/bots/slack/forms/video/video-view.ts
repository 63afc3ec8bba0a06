import type { KnownBlock, ModalView } from '@slack/types';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { MAKING } from '../../../../core/commands/domain/catalogue/video-commands.ts';
import type { MakingCommand } from '../../../../core/commands/domain/catalogue/video-commands.ts';
import { textIn } from '../../../../core/commands/domain/catalogue/video-values.ts';
import { msg, msgOf } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import type { Wording } from '../../../../messages/wording.ts';
import { cutLine } from '../../../shared/plain-line.ts';
import type { FormKind } from '../../commands/video-command.ts';
import { writeFormContext } from '../../shared/form-context.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { wordingOf } from '../../wording.ts';
import { optionOf, plain, select } from '../fields.ts';
import { frameOf } from '../modal.ts';
import {
  choosesSound,
  draftsOf,
  highestPrice,
  modelsOf,
  priceLine,
} from '../../../../core/commands/domain/catalogue/form-price.ts';
import { commandOf, firstOf, OWN_BLOCKS, withMessageFiles } from './form-values.ts';
import type { FormValues } from './form-values.ts';
import { fieldBlocks, line } from './video-blocks.ts';

const PREFIX = 'video_';
const MOST_PRICE = 700;

/** Null for what is none of our forms. By this Slack names them to us. */
export function kindOfForm(callbackId: string): FormKind | null {
  const kinds: readonly FormKind[] = [...MAKING.map(({ name }) => name), 'settings'];
  return kinds.find((it) => `${PREFIX}${it}` === callbackId) ?? null;
}

export function titleOf(kind: FormKind): Message {
  return msgOf(commandOf(kind).form);
}

/** A form to fill in. What is filled in already stays when it is shown again. */
export function formModal(
  kind: FormKind,
  form: VideoForm,
  context: FormContext,
  filled: FormValues | null = null,
): ModalView {
  const wording = wordingOf(form.language);
  const { text } = wording;
  const command = commandOf(kind);
  const drawing = { kind, form, context, text, models: [], model: null, choosesSound: true };
  const framed = (price: number | null, submit: Message, blocks: KnownBlock[]): ModalView => ({
    ...frameOf(titleOf(kind), wording),
    callback_id: `${PREFIX}${kind}`,
    private_metadata: writeFormContext({ ...context, price, language: form.language }),
    submit: plain(text(submit)),
    blocks,
  });
  if (!('draft' in command)) {
    return framed(null, msg('forms.submit-save'), fieldBlocks(drawing));
  }
  const values = filled === null ? null : withMessageFiles(filled, context);
  const drafts = draftsOf(command, form, values, firstOf(context));
  const model = textIn(values ?? {}, 'model');
  return framed(highestPrice(command, form, drafts), msg('forms.submit-create'), [
    ...kindBlocks(command, form, text),
    ...fieldBlocks({
      ...drawing,
      models: modelsOf(drafts, form),
      model: model === '' ? null : model,
      choosesSound: choosesSound(drafts, form),
    }),
    line(OWN_BLOCKS.price, cutLine(text(priceLine(command, form, drafts, values)), MOST_PRICE)),
  ]);
}

/** Changed, it becomes another form at once. */
function kindBlocks({ name }: MakingCommand, form: VideoForm, text: Wording['text']): KnownBlock[] {
  const offered = MAKING.filter((it) => it.isOffered(form));
  if (offered.length < 2 || !offered.some((it) => it.name === name)) return [];
  const options = offered.map((it) => optionOf(it.name, text(msgOf(it.form))));
  const how = { value: name, tellsAtOnce: true };
  return [select(OWN_BLOCKS.kind, text(msg('forms.kind')), options, how)];
}

/** Stands in the form's place until it is there: a form can only be opened at once. */
export function loadingModal(kind: FormKind, wording: Wording): ModalView {
  return {
    ...frameOf(titleOf(kind), wording),
    blocks: [{ type: 'section', text: plain(wording.text(msg('forms.loading'))) }],
  };
}
