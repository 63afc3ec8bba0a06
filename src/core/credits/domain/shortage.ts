/** What is missing for a video. */
export interface Shortage {
  /** Whose credits do not suffice. */
  readonly of: 'person' | 'pool' | 'both';
  readonly credits: number;
  /** What the video costs. */
  readonly price: number;
}
