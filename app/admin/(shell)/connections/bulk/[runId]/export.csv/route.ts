import { csvAnswer } from '@/app/admin/csv-answer.ts';
import { idEnd } from '@/app/admin/parts/labels.ts';
import { eachRefusalBatch, getBulkRun } from '@/server/bulk/index.ts';
import { listUserNames } from '@/server/users/index.ts';

interface Props {
  params: Promise<{ runId: string }>;
}

const columns = ['connection_id', 'sync_id', 'user_id', 'user_name', 'provider_name', 'data_type', 'reason'];

/** What a bulk run left as it was, and why. A retry is about syncs, every other run about connections. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { runId } = await params;
  return csvAnswer(request, {
    name: `moorage-bulk-refused-${idEnd(runId)}`,
    columns,
    find: (ctx) => getBulkRun(ctx, runId),
    async *rows(ctx) {
      for await (const refusals of eachRefusalBatch(ctx, runId)) {
        const names = await listUserNames(
          ctx,
          refusals.map(({ userId }) => userId),
        );
        for (const { connectionId, itemId, userId, providerName, dataType, code } of refusals) {
          yield [
            connectionId,
            itemId === connectionId ? null : itemId,
            userId,
            names.get(userId) ?? null,
            providerName,
            dataType,
            code,
          ];
        }
      }
    },
  });
}
