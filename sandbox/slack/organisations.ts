import type { JsonObject } from '../shared/json.ts';
import type { Token, WorkspaceRecord, World } from './world.ts';
import type { OrganisationRecord } from './organisation-record.ts';

/** What the app can be installed in. */
export type Holder = WorkspaceRecord | OrganisationRecord;

export function isOrganisation(holder: Holder): holder is OrganisationRecord {
  return 'withheld' in holder;
}

/** The organisation of this id; made when first named. */
export function organisationOf(world: World, id: string, name: string): OrganisationRecord {
  const known = world.organisations.get(id);
  if (known !== undefined) return known;
  const organisation: OrganisationRecord = {
    id,
    name,
    domain: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    botUserId: world.ids.next('U'),
    botId: world.ids.next('B'),
    withheld: new Set(),
    installation: null,
  };
  world.organisations.set(id, organisation);
  return organisation;
}

/** The organisation a workspace belongs to; null where it stands alone. */
export function organisationAround(
  world: World,
  { enterpriseId }: WorkspaceRecord,
): OrganisationRecord | null {
  return enterpriseId === null ? null : (world.organisations.get(enterpriseId) ?? null);
}

/**
 * The organisation by whose installation the app is in a workspace; null where the workspace has
 * its own, or none serves it.
 */
export function servedByOrganisation(
  world: World,
  workspace: WorkspaceRecord,
): OrganisationRecord | null {
  if (workspace.installation !== null) return null;
  const organisation = organisationAround(world, workspace);
  if (organisation === null || organisation.withheld.has(workspace.id)) return null;
  return organisation.installation === null ? null : organisation;
}

/** Whether a token opens anything in a workspace. */
export function reaches(world: World, token: Token, workspaceId: string): boolean {
  if (token.workspaceId !== null) return token.workspaceId === workspaceId;
  if (token.enterpriseId === null) return false;
  const organisation = world.organisations.get(token.enterpriseId);
  return (
    world.workspaces.get(workspaceId)?.enterpriseId === token.enterpriseId &&
    organisation?.withheld.has(workspaceId) === false
  );
}

/** How payloads name the organisation of a workspace. */
export function enterpriseRef(
  world: World,
  workspace: WorkspaceRecord,
): { readonly id: string; readonly name: string } | null {
  const organisation = organisationAround(world, workspace);
  return organisation === null ? null : { id: organisation.id, name: organisation.name };
}

/** The same beside the fields of a workspace; nothing where it stands alone. */
export function enterpriseFields(world: World, workspace: WorkspaceRecord): JsonObject {
  const enterprise = enterpriseRef(world, workspace);
  return enterprise === null
    ? {}
    : { enterprise_id: enterprise.id, enterprise_name: enterprise.name };
}
