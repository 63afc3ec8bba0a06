/** Several workspaces of one owner, who may install the app for all of them at once. */
export interface OrganisationRecord {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** The app is one user in all of its workspaces. */
  readonly botUserId: string;
  readonly botId: string;
  /** Workspaces that an admin keeps the app out of, although it was installed for all. */
  readonly withheld: Set<string>;
  /** Null until the app is installed for the whole organisation, and after it was removed. */
  installation: Installation | null;
}

export interface Installation {
  readonly botToken: string;
  readonly scopes: readonly string[];
  readonly installerId: string;
}
