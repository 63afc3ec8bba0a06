import { SocketModeClient } from '@slack/socket-mode';
import type { SocketModeOptions } from '@slack/socket-mode';
import { z } from 'zod';

const frameSchema = z.looseObject({
  type: z.string(),
  reason: z.string().optional().catch(undefined),
});

/** What Slack says of the connection itself. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['hello', 'disconnect']);

/**
 * A connection to Slack whose frames cost nobody but themselves. The SDK's handler of a frame is
 * called with nobody listening to its promise, reads an inner event without looking whether there is
 * one, and emits an event named by whatever type it reads, its own `close` among them. So it is given
 * nothing but frames that can be read, and all envelopes under one type of ours.
 */
export class SocketClient extends SocketModeClient {
  /** Why Slack ended it, in Slack's own word; null while it has not said so. */
  endedFor: string | null = null;
  readonly #unreadable: (error: unknown) => void;

  constructor(options: SocketModeOptions, unreadable: (error: unknown) => void) {
    super(options);
    this.#unreadable = unreadable;
  }

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean) {
    try {
      if (isBinary || typeof data !== 'string') throw new Error('A frame of bytes');
      const frame = frameSchema.parse(JSON.parse(data));
      if (frame.type === 'disconnect') this.endedFor = frame.reason ?? 'no reason given';
      const isOurs = OF_THE_CONNECTION.has(frame.type);
      const given = isOurs ? data : JSON.stringify({ ...frame, type: 'envelope' });
      await super.onWebSocketMessage(given, false);
    } catch (error) {
      this.#unreadable(error);
    }
  }
}
