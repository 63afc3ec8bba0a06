import type { FastifyReply } from 'fastify';
import type { Message } from '../core/messages/domain/message.ts';
import { acceptedLanguage } from '../messages/accepted-language.ts';
import type { Wording } from '../messages/wording.ts';
import { createWordings } from '../messages/wordings.ts';

const wordingOf = createWordings();

/** What a page says is in the language of the browser that asks for it. */
export function wordingFor(reply: FastifyReply): Wording {
  const wording = wordingOf(acceptedLanguage(reply.request.headers['accept-language']));
  reply.headers({ 'content-language': wording.language, vary: 'accept-language' });
  return wording;
}

/** A page that is one sentence. */
export function sayPlainly(reply: FastifyReply, status: number, words: Message): FastifyReply {
  const text = wordingFor(reply).text(words);
  return reply.code(status).type('text/plain; charset=utf-8').send(`${text}\n`);
}
