import { assertNever } from '../../shared/domain/assert-never.ts';
import { FORMATS } from '../../media/domain/media.ts';
import type { MediaProblem } from '../../media/domain/media.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { shorten } from '../../messages/domain/rich-text.ts';

/** Why what was given cannot be used, and what can. */
export function mediaWords(problem: MediaProblem): Message {
  const name = shorten(problem.name, 60);
  switch (problem.code) {
    case 'wrong-type':
      return wrongTypeWords(name, problem);
    case 'too-big':
      return msg('media.too-big', { name, most: problem.maxBytes });
    case 'too-short':
      return msg('media.too-short', { name, least: problem.minSeconds });
    case 'wrong-side': {
      const { width, height, minSide: least } = problem;
      return msg('media.too-small', { name, width, height, least });
    }
    case 'wrong-ratio':
      return msg('media.wrong-ratio', { name, ratio: problem.maxRatio });
    case 'too-few-frames':
      return msg('media.too-few-frames', { name, fps: problem.fps, least: problem.minFps });
    case 'too-much-work':
      return problem.mostSeconds < 1
        ? msg('media.heavy', { name })
        : msg('media.too-much-work', { name, most: problem.mostSeconds });
    case 'broken':
      return problem.share === undefined
        ? msg('media.broken', { name })
        : msg('media.broken-part', { name, share: problem.share });
    case 'bomb':
    // Nobody knows whether it is damaged: it may be long, or this machine busy.
    case 'heavy':
    case 'failed':
    case 'unreachable':
    case 'withheld':
      return msg(`media.${problem.code}`, { name });
    default:
      return assertNever(problem);
  }
}

function wrongTypeWords(
  name: string,
  { media, found, types }: Extract<MediaProblem, { code: 'wrong-type' }>,
): Message {
  const given = { name, types: types.map((it) => FORMATS[it]) };
  if (found === null) return msg('media.wrong-kind', { ...given, media });
  if (typeof found === 'string') {
    return msg('media.wrong-content', { ...given, found: msg(`media.found-${found}`) });
  }
  if ('format' in found) return msg('media.wrong-format', { ...given, format: found.format });
  const unreadable = msg('media.found-unreadable', { format: found.unreadable });
  return msg('media.wrong-content', { ...given, found: unreadable });
}
