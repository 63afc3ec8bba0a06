/** An installation, by what every request tells of it. */
export interface SlackTeam {
  readonly teamId: string;
  readonly enterpriseId: string | null;
}
