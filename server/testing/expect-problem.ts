import { expect } from 'vitest';
import { type ErrorCode, errorTable } from '@/server/core/errors.ts';
import { type Problem, problemSchema } from '@/server/http/problem.ts';
import type { ApiAnswer } from './api-client.ts';

/** Checks that an answer is a problem document of this code, whole and consistent, and returns it. */
export function expectProblem(answer: ApiAnswer, code: ErrorCode): Problem {
  const { status, title } = errorTable[code];
  expect(answer.body).toMatchObject({ error_code: code });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemSchema.parse(answer.body);
  expect(problem).toMatchObject({ status, title, request_id: answer.headers.get('x-request-id') });
  expect(problem.type).toBe(`http://localhost:4000/docs/errors#${code.toLowerCase().replaceAll('_', '-')}`);
  return problem;
}
