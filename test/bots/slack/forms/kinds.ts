import { afterEach, beforeEach, expect } from 'vitest';
import type { ViewRecord } from '../../../../sandbox/slack/world.ts';
import { aForm } from '../../../support/forms.ts';
import { ALL_POSSIBLE } from '../../../support/possible-settings.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';

export const png = (name: string) => ({ name: `${name}.png`, bytes: Buffer.from('png') });
export const CLIP = { name: 'clip.mp4', bytes: Buffer.from('mp4!') };

interface Block {
  readonly block_id: string;
  readonly elements?: readonly { readonly text: string }[];
  readonly element?: {
    filetypes?: string[];
    max_files?: number;
    options?: { value: string; text: { text: string } }[];
  };
}

export const blocksOf = (view: ViewRecord) => view.view.blocks as Block[];
export const blockOf = (view: ViewRecord, id: string) =>
  blocksOf(view).find((it) => it.block_id === id);

/** The form that comes of a command, once it is more than a word in its place. */
export async function openedForm(bot: Bot, text: string): Promise<ViewRecord> {
  const view = await (await bot.ada.command('/video', text, { channel: bot.channel })).modal();
  return bot.emulator.until('the form', () => {
    const [first, ...more] = view.view.blocks as { readonly type: string }[];
    return first?.type === 'section' && more.length === 0 ? undefined : view;
  });
}

/** A bot for each test of the file that calls this; in its forms everything can be chosen. */
export function startForms() {
  let bot: Bot;
  beforeEach(async () => {
    bot = await startBot();
    bot.core.form = () => Promise.resolve(aForm({ possible: ALL_POSSIBLE }));
  });
  afterEach(async () => {
    await bot[Symbol.asyncDispose]();
    expect(bot.emulator.violations).toEqual([]);
  });
  return {
    get bot() {
      return bot;
    },
    opened: (text: string) => openedForm(bot, text),
    /** The draft of what was sent off. */
    draftFrom: async (index = 0) => {
      const { command } = await bot.answered(index + 1);
      if (command.type !== 'create') throw new Error(`It was ${command.type}.`);
      return command.draft;
    },
  };
}
