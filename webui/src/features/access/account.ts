import { t } from '../../messages/index.ts';

export interface AccountProblems {
  username?: string;
  password?: string;
  again?: string;
}

/** What is wrong with a user name, in a sentence; null when it is well. */
export function checkUsername(username: string): string | null {
  if (username === '') return t.access.needUsername;
  return /^[\p{L}\p{N}@.+_-]{1,150}$/u.test(username) ? null : t.access.badUsername;
}

/** What is wrong with a new account, by field; empty when all is well. */
export function checkAccount(username: string, password: string, again: string): AccountProblems {
  const problems: AccountProblems = {};
  const name = checkUsername(username);
  if (name) problems.username = name;
  if (password === '') problems.password = t.access.needPassword;
  else if (password.length < 8) problems.password = t.access.shortPassword;
  else if (password !== again) problems.again = t.access.different;
  return problems;
}
