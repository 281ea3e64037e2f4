import { readAuditQuery, toAuditFilter } from '@/app/admin/(shell)/audit/audit-filter.ts';
import { csvAnswer } from '@/app/admin/csv-answer.ts';
import { eachAuditEntry } from '@/server/audit/index.ts';
import { toWireTime } from '@/server/core/clock.ts';

const columns = [
  'sequence',
  'time',
  'actor',
  'actor_label',
  'action',
  'object_type',
  'object_id',
  'object_label',
  'account_id',
  'before',
  'after',
  'address',
  'request_id',
  'hash',
];

/** The log as it is filtered on the page, of any length. */
export function GET(request: Request): Promise<Response> {
  return csvAnswer(request, {
    name: 'moorage-audit',
    columns,
    async *rows(ctx, query) {
      for await (const entry of eachAuditEntry(ctx, toAuditFilter(readAuditQuery(query)))) {
        yield [
          entry.sequence,
          toWireTime(entry.createdAt),
          entry.actor,
          entry.actorLabel,
          entry.action,
          entry.objectType,
          entry.objectId,
          entry.objectLabel,
          entry.accountId,
          entry.before,
          entry.after,
          entry.address,
          entry.requestId,
          entry.hash,
        ];
      }
    },
  });
}
