import { t } from '../../messages/index.ts';

export interface AccountProblems {
  username?: string;
  password?: string;
  again?: string;
}

/** What is wrong with a new account, by field; empty when all is well. */
export function checkAccount(username: string, password: string, again: string): AccountProblems {
  const problems: AccountProblems = {};
  if (username === '') problems.username = t.access.needUsername;
  else if (!/^[\p{L}\p{N}@.+_-]{1,150}$/u.test(username)) problems.username = t.access.badUsername;
  if (password === '') problems.password = t.access.needPassword;
  else if (password.length < 8) problems.password = t.access.shortPassword;
  else if (password !== again) problems.again = t.access.different;
  return problems;
}
