import { asObject, asObjects } from '../shared/json.ts';
import { createSlackEmulator } from '../slack/emulator.ts';
import { elementsOf, fieldsOf, optionsOf } from '../slack/views/form.ts';
import type { Field, FieldValue, Values } from '../slack/views/form.ts';
import type { SubmissionEnd } from '../slack/deliveries/submission.ts';
import type { Act } from '../slack/person/act.ts';
import type { MessageRecord, MessageVersion, ViewRecord } from '../slack/world.ts';
import { elementIn } from './user.ts';
import type { GivenFile, UserDriver, UserDriverOptions, Sight, VideoPrompt } from './user.ts';

/** Somebody in Slack, who fills in the form, or types it all when there is no picture. */
export async function createSlackUser(options: UserDriverOptions): Promise<UserDriver> {
  const { clock, publicUrl, language, see, tell } = options;
  const slack = await createSlackEmulator({
    now: () => clock.now().getTime(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  });
  slack.deliverTo({ eventsUrl: `${publicUrl}/slack/events` });
  const workspace = slack.addWorkspace({ name: 'Studio' });
  const channel = workspace.addChannel({ name: 'films' });
  const you = workspace.addPerson({ name: 'you', locale: localeOf(language) });
  let asked: Act | null = null;
  let card: { readonly channelId: string; readonly ts: string } | null = null;
  slack.onMessage((version) => {
    if (version.ephemeralFor === null) card ??= version;
    see({ what: whatIs(version, card?.ts), text: slack.text(version) });
  });

  /** `/video` and what is wanted in words. */
  function typed(draft: VideoPrompt): Promise<'sent' | 'refused'> {
    return command(textOf(draft));
  }

  async function command(text: string): Promise<'sent' | 'refused'> {
    tell(`/video ${text}`);
    // As Slack's clients send what is no mention and no link.
    const sent = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const act = await you.command('/video', sent, { channel });
    if (act.error !== null) throw new Error(`/video failed with the error "${act.error}"`);
    asked = act;
    return act.ephemerals.some((it) => buttonsOn(it).length === 0) ? 'refused' : 'sent';
  }

  /** The command alone, and the form that comes of it. */
  async function filledIn(draft: VideoPrompt): Promise<'sent' | 'refused'> {
    const { opens, fields, choices } = formFor(draft);
    tell(`/video ${opens}`.trim());
    const act = await you.command('/video', opens, { channel });
    const form = await slack.until('the form', () =>
      act.ephemerals.length > 0 ? 'refused' : loaded(you.modal),
    );
    if (form === 'refused') return form;
    const offered = fieldsIn(form);
    if (offered.size === 0) {
      see({ what: 'answer', text: slack.text(form) });
      return 'refused';
    }
    const lacking = Object.keys(fields).filter((it) => !offered.has(it));
    if (lacking.length > 0) {
      see({ what: 'form', text: slack.text(form) });
      tell(`close it, as it has no field for the ${lacking.map(wordOf).join(' and the ')}`);
      await you.close(form);
      return command('help');
    }
    for (const [field, value] of Object.entries({ ...fields, ...choices })) {
      if (field in choices && !takes(form, field, value)) return insteadTyped(form, draft);
      if (offered.get(field)?.dispatches !== true) you.fill(form, { [field]: value });
      // The price in the form follows what is chosen.
      else await (await you.choose(form, field, value)).modal();
    }
    see({ what: 'form', text: slack.text(form) });
    tell('press Create');
    const { end } = await you.submit(form);
    const refusal = refusalIn(end, slack.text);
    if (refusal !== null) throw new Error(refusal);
    return 'sent';
  }

  /** Whoever finds no such choice in the form can still type it. */
  async function insteadTyped(form: ViewRecord, draft: VideoPrompt): Promise<'sent' | 'refused'> {
    see({ what: 'form', text: slack.text(form) });
    tell('close it, as it has no such choice, and type it');
    await you.close(form);
    return typed(draft);
  }

  return {
    settings: {
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
    },
    url: slack.url,
    workspaceId: workspace.id,
    secrets: [workspace.botToken, slack.signingSecret],
    violations: slack.violations,
    ask: (draft) => (draft.kind === 'text' ? typed(draft) : filledIn(draft)),
    async agree() {
      const question = await asked?.ephemeral();
      const [button] = question === undefined ? [] : buttonsOn(question);
      if (question === undefined || button === undefined) {
        throw new Error('There is no button to press');
      }
      tell(`press ${button.label}`);
      await you.press(question, button.id);
    },
    video() {
      const [file] = card === null ? [] : slack.videos(card.channelId, card.ts);
      return file ?? null;
    },
    [Symbol.asyncDispose]: () => slack[Symbol.asyncDispose](),
  };
}

function buttonsOn({ blocks }: MessageRecord) {
  return elementsOf(asObjects(blocks)).flatMap(({ element }) =>
    element.type === 'button'
      ? [{ id: String(element.action_id), label: String(asObject(element.text).text) }]
      : [],
  );
}

function whatIs(version: MessageVersion, cardTs: string | undefined): Sight['what'] {
  if (version.ephemeralFor !== null) return 'answer';
  if (version.ts !== cardTs) return 'thread';
  return version.kind === 'update' ? 'edit' : 'card';
}

/** What the form says when it is not taken. */
function refusalIn(end: SubmissionEnd, textOfView: (view: ViewRecord) => string): string | null {
  switch (end.status) {
    case 'closed':
    case 'cleared':
      return null;
    case 'errors':
      return Object.values(end.errors).join('\n');
    case 'updated':
    case 'pushed':
      return textOfView(end.view);
    case 'failed':
      return end.reason;
  }
}

function textOf({ prompt, seconds, quality }: VideoPrompt): string {
  return [
    prompt.includes('"') ? prompt : `"${prompt}"`,
    ...(seconds === null ? [] : [`--seconds ${seconds}`]),
    ...(quality === null ? [] : [`--${quality}`]),
  ].join(' ');
}

function chosenIn({ seconds, quality }: VideoPrompt): Record<string, string> {
  return {
    ...(seconds === null ? {} : { seconds: String(seconds) }),
    ...(quality === null ? {} : { quality }),
  };
}

function fieldsIn({ view }: ViewRecord): ReadonlyMap<string, Field> {
  return new Map(fieldsOf(asObjects(view.blocks)).map((it) => [it.actionId, it]));
}

/** Whether the form as it is now lets this be chosen. */
function takes(form: ViewRecord, field: string, value: FieldValue): boolean {
  const found = fieldsIn(form).get(field);
  return found !== undefined && optionsOf(found.element).some((it) => it.value === value);
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  first: 'first frame',
  last: 'last frame',
  references: 'reference images',
};

function wordOf(field: string): string {
  return FIELD_WORDS[field] ?? field;
}

/** Once it is more than something in its place. */
function loaded(view: ViewRecord | null): ViewRecord | undefined {
  if (view === null) return undefined;
  const [first, ...more] = asObjects(view.view.blocks);
  return first?.type === 'section' && more.length === 0 ? undefined : view;
}

/** Slack's locales name a country: `ja-JP`. */
function localeOf(tag: string): string {
  const { language, region } = new Intl.Locale(tag).maximize();
  return `${language}-${region ?? ''}`;
}

interface Form {
  /** What is typed after `/video`. */
  readonly opens: string;
  readonly fields: Values;
  /** Chosen one after the other, as the price follows them. */
  readonly choices: Readonly<Record<string, string>>;
}

function formFor(draft: VideoPrompt): Form {
  const { prompt, images, video } = draft;
  const choices = chosenIn(draft);
  const [first, last] = images;
  switch (draft.kind) {
    case 'text':
    case 'frames':
      return { opens: '', fields: { prompt, ...filesIn({ first, last }) }, choices };
    case 'shots':
      return {
        opens: 'storyboard',
        choices,
        fields: { ...shotsIn(prompt), ...filesIn({ first }) },
      };
    case 'references':
      return draft.named
        ? {
            opens: 'elements',
            choices,
            fields: { prompt, name1: elementIn(prompt), images1: images },
          }
        : { opens: '', fields: { prompt, references: images }, choices };
    case 'edit': {
      const references = images.length === 0 ? {} : { references: images };
      const fields = { prompt, ...filesIn({ source: video }), ...references };
      return { opens: 'edit', fields, choices };
    }
    case 'replace':
      return { opens: 'replace', choices, fields: filesIn({ character: first, source: video }) };
  }
}

/** Each has a field for its seconds: `2s: the sea`. */
function shotsIn(prompt: string): Values {
  const fields: Record<string, string> = {};
  for (const [index, line] of prompt.split('\n').entries()) {
    const seconds = /^(\d+) ?s: */.exec(line);
    fields[`shot${index + 1}`] = line.slice(seconds?.[0].length ?? 0);
    if (seconds !== null) fields[`seconds${index + 1}`] = seconds[1] ?? '';
  }
  return fields;
}

function filesIn(files: Readonly<Record<string, GivenFile | null | undefined>>): Values {
  return Object.fromEntries(
    Object.entries(files).flatMap(([field, file]) => (file == null ? [] : [[field, [file]]])),
  );
}
