import { csvAnswer } from '@/app/admin/csv-answer.ts';
import { idEnd } from '@/app/admin/parts/labels.ts';
import { getConnectionById } from '@/server/connections/index.ts';
import { eachConnectionEvent, eventKinds, serializeConnectionEvent } from '@/server/events/index.ts';

interface Props {
  params: Promise<{ connectionId: string }>;
}

const columns = [
  'id',
  'created_at',
  'type',
  'from_status',
  'to_status',
  'actor',
  'reason',
  'data_type',
  'data_sync_id',
  'request_id',
] as const;

/** The timeline of one connection as it is filtered on the page, of any length: what the API says about each event. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { connectionId } = await params;
  return csvAnswer(request, {
    name: `moorage-events-${idEnd(connectionId)}`,
    columns,
    find: (ctx) => getConnectionById(ctx, connectionId),
    async *rows(ctx, query) {
      const kind = eventKinds.find((each) => each === query.kind);
      for await (const row of eachConnectionEvent(ctx, connectionId, { kind })) {
        const event = serializeConnectionEvent(row);
        yield columns.map((column) => event[column]);
      }
    },
  });
}
