import type { AdminWords } from '@/app/admin/words.ts';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import type { BulkRun } from '@/server/db/models.ts';

const tones: Record<BulkRun['status'], Tone> = { RUNNING: 'accent', DONE: 'good', CANCELLED: 'neutral' };

export function BulkStatusBadge({ t, status }: { t: AdminWords; status: BulkRun['status'] }) {
  return <Badge tone={tones[status]}>{t(`bulk.status.${status}`)}</Badge>;
}
