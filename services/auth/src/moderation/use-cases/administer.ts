import type { Database, Transaction } from '@townsquare/kit';
import { findAccount, lockAccount } from '../../identity/data/accounts.js';
import type { KeyRing } from '../../identity/keys/key-ring.js';
import { recordAction } from '../data/audit-log.js';
import { deleteRole, insertRole, listHolders } from '../data/roles.js';
import { GIVEN_ROLES, type GivenRole } from '../domain/moderation-rules.js';

export const USAGE = `npm run admin -- COMMAND

  grant USERNAME [ROLE]    grants a role: ${GIVEN_ROLES.join(' or ')}; where STAFF_SECOND_FACTOR is
                           required, it counts once the account has a second factor
  revoke USERNAME [ROLE]   revokes it, and ends the account's sessions
  list                     lists the accounts with a role
  rotate-keys              makes the next key that signs access tokens; no session ends
  replace-keys             does the same and deletes all other keys: for stolen keys`;

/** Runs an operator's command and returns the lines to print; throws for an unknown command or argument. */
export async function administer(database: Database, keys: KeyRing, args: readonly string[]): Promise<string[]> {
  const [command, ...rest] = args;
  switch (command) {
    case 'grant':
      return changeRole(database, 'role.granted', rest);
    case 'revoke':
      return changeRole(database, 'role.revoked', rest);
    case 'list': {
      const holders = await listHolders(database.manager);
      return holders.length === 0
        ? ['No account has a role.']
        : holders.map(({ username, role }) => `${role}  ${username}`);
    }
    case 'rotate-keys':
      return changeKeys(database, 'keys.rotated', () => keys.rotate());
    case 'replace-keys':
      return changeKeys(database, 'keys.replaced', () => keys.replaceAll());
    default:
      throw new Error(command === undefined ? 'No command given.' : `There is no command "${command}".`);
  }
}

/** Unlike administrators, operators may grant a role to an account whose address is not verified. */
async function changeRole(
  database: Database,
  action: 'role.granted' | 'role.revoked',
  [username = '', name = 'admin']: string[],
): Promise<string[]> {
  const role = roleOf(name);
  const change = action === 'role.granted' ? insertRole : deleteRole;
  const isChanged = await database.transaction(async ({ manager }: Transaction) => {
    const found = await findAccount(manager, { username: username.toLowerCase() });
    const account = found && (await lockAccount(manager, found.id));
    if (!account) throw new Error(`There is no account "${username}".`);
    if (!(await change(manager, account.id, role))) return false;
    await recordAction(manager, { actorId: null, action, subjectId: account.id, details: { role } });
    return true;
  });
  const outcome = action === 'role.granted' ? `has the role ${role}` : `no longer has the role ${role}`;
  return [isChanged ? `${username} ${outcome}.` : `Nothing to do: ${username} ${outcome}.`];
}

function roleOf(name: string): GivenRole {
  const role = GIVEN_ROLES.find((given) => given === name);
  if (!role) throw new Error(`There is no role "${name}" to grant.`);
  return role;
}

async function changeKeys(
  database: Database,
  action: 'keys.rotated' | 'keys.replaced',
  change: () => Promise<void>,
): Promise<string[]> {
  await change();
  await recordAction(database.manager, { actorId: null, action, subjectId: null, details: {} });
  return action === 'keys.rotated'
    ? ['The next key is published. It signs in five minutes.']
    : ['All other keys are deleted. Clients get new access tokens with their refresh tokens within minutes.'];
}
