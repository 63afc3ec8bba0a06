import { z } from 'zod';
import type { RenderStatus, StartRefusal } from '../../core/providers/ports/video-provider.ts';
import { orNull, reading, sentence, speaksOfModeration, statusCode, words } from './lenient.ts';
import type { ProviderAnswer } from './http.ts';
import { plainReason } from './reason.ts';

/** What an answer says is wrong, wherever in it that stands. */
export interface Problem {
  /** The name of the error in small letters, as in `invalid_prompt`; null where it has none. */
  readonly name: string | null;
  /** A number that means what an HTTP status would. */
  readonly status: number | null;
  /** In the provider's own words, for a person to read. */
  readonly message: string | null;
  /** What its support finds the call by. It goes into logs, so it is nothing but an id. */
  readonly traceId: string | null;
}

const id = orNull(z.string().regex(/^[\w-]{1,100}$/));

const inner = reading({
  code: words,
  message: words,
  error_message: words,
  trace_id: id,
});

const envelope = reading({
  code: words,
  message: words,
  // Either the error itself or nothing but its name or its words.
  error: orNull(z.union([sentence, inner])),
  data: orNull(inner),
  trace_id: id,
});

/**
 * Reads every envelope that any of the documents shows, whoever answered: `{ code, message, data }`
 * with a number or a name for a code, `{ error: { code, message }, trace_id }`, an `error` that is a
 * name or a sentence, and a `message` in which alone a name stands.
 * @param names of errors that the provider documents, in small letters
 */
export function readProblem(json: unknown, names: ReadonlySet<string>): Problem {
  const read = envelope.safeParse(json).data;
  if (read === undefined) return { name: null, status: null, message: null, traceId: null };
  const error = typeof read.error === 'object' ? read.error : null;
  const errorText = typeof read.error === 'string' ? read.error : null;
  const codes = [error?.code, errorText, read.code, read.data?.code].filter((it) => it != null);
  const texts = [
    error?.message,
    read.message,
    errorText,
    read.data?.message,
    read.data?.error_message,
  ];
  const said = texts.filter((it) => it != null);
  const named = codes.map(nameOf).filter((it) => /^[a-z]\w*$/.test(it));
  const known = named.find((it) => names.has(it));
  const traceId = read.trace_id ?? error?.trace_id ?? null;
  return {
    name:
      known ?? said.map((it) => nameIn(it, names)).find((it) => it !== null) ?? named[0] ?? null,
    status: codes.map((it) => statusCode.parse(it)).find((it) => it !== null) ?? null,
    message: said.map((it) => plainReason(it, traceId)).find((it) => it !== null) ?? null,
    traceId,
  };
}

/** `INVALID_PROMPT`, `invalidPrompt` and `Invalid prompt` are one name. */
function nameOf(text: string): string {
  const apart = text.trim().replace(/([a-z])([A-Z])/g, '$1_$2');
  return apart.replace(/[\s_-]+/g, '_').toLowerCase();
}

/** A name of several words stands anywhere; one word is a name only where nothing else it could be. */
function nameIn(text: string, names: ReadonlySet<string>): string | null {
  const all = `_${nameOf(text.replace(/[^\p{L}\p{N}]+/gu, ' '))}_`;
  const first = nameOf(/^[[("']*([^\])"':]*)/.exec(text)?.[1] ?? '');
  const found = [...names].filter((it) =>
    it.includes('_') ? all.includes(`_${it}_`) : first === it,
  );
  // The longer one says more: `upload_file_too_large` rather than what is part of it.
  return found.toSorted((one, other) => other.length - one.length)[0] ?? null;
}

/** The HTTP status, or what the body says instead under a success. */
export function statusOf(httpStatus: number, { status }: Pick<Problem, 'status'>): number {
  return isSuccess(httpStatus) ? (status ?? httpStatus) : httpStatus;
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** What a clear refusal of an order is for, by the names that a provider documents and by status. */
export function refusalOf(
  status: number,
  { name, message }: Pick<Problem, 'name' | 'message'>,
  named: ReadonlyMap<string, StartRefusal> = new Map(),
): StartRefusal {
  const known = name === null ? undefined : named.get(name);
  if (known !== undefined) return known;
  switch (status) {
    case 401:
      return 'key-refused';
    case 402:
      return 'out-of-credit';
    case 403:
      if (speaksOfModeration(message)) return 'bad-prompt';
      // In the words of the API alone: before it any web server answers so.
      return name === null && message === null ? 'not-understood' : 'key-refused';
    case 404:
    case 410:
      return 'not-found';
    default:
      return blamed(message);
  }
}

/** Why a call was refused whatever it was about; null where something else is wrong with it. */
export function callRefusal(
  status: number,
  { name }: Pick<Problem, 'name'>,
  named: ReadonlyMap<string, StartRefusal> = new Map(),
): 'key-refused' | 'out-of-credit' | null {
  const known = name === null ? undefined : named.get(name);
  if (known === 'key-refused' || known === 'out-of-credit') return known;
  if (status === 402) return 'out-of-credit';
  return status === 401 || status === 403 ? 'key-refused' : null;
}

/** The provider's words about a call without an answer, for whoever runs the service. */
export function saidOf({ message, traceId }: Pick<Problem, 'message' | 'traceId'>): {
  readonly detail?: string;
} {
  const said = [message, traceId === null ? null : `Trace ${traceId}`].filter((it) => it !== null);
  return said.length === 0 ? {} : { detail: said.join(' · ') };
}

/** Where one code stands for whatever is wrong with an order: only its words say whose fault it is. */
export function blamed(
  message: string | null,
  otherwise: StartRefusal = 'not-understood',
): StartRefusal {
  const said = message ?? '';
  // A key is made and sent by us.
  if (/key\b/i.test(said)) return 'not-understood';
  if (speaksOfModeration(message) || /\bprompt\b/i.test(said)) return 'bad-prompt';
  if (/\b(model|action)\b/i.test(said)) return 'not-understood';
  return SETTINGS.test(said) ? 'bad-settings' : otherwise;
}

const SETTINGS =
  /image|video|audio|sound|duration|second|resolution|ratio|aspect|seed|style|frame|motion|cfg/i;

/** What whoever runs the service can give to the provider's support, where there is anything. */
export function traced({ traceId }: Problem): { readonly detail?: string } {
  return traceId === null ? {} : { detail: `Trace ${traceId}` };
}

/**
 * A status answer without the render may blame its content all the same: then it is over. Names that
 * the documents have say no such thing, since a render that is not known may be called by any of
 * them: only words do, and a name that is made of them.
 */
export function lateRefusal(status: number, problem: Problem): RenderStatus | null {
  const { message, name } = problem;
  const blames = speaksOfModeration(message) || speaksOfModeration(name);
  if (!SPEAKS_OF_THE_RENDER.includes(status) || !blames) return null;
  return { status: 'failed', reason: 'moderated', message, consumed: null, ...traced(problem) };
}

/**
 * Whether a status answer says that its render is not known: it may be later. A page is no answer of
 * the API's, but one of whatever web server stands before it.
 */
export function isNotFound(
  { json, text }: ProviderAnswer,
  status: number | null,
  { name }: Pick<Problem, 'name'>,
): boolean {
  if (json === null && text.trim() !== '') return false;
  return status === 404 || status === 410 || (name !== null && name.includes('not_found'));
}

/** The others speak of the key, of the call, or of no render at all. */
const SPEAKS_OF_THE_RENDER: readonly number[] = [200, 400, 403, 406, 409, 413, 415, 422, 451];
