import type { Per } from '../../src/core/credits/domain/allowance.ts';

/** Ada asks for everything; Bob is somebody else, and Eve is an admin. */
export type Who = 'ada' | 'bob' | 'eve';

export interface VideoPrompt {
  readonly prompt?: string;
  /** Three where nothing is said; null: left to what is usual. */
  readonly seconds?: number | null;
  readonly quality?: 'std' | 'pro';
  readonly image?: { readonly name: string; readonly bytes: Buffer };
  readonly private?: boolean;
  /** How often the chat delivers the request; once unless told otherwise. */
  readonly deliveries?: number;
}

/** An answer, as the person who asked sees it; without the marks that make words bold. */
export interface Answer {
  readonly text: () => string;
  /** What it began with, one state after the other. */
  readonly headlines: () => readonly string[];
  readonly videos: () => readonly Buffer[];
  readonly buttons: () => readonly string[];
  /** Waits, in real time, until it says this. */
  readonly shown: (words: RegExp) => Promise<string>;
  /** Lets everything come to its end. */
  readonly end: () => Promise<string>;
  /** @returns what only the presser is told; waits for it when asked */
  readonly press: (label: string, by?: Who) => Promise<() => Promise<string>>;
}

/** A request for credits, as admins see it. */
export interface Requested {
  readonly text: () => string;
  readonly buttons: () => readonly string[];
  readonly shown: (words: RegExp) => Promise<string>;
  /**
   * Presses a button, and fills in the form that asks for an amount where there is one.
   * @returns what only the presser is told; waits for it when asked
   */
  readonly press: (label: string, by: Who, amount?: number) => Promise<() => Promise<string>>;
}

/** What people do and see in a chat, whichever it is. */
export interface UserDriver {
  readonly name: 'discord' | 'slack';
  readonly create: (draft?: VideoPrompt, by?: Who) => Promise<Answer>;
  /** Makes them the requester's usual settings. @returns the answer */
  readonly prefer: (usual: {
    readonly seconds: number;
    readonly quality: 'std' | 'pro';
  }) => Promise<string>;
  /** An admin has videos start without a question. */
  readonly startAtOnce: () => Promise<void>;
  /** Over how many credits they are asked first. @returns the answer */
  readonly confirmOver: (credits: number) => Promise<string>;
  /** Asks for something that only the requester is told. */
  readonly interaction: (
    word: 'status' | 'history' | 'credits' | 'help' | 'cancel',
  ) => Promise<string>;
  /** Types `/quota`. @returns what the one who typed it is told, and nobody else */
  readonly quota: (use: QuotaUse, by?: Who) => Promise<string>;
  /** Makes a code for one's own account, or gives one. @returns the answer */
  readonly link: (code: string | null, by?: Who) => Promise<string>;
  /** What the app posted of its own accord, once it says this. */
  readonly posted: (words: RegExp) => Promise<string>;
  /** The last message in which admins were asked for credits; waits for it, in real time. */
  readonly requested: () => Promise<Requested>;
  /** Messages of the app's that others can see, videos beside their cards left out. */
  readonly messages: () => number;
  readonly expectInOrder: () => Promise<void>;
}

/** What an admin types; null stands for everybody, or the whole team. */
export type QuotaUse =
  | { readonly act: 'set'; readonly who: Who | null; readonly credits: number; readonly per: Per }
  | { readonly act: 'pool'; readonly credits: number; readonly per: Per }
  | {
      readonly act: 'grant';
      readonly who: Who | null;
      readonly credits: number;
      readonly reason: string;
    }
  | { readonly act: 'show'; readonly who: Who | null }
  | { readonly act: 'block'; readonly word: string }
  | { readonly act: 'admins'; readonly who: Who }
  | { readonly act: 'report' }
  /** To the channel it is typed in. */
  | { readonly act: 'digest' }
  | { readonly act: 'audit' }
  | { readonly act: 'language'; readonly language: string }
  | { readonly act: 'link'; readonly code: string | null }
  | { readonly act: 'unlink' };

/** How every request to admins begins. */
export const REQUEST = /^\D{0,4}[\d,]+ credits? requested/;

export const A_PROMPT = 'a lighthouse at dusk';

/** As people read it: no marks of bold, of headings and of what is not to be marked. */
export function plain(text: string): string {
  return text.replaceAll(/\*\*|^#+ |\\(?=[^\w\s])/gm, '');
}

export function firstLines(texts: readonly string[]): string[] {
  const lines = texts.map((text) => plain(text).split('\n')[0] ?? '');
  return lines.filter((line, index) => line !== lines[index - 1] && !line.includes('thinking…'));
}
