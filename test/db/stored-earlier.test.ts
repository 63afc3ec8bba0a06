// What the first release wrote is in people's databases: it is read as it was meant, nothing dropped.
import { describe, expect, it } from 'vitest';
import { readMessageRef as readDiscordRef } from '../../src/bots/discord/shared/message-ref.ts';
import { readMessageRef as readSlackRef } from '../../src/bots/slack/shared/message-ref.ts';
import { requestSchema, stateSchema } from '../../src/db/jobs/job-json.ts';
import { aProvider as anAcedata } from '../providers/acedata/given.ts';

const SINCE = '2026-11-22T12:00:00.000Z';
const since = new Date(SINCE);
const ACE_TASK = { taskId: '7f', createdAt: SINCE };

const IMAGE = { kind: 'image', key: 'a1', contentType: 'image/png', bytes: 9, width: 4, height: 3 };
const SIZE = { bytes: 9, width: 4, height: 3, seconds: 3 };
const CLIP = { kind: 'clip', key: 'c1', contentType: 'video/mp4', ...SIZE, fps: 24, sound: true };
const VIDEO = { kind: 'video', key: 'v1', contentType: 'video/mp4', ...SIZE, sound: true };
const SETBACK = { reason: 'maintenance', times: 2, since: SINCE };
const RENDERED = { operation: ACE_TASK, since: SINCE, renderedAt: SINCE, consumed: 30 };

const STATES = [
  { status: 'waiting', since: SINCE, notBefore: SINCE, setback: SETBACK },
  { status: 'submitting', since: SINCE, attempt: 'one', waitingSince: SINCE, setback: null },
  { status: 'unconfirmed', since: SINCE, attempt: 'one', reported: ACE_TASK },
  { status: 'rendering', operation: ACE_TASK, since: SINCE, progress: 0.4 },
  { status: 'overdue', operation: ACE_TASK, since: SINCE },
  { status: 'succeeded', ...RENDERED, at: SINCE, charged: 30, video: { ...VIDEO, poster: IMAGE } },
  { status: 'cancelled', at: SINCE },
  { status: 'expired', at: SINCE, operation: ACE_TASK },
] as const;

describe('A job that the first release wrote', () => {
  it.each(STATES)('is read as it was: $status', (stored) => {
    expect(JSON.parse(JSON.stringify(stateSchema.parse(stored)))).toEqual(stored);
  });

  it('keeps the link to its result, though there may be several by now', () => {
    const stored = { status: 'collecting', ...RENDERED, videoUrl: 'https://cdn.example/7f.mp4' };
    expect(stateSchema.parse(stored)).toEqual({
      status: 'collecting',
      operation: ACE_TASK,
      consumed: 30,
      since,
      renderedAt: since,
      videoUrls: ['https://cdn.example/7f.mp4'],
    });
  });

  it('is read where it failed, without a loss: none was booked then', () => {
    const failed = { at: SINCE, reason: 'result-lost', message: null, operation: ACE_TASK };
    expect(stateSchema.parse({ status: 'failed', ...failed })).toEqual({
      status: 'failed',
      ...failed,
      at: since,
      lost: 0,
    });
  });

  it.each([
    { kind: 'text', prompt: 'a kite', guides: { video: CLIP } },
    { kind: 'frames', prompt: 'a kite', first: IMAGE, last: null },
    { kind: 'shots', shots: [{ prompt: 'a kite', seconds: 3 }], first: null },
    {
      kind: 'references',
      prompt: '@kite',
      images: [],
      elements: [{ name: 'kite', description: 'red', images: [IMAGE, IMAGE] }],
    },
    { kind: 'edit', prompt: 'snow', source: CLIP, images: [], keepSound: true },
    { kind: 'replace', character: IMAGE, driving: CLIP },
  ] as const)('has the request that was made: $kind', (scene) => {
    const settings = { seconds: 3, quality: 'std', aspect: '16:9', sound: true, guidance: null };
    const stored = { scene, settings: { ...settings, extras: { seed: 7 } } };
    expect(requestSchema.parse(stored)).toEqual(stored);
  });

  it('is asked about by the handle that Ace Data Cloud gave', () => {
    const provider = anAcedata('https://api.acedata.test');
    expect(provider.renderKey({ ...ACE_TASK, createdAt: null })).toBe('7f');
  });
});

describe('A message that the first release showed', () => {
  it('is found again in Discord', () => {
    const ref = {
      kind: 'command',
      applicationId: '1',
      channelId: '2',
      messageId: '3',
      guildId: null,
      userId: '4',
      token: 't',
      tokenExpiresAt: 0,
      ephemeral: false,
      attachmentSizeLimit: 10_485_760,
      reach: 'bot',
      movedTo: null,
    };
    expect(readDiscordRef(ref)).toEqual(ref);
  });

  it('is found again in Slack', () => {
    const ref = {
      kind: 'press',
      teamId: 'T1',
      enterpriseId: null,
      channelId: 'C1',
      userId: 'U1',
      responseUrl: null,
      usesLeft: 5,
      expiresAt: 0,
      ts: '1.2',
      threadTs: null,
      movedTo: { channelId: 'D1', ts: '1.3' },
      upload: null,
      private: false,
    };
    expect(readSlackRef(ref)).toEqual(ref);
  });
});
