import { z } from 'zod';
import type { MessageRef } from '../../../core/messages/domain/message-ref.ts';

/** Ids of organisations begin with another letter. */
export function isWorkspaceId(id: string): boolean {
  return /^T[A-Z0-9]{2,30}$/.test(id);
}

/** A message, as Slack names it. */
const placeSchema = z.object({ channelId: z.string(), ts: z.string() });

/**
 * How far the video of a card has come. Nothing of a file is seen before it is shared, so one that
 * is only reserved may be forgotten.
 */
const uploadSchema = z.object({
  /** The status of the card that the video belongs to. */
  forStatus: z.string(),
  fileId: z.string(),
  state: z.enum(['reserved', 'sent', 'shared']),
  /** Where it is shared: in the card's own channel, or directly with the person. */
  channelId: z.string(),
  permalink: z.string().nullable(),
});

/** Our handle on a message: everything that any way to it needs. */
const messageRefSchema = z.object({
  /** What was done: a command typed, a button pressed, a form submitted, something on the Home tab. */
  kind: z.enum(['command', 'press', 'form', 'home']),
  teamId: z.string(),
  enterpriseId: z.string().nullable(),
  /** Null where there is none: on the Home tab. */
  channelId: z.string().nullable(),
  userId: z.string(),
  /** Answers what was done, for its doer alone. */
  responseUrl: z.string().nullable(),
  /** Slack takes five answers by it. */
  usesLeft: z.number(),
  /** Of the response url, in milliseconds since 1970. */
  expiresAt: z.number(),
  /** The card's, or the message's with the button; null while there is none. */
  ts: z.string().nullable(),
  /** The thread in which the message stands. */
  threadTs: z.string().nullable(),
  /** The direct message that took the card's place. */
  movedTo: placeSchema.nullable(),
  upload: uploadSchema.nullable(),
  /** The card goes to the person directly. */
  private: z.boolean(),
});

export type Place = z.infer<typeof placeSchema>;
export type CardUpload = z.infer<typeof uploadSchema>;
export type SlackMessageRef = z.infer<typeof messageRefSchema>;

/** @throws when the handle is not one of ours */
export function readMessageRef(message: MessageRef): SlackMessageRef {
  return messageRefSchema.parse(message);
}

/** Where the card stands; null while it was not posted. */
export function placeOf(ref: SlackMessageRef): Place | null {
  if (ref.movedTo !== null) return ref.movedTo;
  if (ref.ts === null || ref.channelId === null) return null;
  return { channelId: ref.channelId, ts: ref.ts };
}

/**
 * The card's handle after a press on it, which brings a new response url. Whoever pressed, the card
 * stays the card of the person who asked for it, and only they are answered by it: hence nothing of
 * the press is taken but where the card was seen.
 */
export function renewedRef(known: SlackMessageRef, pressed: SlackMessageRef): SlackMessageRef {
  if (pressed.kind !== 'press' || pressed.ts === null || pressed.channelId === null) return known;
  const at = placeOf(known);
  // Posted, though the process died before that was written: the button tells where.
  if (at === null && pressed.channelId === known.channelId) return { ...known, ts: pressed.ts };
  if (at === null || known.movedTo === null) return known;
  // Somebody looks at the first message, so the card lives here again.
  const onFirst = pressed.channelId === known.channelId && pressed.ts === known.ts;
  return onFirst ? { ...known, movedTo: null } : known;
}

/** Ids of direct messages begin with a letter of their own. */
export function isPrivate({ private: directly, channelId, movedTo }: SlackMessageRef): boolean {
  return directly || movedTo !== null || channelId === null || channelId.startsWith('D');
}

export function linkToMessage(ref: SlackMessageRef): string | null {
  const place = placeOf(ref);
  if (place === null) return null;
  const query = new URLSearchParams({
    channel: place.channelId,
    team: ref.teamId,
    message_ts: place.ts,
  });
  return `https://slack.com/app_redirect?${query.toString()}`;
}
