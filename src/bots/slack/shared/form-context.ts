import { z } from 'zod';

const fileSchema = z.object({
  /** Slack's own; or any, where the file lies outside of Slack. */
  id: z.string().regex(/^(?:F[A-Z0-9]{2,30}|L\d{1,2})$/),
  name: z.string().max(80),
  /** Where it lies, if that is not in Slack. */
  url: z.string().max(2_000).optional(),
});

/** What a form carries with it while a person fills it in: nothing of it is kept by us. */
const formContextSchema = z.object({
  /** The workspace in which it was opened. */
  teamId: z
    .string()
    .regex(/^T[A-Z0-9]{2,30}$/)
    .optional(),
  /** Where it was opened; null where that is no channel. */
  channelId: z
    .string()
    .regex(/^[CDG][A-Z0-9]{2,30}$/)
    .nullable(),
  /** Answers whoever opened it, there. */
  responseUrl: z.string().max(500).nullable(),
  /** Of the response url, in milliseconds since 1970. */
  expiresAt: z.number(),
  /** The highest price that it shows for what it asks for; null where none is sure. */
  price: z.int().nullable().default(null),
  /** What it is written in, and answered in. */
  language: z.string().max(35).optional(),
  /** The pictures of the message that it was opened on. */
  pictures: z.array(fileSchema).max(10),
  /** And its videos. */
  videos: z.array(fileSchema).max(10).default([]),
});

export type FormContext = z.infer<typeof formContextSchema>;
export type FormFile = z.infer<typeof fileSchema>;

export const NOWHERE: FormContext = {
  channelId: null,
  responseUrl: null,
  expiresAt: 0,
  price: null,
  pictures: [],
  videos: [],
};

export function writeFormContext(context: FormContext): string {
  return JSON.stringify(context);
}

/** Null when it is none of ours, or from another version of this service. */
export function readFormContext(metadata: string): FormContext | null {
  try {
    const read = formContextSchema.safeParse(JSON.parse(metadata));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
