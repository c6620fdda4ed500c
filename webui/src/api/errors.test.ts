import { describe as group, expect, it } from 'vitest';
import { ApiError, describe, toApiError } from './errors.ts';

// Every error shape of the contract (§1.3) becomes a sentence.
group('toApiError', () => {
  it.each([
    [400, ['You need at least 2 images'], 'You need at least 2 images'],
    [400, { non_field_errors: ['Unable to log in with provided credentials.'] }, 'Unable to log in with provided credentials.'],
    [400, { name: ['This field is required.'] }, 'Name: This field is required.'],
    [400, { name: ['Too long.'], processing_node: ['Invalid pk "9999" - object does not exist.'] }, 'Name: Too long. Processing node: Invalid pk "9999" - object does not exist.'],
    [400, { error: 'User not found' }, 'User not found'],
    [400, { detail: 'JSON parse error - line 1' }, 'JSON parse error - line 1'],
    [403, { detail: 'You do not have permission to perform this action.' }, 'You do not have permission to perform this action.'],
  ])('%s %j', (status, body, sentence) => expect(toApiError(status, body).message).toBe(sentence));

  it('keeps the messages of single fields apart', () => {
    expect(toApiError(400, { username: ['Taken.'], detail: 'No.' }).fields).toEqual({ username: 'Taken.' });
  });

  it.each([
    [500, '<html><h1>Server Error</h1>', /500/],
    [502, '', /502/],
    [413, '<html>', /room/],
    [0, null, /does not answer/],
    [418, {}, /418/],
  ])('never shows markup or nothing: %s', (status, body, sentence) => expect(toApiError(status, body).message).toMatch(sentence));
});

group('describe', () => {
  it('tells the signed-out from the forbidden', () => {
    expect(describe(toApiError(403, { detail: 'Signature has expired.' }))).toMatch(/signed out/);
    expect(describe(toApiError(403, { detail: 'Authentication credentials were not provided.' }))).toMatch(/signed out/);
    expect(describe(toApiError(403, { detail: 'You do not have permission to perform this action.' }))).toMatch(/permission/);
  });

  it('has a sentence for what is gone, for lost connections and for anything else', () => {
    expect(describe(new ApiError(404, 'Not found.'))).toMatch(/not there any more/);
    expect(describe(new TypeError('Failed to fetch'))).toMatch(/does not answer/);
    expect(describe(undefined)).toMatch(/Something went wrong/);
  });
});
