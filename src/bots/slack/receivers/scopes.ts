/** What the app is allowed in a workspace: what it uses and nothing more. */
export function scopesFor({ publicUrl }: { readonly publicUrl: string | null }): string[] {
  return [
    // Slash commands and shortcuts.
    'commands',
    // Cards, in public channels it was not invited to as well.
    'chat:write',
    'chat:write.public',
    // Direct messages, where a card cannot be shown in its channel.
    'im:write',
    // Pictures that people attach, and finished videos.
    'files:read',
    'files:write',
    // Who is an admin or a guest.
    'users:read',
    // User groups, which allowances can be given to.
    'usergroups:read',
    // A player inside of the card, by the page that this service serves.
    ...(publicUrl === null ? [] : ['links.embed:write']),
  ];
}
