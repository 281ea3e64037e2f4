import { csvAnswer } from '@/app/admin/csv-answer.ts';
import { idEnd } from '@/app/admin/parts/labels.ts';
import { given } from '@/app/admin/parts/query.ts';
import { recordCsvOf } from '@/app/admin/parts/record-csv.ts';
import { getUser } from '@/server/connections/index.ts';
import { findDataType, isDataTypeName } from '@/server/data-types/index.ts';
import { plainAnswer } from '@/server/http/plain-answer.ts';
import { eachListedRecord } from '@/server/records/index.ts';

interface Props {
  params: Promise<{ userId: string; dataType: string }>;
}

/** The records of one user as they are filtered on the page, of any number. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { userId, dataType: name } = await params;
  const declared = findDataType(name);
  const csv = isDataTypeName(name) ? recordCsvOf(name) : null;
  if (declared === null || !isDataTypeName(name) || csv === null) return plainAnswer(null, 404);
  return csvAnswer(request, {
    name: `moorage-${declared.path}-${idEnd(userId)}`,
    columns: csv.columns,
    find: (ctx) => getUser(ctx, userId),
    async *rows(ctx, query) {
      const filter = { data_connection_id: given(query, 'connection') };
      for await (const row of eachListedRecord(ctx, userId, name, filter)) yield csv.toRow(row);
    },
  });
}
