import { z } from 'zod';

/** Where lines go: standard output, or what stands for it. */
export interface LogOutput {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** How a line is written out: as it is, or, where a person looks at it, so that it can be read. */
export async function lineWriter(output: LogOutput): Promise<(line: string) => void> {
  if (output.isTTY !== true) return (line) => void output.write(line);
  // Loaded only where there is a terminal: nothing else needs it.
  const { prettyFactory } = await import('pino-pretty');
  const pretty = prettyFactory({
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'reason,fix',
    messageFormat: (facts) => sentence(z.looseObject({ msg: z.string() }).parse(facts)),
  });
  return (line) => void output.write(pretty(withoutNesting(line)));
}

/** What happened, why, and what can be done, as one sentence after the other. */
function sentence({ msg, reason, fix }: Readonly<Record<string, unknown>>): string {
  const why = typeof reason === 'string' ? `: ${reason}` : '';
  return `${String(msg)}${why}${typeof fix === 'string' ? `. ${fix}` : ''}`;
}

interface Told {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number | undefined;
  readonly cause?: Told | undefined;
}

/** Told by its words alone, and so are its causes. */
const errorSchema: z.ZodType<Told> = z.strictObject({
  type: z.string(),
  message: z.string(),
  code: z.union([z.string(), z.number()]).optional(),
  get cause() {
    return errorSchema.optional();
  },
});
const toldSchema = z.looseObject({ reason: z.string().optional(), err: errorSchema });

/** An error that is told by its words alone is the reason, and no object below the line. */
function withoutNesting(line: string): unknown {
  const facts: unknown = JSON.parse(line);
  const told = toldSchema.safeParse(facts).data;
  if (told === undefined || told.reason !== undefined) return facts;
  const { err, ...others } = told;
  return { ...others, reason: reasonOf(err) };
}

function reasonOf({ message, code, cause }: Told): string {
  const words =
    code === undefined || message.includes(String(code)) ? message : `${message} (${code})`;
  return cause === undefined || words.includes(cause.message)
    ? words
    : `${words}: ${reasonOf(cause)}`;
}
