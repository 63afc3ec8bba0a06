import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import type { Wording } from '../../../../messages/wording.ts';
import type { FormContext } from '../../shared/form-context.ts';
import type { FormKind } from './form-values.ts';

/** What each part of a form is drawn from. */
export interface Drawing {
  readonly kind: FormKind;
  readonly form: VideoForm;
  readonly context: FormContext;
  /** In the language of who reads it. */
  readonly text: Wording['text'];
}

export const TITLES = {
  create: msg('forms.kind-create'),
  storyboard: msg('forms.kind-storyboard'),
  elements: msg('forms.kind-elements'),
  edit: msg('forms.kind-edit'),
  replace: msg('forms.kind-replace'),
  settings: msg('chat.defaults'),
} as const satisfies Record<FormKind, Message>;
