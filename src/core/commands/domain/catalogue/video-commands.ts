import type { Command } from '../../../chat/domain/command.ts';
import type { VideoForm } from '../../../chat/domain/form-state.ts';
import type { MessageKey } from '../../../messages/domain/catalogue.ts';
import { msg } from '../../../messages/domain/message.ts';
import { jobId } from '../../../shared/domain/ids.ts';
import type { VideoDraft } from '../../../video/domain/video-request.ts';
import type { Problem } from './field.ts';
import * as settings from './setting-fields.ts';
import { QUALITY, SEED } from './setting-fields.ts';
import { AUTOMATIC } from './video-field.ts';
import type { VideoFields, VideoValues } from './video-field.ts';
import * as fields from './video-fields.ts';
import * as given from './video-values.ts';
import { fileIn, flagIn, SOME_FILE, textIn } from './video-values.ts';

/** Something people do with `/video`, in whichever chat and in whichever way it is asked for. */
export interface VideoCommand {
  readonly name: string;
  readonly description: MessageKey;
  /** Of all that begin with the same word, where there is more than one word. */
  readonly group?: MessageKey;
  readonly fields: VideoFields;
  /** The title of its form; one without is done as it is typed. */
  readonly form?: MessageKey;
  /** It is a command of its own, too, and goes by that. */
  readonly own?: true;
  /** @param values read and checked */
  readonly act: (values: VideoValues) => Command | Problem;
}

export type Making = 'create' | 'storyboard' | 'elements' | 'edit' | 'replace';

/** One that makes a video. */
export interface MakingCommand extends VideoCommand {
  readonly name: Making;
  readonly form: MessageKey;
  /** The field at which it is told that no model makes it. */
  readonly main: string;
  /** Whether any model that is set up makes such videos. */
  readonly isOffered: (form: VideoForm) => boolean;
  readonly draft: (values: VideoValues) => VideoDraft | Problem;
}

function making(
  declared: Omit<MakingCommand, 'draft' | 'act'> & {
    readonly scene: (values: VideoValues) => VideoDraft['scene'] | Problem;
  },
): MakingCommand {
  const { scene: sceneOf, ...command } = declared;
  const draft: MakingCommand['draft'] = (values) => {
    const scene = sceneOf(values);
    if ('words' in scene) return scene;
    const model = textIn(values, 'model').trim();
    return { scene, settings: given.settingsIn(values), ...(model === '' ? {} : { model }) };
  };
  return {
    ...command,
    draft,
    act(values) {
      const made = draft(values);
      if ('words' in made) return made;
      const remember = flagIn(values, 'remember') === true ? { remember: true } : {};
      return { type: 'create', draft: made, ...remember };
    },
  };
}

const { MODEL, PRIVATE, REMEMBER } = settings;

/** Those that make a video, in the order in which people choose among them. */
export const MAKING: readonly MakingCommand[] = [
  making({
    name: 'create',
    description: 'commands.video-create',
    form: 'forms.kind-create',
    main: 'prompt',
    isOffered: ({ possible: { kinds, references } }) =>
      kinds.includes('text') || kinds.includes('frames') || references !== null,
    fields: {
      prompt: fields.PROMPT_OR_IMAGE,
      image: fields.FIRST,
      last_frame: fields.LAST,
      references: fields.REFERENCES,
      reference_video: fields.REFERENCE_VIDEO,
      reference_sound: fields.REFERENCE_SOUND,
      ...settings.SETTINGS_BESIDE_IMAGE,
      ...settings.ADVANCED,
      model: MODEL,
      private: PRIVATE,
      remember: REMEMBER,
    },
    scene: given.newScene,
  }),
  making({
    name: 'storyboard',
    description: 'commands.video-storyboard',
    form: 'forms.kind-storyboard',
    main: 'shot1',
    isOffered: ({ possible }) => possible.shots !== null,
    fields: {
      image: fields.FIRST,
      ...fields.SHOTS,
      ...fields.elements(false),
      quality: QUALITY,
      aspect: settings.SETTINGS.aspect,
      sound: settings.SETTINGS.sound,
      guidance: settings.SETTINGS.guidance,
      model: MODEL,
      private: PRIVATE,
    },
    scene: (values) => ({
      kind: 'shots',
      shots: given.shotsIn(values),
      first: fileIn(values, 'image'),
      ...given.named(given.elementsIn(values)),
    }),
  }),
  making({
    name: 'elements',
    description: 'commands.video-elements',
    form: 'forms.kind-elements',
    main: 'prompt',
    isOffered: ({ possible }) => possible.elements !== null,
    fields: {
      prompt: { ...fields.PROMPT, example: msg('forms.prompt-elements-hint') },
      ...fields.elements(true),
      image: { ...fields.FIRST, offer: (form) => besideFrames(form, fields.FIRST) },
      last_frame: { ...fields.LAST, offer: (form) => besideFrames(form, fields.LAST) },
      ...settings.SETTINGS,
      ...settings.ADVANCED,
      model: MODEL,
      private: PRIVATE,
      remember: REMEMBER,
    },
    scene: given.newScene,
  }),
  making({
    name: 'edit',
    description: 'commands.video-edit',
    form: 'forms.kind-edit',
    main: 'prompt',
    isOffered: ({ possible }) => possible.edit !== null,
    fields: {
      video: fields.SOURCE,
      prompt: fields.EDIT_PROMPT,
      references: fields.EDIT_REFERENCES,
      keep_sound: fields.KEEP_SOUND,
      quality: QUALITY,
      seed: SEED,
      model: MODEL,
      private: PRIVATE,
    },
    scene: (values) => ({
      kind: 'edit',
      prompt: textIn(values, 'prompt'),
      source: fileIn(values, 'video') ?? SOME_FILE,
      images: given.filesIn(values, 'references'),
      keepSound: flagIn(values, 'keep_sound') ?? true,
    }),
  }),
  making({
    name: 'replace',
    description: 'commands.video-replace',
    form: 'forms.kind-replace',
    main: 'quality',
    isOffered: ({ possible }) => possible.kinds.includes('replace'),
    fields: {
      character: fields.CHARACTER,
      video: fields.MOTION_VIDEO,
      quality: QUALITY,
      model: MODEL,
      private: PRIVATE,
    },
    scene: (values) => ({
      kind: 'replace',
      character: fileIn(values, 'character') ?? SOME_FILE,
      driving: fileIn(values, 'video') ?? SOME_FILE,
    }),
  }),
];

