import type { Interaction } from '../domain/interaction.ts';
import type { Requester } from '../../teams/domain/requester.ts';
import type { HomeView, VideoForm } from '../domain/form-state.ts';

/** What a chat platform calls when somebody asks for something. */
export interface Conversations {
  /**
   * Keeps the request, so that it is answered even if this process dies now. Quick.
   * @returns `new`; `repeated` when it was delivered before and needs no second answer;
   *   `unkept` when it could not be kept: it may be answered, but nothing may be started
   */
  receive(interaction: Interaction): Promise<'new' | 'repeated' | 'unkept'>;
  /**
   * Does what was asked for and shows the answer, after the platform acknowledged it; nothing is
   * started for what was not kept, or was kept or acknowledged too late. Never throws.
   */
  answer(interaction: Interaction, received: 'new' | 'late' | 'unkept'): Promise<void>;
  /** Takes up a request whose process died before it answered, if its message still stands. Never throws. */
  resume(interaction: Interaction, attempts: number): Promise<void>;
  /** What a form for a video is filled with. @throws when the store does not answer */
  form(requester: Requester): Promise<VideoForm>;
  /** What somebody is answered in. @throws when the store does not answer */
  language(requester: Requester): Promise<string>;
  /** @throws when the store does not answer */
  home(requester: Requester): Promise<HomeView>;
}
