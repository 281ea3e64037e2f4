import { z } from 'zod';
import { toWireTime } from '@/server/core/clock.ts';
import type { DataConnection, Prisma } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { linkPath, readLinkToken } from './link.ts';
import type { WireDataConnection } from './schemas.ts';

const namesSchema = z.array(z.string());

/** Names of data types as they are stored. */
export function readDataTypes(stored: Prisma.JsonValue): string[] {
  return namesSchema.parse(stored);
}

export function serializeConnection(ctx: Context, row: DataConnection): WireDataConnection {
  const linkToken = readLinkToken(ctx, row);
  return {
    id: row.id,
    user_id: row.userId,
    provider_name: row.providerName,
    requested_data_types: readDataTypes(row.requestedDataTypes),
    granted_data_types: row.grantedDataTypes === null ? null : readDataTypes(row.grantedDataTypes),
    skip_permissions: row.skipPermissions,
    purpose: row.purpose,
    redirect_url: linkToken === null ? null : `${ctx.settings.publicUrl}${linkPath(linkToken)}`,
    return_url: row.returnUrl,
    status: row.status,
    connected_at: row.connectedAt && toWireTime(row.connectedAt),
    created_at: toWireTime(row.createdAt),
    disconnected_at: row.disconnectedAt && toWireTime(row.disconnectedAt),
  };
}
