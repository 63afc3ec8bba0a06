import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPModuleFunctions, isRawBodyError } from '@slack/bolt';
import { z } from 'zod';
import type { Body } from './request-body.ts';
import type { Receiver, ReceivingDependencies } from './receiver.ts';
import { isSigned } from './signature.ts';
import { factsOf } from '../shared/slack-logger.ts';

export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Forms that people fill are the largest thing Slack sends, with 250 kB. */
const MOST_BYTES = 1_000_000;
/** People see an error after three seconds: better ours, in time for Slack to show it. */
const ANSWER_WITHIN_MS = 2_900;

/** Slack's requests by HTTP: commands, presses, forms and events alike. */
export function createHttpReceiver(
  { clock, logger }: Pick<ReceivingDependencies, 'clock' | 'logger'>,
  { signingSecret, receiver }: { readonly signingSecret: string; readonly receiver: Receiver },
): Handle {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      answer(response, 405, { allow: 'POST' });
      return;
    }
    const text = await readText(request);
    if (text === null) {
      // What else there is of it is not waited for.
      answer(response, 413, { connection: 'close' });
      return;
    }
    const type = request.headers['content-type'] ?? '';
    const form = /^application\/x-www-form-urlencoded\b/i.test(type)
      ? new URLSearchParams(text)
      : null;
    // Not signed, and answered with nothing.
    if (form?.get('ssl_check') === '1') {
      answer(response, 200);
      return;
    }
    if (!isSigned(text, request.headers, { signingSecret, now: clock.now() })) {
      logger.warn({}, 'slack: a request was refused, for it was not signed by Slack, or not now');
      answer(response, 401);
      return;
    }
    const body = bodyOf(text, form);
    if (body === null) {
      logger.error({ type: type.slice(0, 100) }, 'slack: a request could not be read');
      answer(response, 400);
      return;
    }
    if (body.type === 'url_verification') {
      HTTPModuleFunctions.buildUrlVerificationResponse(response, body);
      return;
    }
    await pass(request, response, body);
  }

  async function pass(
    request: IncomingMessage,
    response: ServerResponse,
    body: Body,
  ): Promise<void> {
    const late = setTimeout(() => {
      logger.error({}, 'slack: a request was not acknowledged in time');
      answer(response, 503);
    }, ANSWER_WITHIN_MS);
    const retryNum = HTTPModuleFunctions.extractRetryNumFromHTTPRequest(request);
    const retryReason = HTTPModuleFunctions.extractRetryReasonFromHTTPRequest(request);
    const taken = await receiver.take({
      body,
      sentAt: Number(request.headers['x-slack-request-timestamp']) * 1000,
      ...(retryNum === undefined ? {} : { retryNum }),
      ...(retryReason === undefined ? {} : { retryReason }),
      ack: async (reply) => {
        clearTimeout(late);
        if (response.headersSent || !listens(request)) throw tooLate();
        const written = isWritten(response);
        HTTPModuleFunctions.buildContentResponse(response, reply);
        if (!(await written)) throw tooLate();
      },
    });
    clearTimeout(late);
    // Slack sends events again, and shows people that a command failed.
    if (taken !== 'acknowledged') answer(response, taken === 'closed' ? 503 : 500);
  }

  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      logger.error(factsOf(error), 'slack: request failed');
      answer(response, 500);
    });
  };
}

const tooLate = () => new Error('It was too late to acknowledge this request');

/** Whoever has hung up has told the person that nothing came of it. */
function listens({ socket }: IncomingMessage): boolean {
  return !socket.destroyed && !socket.readableEnded;
}

/** Whether all of an answer is on its way, once that is known. */
function isWritten(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.once('finish', () => {
      resolve(true);
    });
    response.once('close', () => {
      resolve(response.writableFinished);
    });
  });
}

/** Null when there is more of it than there should be, or less. */
async function readText(request: IncomingMessage): Promise<string | null> {
  try {
    const { rawBody } = await HTTPModuleFunctions.bufferIncomingMessage(request, MOST_BYTES);
    return rawBody.toString();
  } catch (error) {
    if (isRawBodyError(error)) return null;
    throw error;
  }
}

const objectSchema = z.record(z.string(), z.unknown());

/** A command is a form, a press or a form's content is JSON in a form, and an event is JSON. */
function bodyOf(text: string, form: URLSearchParams | null): Body | null {
  const payload = form === null ? text : form.get('payload');
  if (payload === null) return Object.fromEntries(form ?? []);
  try {
    const read = objectSchema.safeParse(JSON.parse(payload));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return;
  response.writeHead(status, headers);
  response.end();
}
