import { describe, expect, it } from 'vitest';
import { createPrinter } from '../../../sandbox/demo/printer.ts';
import type { DoneEvent } from '../../../sandbox/demo/printer.ts';

const DONE: DoneEvent = {
  provider: 'happyhorse-app',
  kind: 'frames',
  jobId: 'a-job',
  state: 'succeeded',
  video: { path: '/tmp/sea.mp4', bytes: 400_000, seconds: 5, width: 854, height: 480 },
  credits: { quoted: 300, held: 300, charged: 300, released: 0, balance: 2700 },
  edits: 3,
  checks: 2,
};

function printed(json: boolean) {
  const lines: string[] = [];
  const printer = createPrinter(json, (line) => {
    lines.push(line);
  });
  const pages = { discord: printer.page('discord'), slack: printer.page('slack') };
  return { lines, printer, ...pages, all: () => lines.join('\n') };
}

describe("the demo's words", () => {
  it('tell one chat as it happens and the other one after it', () => {
    const { discord, slack, all } = printed(false);
    slack.card('waiting', 'in line in Slack');
    discord.card('waiting', 'in line in Discord\nwith a second line');
    slack.done(DONE);
    expect(all()).toMatch(/s {2}Discord: waiting\n +│ in line in Discord\n +│ with a second line/);
    expect(all()).not.toContain('Slack');
    discord.done(DONE);
    expect(all()).toMatch(/Ended: [^]*━━ Slack ━[^]*Slack: waiting\n +│ in line in Slack/);
    expect(all()).toContain('Receipt: quoted 300, held 300, charged 300, returned 0; 2700 left');
  });

  it('tell one ledger of both chats, and whether it balances', () => {
    const { printer, all } = printed(false);
    const entry = { jobId: 'a-job', personId: 'you', teamId: 'team', kind: 'hold', credits: 300 };
    const at = new Date(0);
    printer.ledger(
      [
        { ...entry, at, platform: 'discord' },
        { ...entry, at, platform: 'slack' },
      ],
      false,
    );
    expect(all()).toMatch(/Discord +hold +300\n.*Slack +hold +300\nIt does not balance\./);
  });

  it('are one JSON object a line when that is asked for', () => {
    const { printer, discord, slack, lines } = printed(true);
    printer.say('Starting');
    slack.does('/video');
    slack.aside('form', 'a form');
    slack.card('waiting', 'in line');
    discord.done(DONE);
    printer.ledger([], true);
    expect(lines.map((it): unknown => JSON.parse(it))).toEqual([
      { event: 'card', platform: 'slack', state: 'waiting', text: 'in line' },
      { event: 'done', platform: 'discord', ...DONE },
    ]);
  });
});
