import type { Button, HomeView as SlackHome, KnownBlock, SectionBlock } from '@slack/types';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { HomeJob, HomeView } from '../../../core/chat/domain/form-state.ts';
import type { Line } from '../../../core/messages/domain/inline.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { spokenCard } from '../../../messages/spoken.ts';
import type { Wording } from '../../../messages/wording.ts';
import { wordingOf } from '../wording.ts';
import { progressBar } from '../../shared/card-words.ts';
import { cutPlain, httpAddress } from '../../shared/plain-line.ts';
import { plainText, quoted, richText, smallPrint } from '../rendering/markup.ts';
import { replyBody } from '../rendering/reply-view.ts';
import { buttonsOf } from '../rendering/card-view.ts';

/**
 * Slack takes 100 blocks in a view. A video on the way has five, one that ended four, and what
 * stands around them has a dozen.
 */
const LIMITS = {
  running: 8,
  ended: 8,
  prompt: 200,
  line: 600,
  lines: 2,
  alternative: 200,
} as const;

/** Buttons of the Home tab itself, none of any job. */
export const HOME_ACTIONS = { refresh: 'home-refresh', create: 'home-create' } as const;

export interface HomeContent {
  readonly home: HomeView;
  /** What came of the last press. */
  readonly said: Reply | null;
  /** False where Slack would not have them. */
  readonly pictures: boolean;
}

/** What a person has here, at a glance. */
export function homeTab({ home, said, pictures }: HomeContent): SlackHome {
  const { running, ended } = home;
  const wording = wordingOf(home.language);
  const { text } = wording;
  return {
    type: 'home',
    blocks: [
      ...(said === null ? [] : [...replyBody(said).blocks, DIVIDER]),
      ...replyBody(home.credits).blocks,
      buttons(wording),
      DIVIDER,
      heading(text(msg(running.length === 0 ? 'chat.none-in-progress' : 'chat.in-progress'))),
      ...running.slice(0, LIMITS.running).flatMap(runningBlocks),
      ...moreBlocks(running.length - LIMITS.running, wording),
      DIVIDER,
      heading(text(msg(ended.length === 0 ? 'chat.no-videos' : 'chat.latest'))),
      ...ended.slice(0, LIMITS.ended).flatMap((job) => endedBlocks(job, pictures)),
      ...moreBlocks(ended.length - LIMITS.ended, wording),
    ],
  };
}

/** A Home tab that has only something to say. */
export function homeReply(reply: Reply): SlackHome {
  return { type: 'home', blocks: [...replyBody(reply).blocks, buttons(wordingOf(reply.language))] };
}

function runningBlocks({ jobId, view: shown, link }: HomeJob): KnownBlock[] {
  const view = spokenCard(shown, wordingOf(shown.language));
  const open = view.wording.text(msg('chat.open'));
  const progress: Line[] =
    view.progress === null ? [] : [[progressBar(view.progress, view.wording)]];
  const lines = [
    [{ bold: plainText(view.headline, LIMITS.line) }],
    ...progress,
    ...view.lines.slice(0, LIMITS.lines),
  ];
  return present([
    quoted(view.prompt, LIMITS.prompt),
    richText(lines, LIMITS.line),
    smallPrint([linked(view.receipt[0] ?? [], [{ to: link, label: open }])], LIMITS.line),
    buttonsOf(view, jobId),
  ]);
}

function endedBlocks(job: HomeJob, pictures: boolean): KnownBlock[] {
  const { link, video, poster } = job;
  const view = spokenCard(job.view, wordingOf(job.view.language));
  const links = [
    { to: link, label: view.wording.text(msg('chat.open')) },
    { to: video, label: view.wording.text(msg('chat.watch')) },
  ];
  const small = smallPrint([linked(view.receipt[0] ?? [], links)], LIMITS.line);
  const address = pictures && poster !== null ? httpAddress(poster) : null;
  const headline = plainText(view.headline, LIMITS.line);
  if (address === null) {
    return present([
      quoted(view.prompt, LIMITS.prompt),
      richText([[{ bold: headline }]], LIMITS.line),
      small,
    ]);
  }
  const prompt = cutPlain(view.prompt, LIMITS.prompt);
  const beside: SectionBlock = {
    type: 'section',
    text: { type: 'plain_text', text: `${headline}\n${prompt}`, emoji: false },
    accessory: {
      type: 'image',
      image_url: address,
      alt_text: cutPlain(prompt === '' ? headline : prompt, LIMITS.alternative),
    },
  };
  return present([beside, small]);
}

interface Link {
  readonly to: string | null;
  readonly label: string;
}

function linked(line: Line, links: readonly Link[]): Line {
  const inlines = links.flatMap(({ to, label }): Line =>
    to === null ? [] : [' · ', { link: to, label }],
  );
  return line.length === 0 ? inlines.slice(1) : [...line, ...inlines];
}

function moreBlocks(count: number, { line }: Wording): KnownBlock[] {
  return count <= 0 ? [] : present([smallPrint([line(msg('chat.more', { count }))], LIMITS.line)]);
}

function present(blocks: readonly (KnownBlock | null)[]): KnownBlock[] {
  return blocks.filter((block) => block !== null);
}

function heading(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
}

function button(actionId: string, text: string, style?: 'primary'): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text, emoji: false },
    ...(style === undefined ? {} : { style }),
  };
}

const DIVIDER: KnownBlock = { type: 'divider' };

function buttons({ text }: Wording): KnownBlock {
  return {
    type: 'actions',
    elements: [
      button(HOME_ACTIONS.create, text(msg('forms.kind-create')), 'primary'),
      button(HOME_ACTIONS.refresh, text(msg('cards.button-refresh'))),
    ],
  };
}