function besideFrames(form: VideoForm, { offer }: typeof fields.FIRST | typeof fields.LAST) {
  return fields.beside(form, 'frames') ? offer(form) : null;
}

export const SETTINGS_COMMAND = {
  name: 'settings',
  description: 'commands.video-settings',
  form: 'chat.defaults',
  fields: { ...settings.SETTINGS, ...settings.PREFERENCES },
  act: (values) => preferred(values, 'given'),
} as const satisfies VideoCommand;

/**
 * What somebody likes from now on.
 * @param of 'given': what is left out stays as it is; 'all': it is left to the model
 */
export function preferred(values: VideoValues, of: 'given' | 'all'): Command {
  const { seconds, quality, aspect, sound, guidance } = given.settingsIn(values);
  const chosen = { seconds, quality, aspect, sound, guidance };
  const isSet = Object.values(chosen).some((it) => it !== null);
  const all = of === 'all' || flagIn(values, 'reset') === true;
  const over = given.confirmOverIn(values, 'confirm_over');
  const language = textIn(values, 'language');
  return {
    type: 'prefer',
    ...(all || isSet ? { settings: chosen } : {}),
    ...(isSet && !all ? { keep: true } : {}),
    ...(over === null ? {} : { confirmOver: over }),
    ...(language === '' ? {} : { language: language === AUTOMATIC ? null : language }),
  };
}

function plain(
  name: 'status' | 'history' | 'help' | 'credits' | 'unlink',
  description: MessageKey,
): VideoCommand {
  return { name, description, fields: {}, act: () => ({ type: name }) };
}

function idOrNull(values: VideoValues, name: string): string | null {
  const id = textIn(values, name);
  return id === '' ? null : id;
}

/** What people do with `/video`, in the order in which it is offered. */
export const VIDEO_COMMANDS: readonly VideoCommand[] = [
  ...MAKING,
  plain('status', 'commands.video-status'),
  {
    name: 'cancel',
    description: 'commands.video-cancel',
    fields: {
      job: {
        kind: 'id',
        label: 'forms.job-hint',
        wrong: msg('commands.cancel-one', { command: 'video cancel', status: 'video status' }),
      },
    },
    act(values) {
      const job = idOrNull(values, 'job');
      return { type: 'cancel', job: job === null ? null : jobId(job) };
    },
  },
  SETTINGS_COMMAND,
  {
    name: 'link',
    description: 'commands.video-link',
    fields: {
      code: {
        kind: 'id',
        label: 'forms.code',
        hint: msg('forms.code-hint'),
        wrong: msg('commands.one-code'),
      },
    },
    act: (values) => ({ type: 'link', code: idOrNull(values, 'code') }),
  },
  plain('unlink', 'commands.video-unlink'),
  {
    name: 'forget me',
    description: 'commands.video-forget-me',
    group: 'commands.video-forget',
    fields: {},
    act: () => ({ type: 'forget', sure: false }),
  },
  plain('history', 'commands.video-history'),
  plain('help', 'commands.video-help'),
  { ...plain('credits', 'commands.credits'), own: true },
];

export function makingCommand(name: Making): MakingCommand {
  const command = MAKING.find((it) => it.name === name);
  if (command === undefined) throw new Error(`${name} is not declared`);
  return command;
}
