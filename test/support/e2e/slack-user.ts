import { asObjects } from '../../../sandbox/shared/json.ts';
import type { Person } from '../../../sandbox/slack/person/person.ts';
import type { MessageRecord } from '../../../sandbox/slack/world.ts';
import { buttonsOn, inSlack } from './slack.ts';
import type { Asked, HarnessSlack } from './slack.ts';
import type { Harness } from './harness/harness.ts';
import { A_PROMPT, firstLines, REQUEST } from '../user.ts';
import type { UserDriver, QuotaUse, Who, VideoPrompt } from '../user.ts';
import { patience } from '../patience.ts';

export function slackUser(
  harness: Harness<{ readonly slack: HarnessSlack }>,
  /** Of everybody, as Slack tells it. */
  locale = 'en-US',
): UserDriver {
  const world = inSlack(harness, locale);
  const { chat, workspace, channel, textOf } = world;
  const people: Readonly<Record<Who, Person>> = {
    ada: world.ada,
    bob: workspace.addPerson({ name: 'Bob', locale }),
    eve: workspace.addPerson({ name: 'Eve', locale, admin: true }),
  };

  /** A command takes no pictures: for those there is a form. */
  async function asked({ prompt = A_PROMPT, ...draft }: VideoPrompt, by: Person) {
    const { image, seconds = 3, deliveries = 1 } = draft;
    const how = { by, retries: deliveries - 1 };
    if (image !== undefined) {
      const values = { prompt, seconds: String(seconds ?? 3), first: [image] };
      return world.fillIn(values, how);
    }
    const quality = draft.quality === undefined ? '' : ` --${draft.quality}`;
    const secret = draft.private === true ? ' --private' : '';
    const length = seconds === null ? '' : ` --seconds ${seconds}`;
    return world.create(prompt, { how: `${length}${quality}${secret}`, ...how });
  }

  /** A card comes by itself where something was asked, or refused, before. */
  function newest(it: Asked, prompt: string): Asked {
    const first = it.message();
    if (first?.ephemeralFor == null) return it;
    const isCard = (each: MessageRecord) =>
      each.ephemeralFor === null &&
      each.threadTs === null &&
      chat.text(each).includes(prompt) &&
      !isRequest(each);
    const card = it.act.messages.findLast(isCard) ?? first;
    return { ...it, message: () => card };
  }
  const isRequest = (it: MessageRecord) => REQUEST.test(chat.text(it));

  return {
    name: 'slack',
    async create(draft = {}, by = 'ada') {
      const it = await asked(draft, people[by]);
      const now = () => newest(it, draft.prompt ?? A_PROMPT);
      const states = () => {
        const message = now().message();
        return message === null ? [] : chat.history(message.channelId, message.ts);
      };
      return {
        text: () => textOf(now()),
        headlines: () => firstLines(states().map((state) => chat.text(state))),
        videos: () => world.videosOf(now()).map((video) => video.bytes),
        buttons: () => world.buttonsOf(now()),
        async shown(words) {
          // What is said late is another message, or a direct one.
          const aside = ({ ephemeralFor, channelId }: MessageRecord) =>
            ephemeralFor !== null || channelId !== channel.id;
          const asides = () => it.act.messages.filter(aside);
          const said = () => [textOf(now()), ...asides().map((each) => chat.text(each))];
          const found = () => said().find((text) => words.test(text));
          try {
            return await chat.until(String(words), found, patience(15_000));
          } catch (cause) {
            throw new Error(`No ${String(words)}, but:\n${said().join('\n---\n')}`, { cause });
          }
        },
        async end() {
          await world.end(it);
          return textOf(now());
        },
        async press(label, presser = 'ada') {
          const press = await world.press(now(), label, { by: people[presser] });
          return async () => chat.text(await press.ephemeral());
        },
      };
    },
    startAtOnce: () => world.startAtOnce(),
    async confirmOver(credits) {
      const it = await world.type(`/video settings --confirm-over ${credits}`);
      return chat.text(await it.act.ephemeral());
    },
    posted: (words) =>
      chat.until(String(words), () =>
        chat
          .messages(channel)
          .map((it) => chat.text(it))
          .findLast((text) => words.test(text)),
      ),
    async requested() {
      const message = await chat.until('the admins to be asked', () =>
        chat.messages(channel).findLast(isRequest),
      );
      const text = () => chat.text(message);
      return {
        text,
        buttons: () => buttonsOn(message).map(({ label }) => label),
        shown: (words) =>
          chat.until(String(words), () => (words.test(text()) ? text() : undefined)),
        async press(label, by, amount) {
          const person = people[by];
          const button = buttonsOn(message).find((it) => it.label === label);
          if (button === undefined) throw new Error(`No button "${label}": ${text()}`);
          let press = await person.press(message, button.id);
          if (amount !== undefined) {
            press = await person.submit(await press.modal(), { amount: String(amount) });
          }
          return async () => chat.text(await press.ephemeral());
        },
      };
    },
    async interaction(word) {
      const it = await world.type(word === 'credits' ? '/credits' : `/video ${word}`);
      return chat.text(await it.act.ephemeral());
    },
    async prefer({ seconds, quality }) {
      const form = await world.openForm('/video settings');
      const sent = await world.ada.submit(form, { seconds: String(seconds), quality });
      return chat.text(await sent.message());
    },
    async quota(use, by = 'eve') {
      const typed = quotaInSlack(use, (who) => `<@${people[who].id}|${who}>`);
      if (typed === 'link') {
        const form = await world.openForm('/quota link', { by: people[by] });
        return chat.text(await (await people[by].submit(form, {})).message());
      }
      const it = await world.type(`/quota ${typed}`, { by: people[by] });
      return chat.text(await it.act.ephemeral());
    },
    async link(code, by = 'ada') {
      const it = await world.type(`/video link ${code ?? ''}`.trim(), { by: people[by] });
      return chat.text(await it.act.ephemeral());
    },
    messages: () =>
      chat.messages(channel).filter((it) => it.threadTs === null && asObjects(it.blocks).length > 0)
        .length,
    expectInOrder: () => world.expectInOrder(),
  };
}

function quotaInSlack(use: QuotaUse, mention: (who: Who) => string): string {
  const who = 'who' in use && use.who !== null ? mention(use.who) : 'everyone';
  switch (use.act) {
    case 'set':
      return `set ${who} ${use.credits}/${use.per}`;
    case 'pool':
      return `pool ${use.credits}/${use.per}`;
    case 'grant':
      return `grant ${who} ${use.credits} because ${use.reason}`;
    case 'block':
      return `words add ${use.word}`;
    case 'admins':
      return `admins add ${who}`;
    case 'link':
      return use.code === null ? 'link' : `link ${use.code}`;
    case 'show':
      return `show ${who}`;
    case 'language':
      return `language ${use.language}`;
    case 'digest':
      return 'digest here';
    case 'report':
      return 'report 7';
    case 'audit':
      return 'audit';
    case 'unlink':
      return 'unlink';
  }
}
