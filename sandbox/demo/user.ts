import type { ScaledClock } from '../shared/scaled-clock.ts';

export const CHATS = ['discord', 'slack'] as const;
export type ChatName = (typeof CHATS)[number];

export function chatNamed(name: string | null): ChatName {
  const chat = CHATS.find((it) => it === name);
  if (chat === undefined) throw new Error(`No chat is called ${name}`);
  return chat;
}

/** What a video is made of. */
export const KINDS = ['text', 'frames', 'shots', 'references', 'edit', 'replace'] as const;
export type Kind = (typeof KINDS)[number];

export interface GivenFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What the person wants to see. */
export interface VideoPrompt {
  readonly kind: Kind;
  /** Of several shots, each of them begins a line. */
  readonly prompt: string;
  /** The first frame, the references or the character. */
  readonly images: readonly GivenFile[];
  /** What is edited, or in whom somebody else is put. */
  readonly video: GivenFile | null;
  /** References that the prompt speaks of by a name, and not by their order. */
  readonly named: boolean;
  readonly seconds: number | null;
  readonly quality: 'std' | 'pro' | null;
}

/** What the prompt calls the one who is shown by the references: `@shore`. */
export function elementIn(prompt: string): string {
  return /@([\p{L}\p{N}_-]+)/u.exec(prompt)?.[1] ?? 'it';
}

/** Something the person sees in the chat. */
export interface Sight {
  /** `answer`: an answer that is no card. */
  readonly what: 'card' | 'edit' | 'answer' | 'form' | 'thread';
  readonly text: string;
}

export interface UserDriverOptions {
  readonly clock: ScaledClock;
  /** Where the service will be. */
  readonly publicUrl: string;
  /** What the person's client is in: BCP 47. */
  readonly language: string;
  readonly see: (sight: Sight) => void;
  /** What the person does, in words. */
  readonly tell: (words: string) => void;
}

/** An emulated chat and somebody in it. */
export interface UserDriver extends AsyncDisposable {
  /** What the service has to know of the chat. */
  readonly settings: Readonly<Record<string, string>>;
  readonly url: string;
  /** The guild or workspace that the person is in. */
  readonly workspaceId: string;
  readonly secrets: readonly string[];
  /** Rules of the chat's that the service broke. */
  readonly violations: readonly object[];
  /**
   * Asks for the video as a person does.
   * @returns `refused` when that was answered at once, with anything but a card
   * @throws what the person's own client does not let through
   */
  ask(draft: VideoPrompt): Promise<'sent' | 'refused'>;
  /** Presses the first button of the question that was asked before anything is made. */
  agree(): Promise<void>;
  /** The video where the person finds it. */
  video(): { readonly name: string; readonly bytes: Uint8Array } | null;
}
