import type { App, ViewOutput } from '@slack/bolt';
import type { Note, Want } from '../../core/domain/conversation.ts';
import { inTime } from '../in-time.ts';
import type { Answers } from './answers.ts';
import type { ReadAsker } from './asker.ts';
import type { FormContext } from './form-context.ts';
import { readFormContext } from './form-context.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import { plainText } from './markup.ts';
import { FORMS, noteModal } from './modal.ts';
import type { FormKind } from './modal.ts';
import { priceOf, problemsOf, readFormValues, wishOf } from './modal-values.ts';
import type { FormValues } from './modal-values.ts';
import type { Reception } from './receive.ts';
import { formRef, interactionDoer, sentAtOf } from './requests.ts';
import { factsOf } from './slack-logger.ts';

/** What is wrong with a form is told in it, if that is known by then; else it is told after. */
const PRICE_MS = 500;

const NOT_UNDERSTOOD: Note = {
  tone: 'refused',
  headline: ['This form does not work any more'],
  lines: [
    ['It comes from an older version of this service. Nothing was started: please open it again.'],
  ],
};

/** Hears forms that are sent off. */
export function listenToForms(
  app: App,
  { clock, logger, conversations }: SlackListenerDependencies,
  {
    reception,
    readAsker,
    answers,
  }: {
    readonly reception: Reception;
    readonly readAsker: ReadAsker;
    readonly answers: Answers;
  },
): void {
  app.view(/^/, async ({ body, view, ack, context }) => {
    const arrival = reception.arrived(sentAtOf(context));
    const doer = interactionDoer(context, body.user);
    if (arrival === null || doer === null || body.type !== 'view_submission') return;
    const show = (kind: FormKind, note: Note) =>
      ack({ response_action: 'update', view: noteModal(kind, note) });

    const form = formOf(view);
    if (form === null) return show('create', NOT_UNDERSTOOD);
    const { kind, values } = form;
    const problems = kind === 'create' ? problemsOf(values, form.context) : {};
    if (Object.keys(problems).length > 0) {
      return ack({ response_action: 'errors', errors: problems });
    }
    const read = await readAsker(doer);
    if (read.status === 'refused') return show(kind, read.note);
    const refused = kind === 'create' ? await refusal() : null;
    if (refused !== null) return ack({ response_action: 'errors', errors: { prompt: refused } });

    await answers.answerTo(read.asker, {
      key: body.trigger_id,
      arrival,
      ref: formRef(values.channelId, form.context, doer),
      want: wantOf(form),
      acknowledge: {
        taken: () => ack({ response_action: 'clear' }),
        refused: (note) => show(kind, note),
      },
    });

    /** Why no model would make it; null where that is not known in time. */
    async function refusal(): Promise<string | null> {
      if (read.status === 'refused' || form === null) return null;
      const asked = conversations.form(read.asker).catch((error: unknown) => {
        logger.error(factsOf(error), 'slack: a form could not be checked');
        return null;
      });
      const offered = await inTime(clock, PRICE_MS, asked);
      const priced = offered === null ? null : priceOf(offered, values, form.context);
      return priced?.status === 'refused' ? plainText(priced.words, 300) : null;
    }
  });
}

interface FilledForm {
  readonly kind: FormKind;
  readonly values: FormValues;
  readonly context: FormContext;
}

/** Null for what is none of our forms, or comes from another version of this service. */
export function formOf(view: ViewOutput): FilledForm | null {
  const kinds = ['create', 'settings'] as const;
  const kind = kinds.find((it) => FORMS[it] === view.callback_id);
  const context = readFormContext(view.private_metadata);
  const values = readFormValues(view.state.values);
  return kind === undefined || context === null || values === null
    ? null
    : { kind, values, context };
}

function wantOf({ kind, values, context }: FilledForm): Want {
  if (kind === 'settings') return { type: 'prefer', settings: values.settings };
  const wish = wishOf(values, context);
  return { type: 'create', wish, ...(values.remember ? { remember: true } : {}) };
}
