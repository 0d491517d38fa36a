/** Whether an address is of the server that `AUTHENTIK_URL` names: what lets us in there is for no other one. */
export function isOwnServer(address: string, env: Readonly<Record<string, string | undefined>>): boolean {
  const own = env['AUTHENTIK_URL'] ?? '';
  return URL.canParse(own) && URL.canParse(address) && new URL(own).origin === new URL(address).origin;
}
