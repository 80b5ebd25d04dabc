import type { Database, Transaction } from '@townsquare/kit';
import { type Account, findAccount, lockAccount } from '../../identity/data/accounts.js';
import { renewCredentials } from '../../identity/data/credentials.js';
import { deleteSecondFactor } from '../../identity/data/second-factors.js';
import type { KeyRing } from '../../identity/keys/key-ring.js';
import { queueMail } from '../../mail/data/mails.js';
import { recordAction } from '../data/audit-log.js';
import { deleteRole, insertRole, listHolders } from '../data/roles.js';
import { GIVEN_ROLES, type GivenRole } from '../domain/moderation-rules.js';
import { Reason } from '../views/sanction-views.js';

export const USAGE = `npm run admin -- COMMAND

  grant USERNAME [ROLE]    grants a role: ${GIVEN_ROLES.join(' or ')}; where STAFF_SECOND_FACTOR is
                           required, it counts once the account has a second factor
  revoke USERNAME [ROLE]   revokes it, and ends the account's sessions
  list                     lists the accounts with a role
  remove-second-factor USERNAME "REASON"
                           turns the account's second factor off and ends its sessions, for an owner
                           whose identity you have checked; REASON says how, for the audit log
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
    case 'remove-second-factor':
      return removeSecondFactor(database, rest);
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
  const isChanged = await database.transaction(async (tx) => {
    const { manager } = tx;
    const account = await lockNamed(tx, username);
    if (!(await change(manager, account.id, role))) return false;
    await recordAction(manager, { actorId: null, action, subjectId: account.id, details: { role } });
    return true;
  });
  const outcome = action === 'role.granted' ? `has the role ${role}` : `no longer has the role ${role}`;
  return [isChanged ? `${username} ${outcome}.` : `Nothing to do: ${username} ${outcome}.`];
}

async function lockNamed({ manager }: Transaction, username: string): Promise<Account> {
  const found = await findAccount(manager, { username: username.toLowerCase() });
  const account = found && (await lockAccount(manager, found.id));
  if (!account) throw new Error(`There is no account "${username}".`);
  return account;
}

/**
 * Takes an account back from somebody who turned on a second factor with a stolen password. The password stays as it is, so its
 * owner resets it by mail, which alone removes no second factor.
 */
async function removeSecondFactor(database: Database, [username = '', ...words]: string[]): Promise<string[]> {
  const reason = Reason.safeParse(words.join(' '));
  if (!reason.success) throw new Error(`The reason ${reason.error.issues[0]?.message}.`);
  const isChanged = await database.transaction(async (tx) => {
    const { manager } = tx;
    const { id, email } = await lockNamed(tx, username);
    if (!(await deleteSecondFactor(manager, id))) return false;
    await renewCredentials(manager, id, 'secondFactorRemoved');
    await queueMail(manager, 'secondFactorRemoved', email, id);
    const details = { reason: reason.data };
    await recordAction(manager, { actorId: null, action: 'secondFactor.removed', subjectId: id, details });
    return true;
  });
  if (!isChanged) return [`Nothing to do: ${username} has no second factor.`];
  return [
    `${username} has no second factor any more, and all sessions have ended.`,
    'If somebody else may know the password, the owner has to reset it now, by mail.',
  ];
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
