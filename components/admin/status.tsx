import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  Hourglass,
  LoaderCircle,
  Unplug,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '@/components/ui/badge.tsx';

interface Look {
  tone: Tone;
  icon: ReactNode;
}

const size = 13;

/** By status of a connection or of a sync. Icon and word say it; the colour only underlines. */
const looks: Record<string, Look> = {
  AUTH_REQUIRED: { tone: 'neutral', icon: <CircleDashed aria-hidden size={size} /> },
  CONNECTING: { tone: 'accent', icon: <Hourglass aria-hidden size={size} /> },
  CONNECTED: { tone: 'good', icon: <CircleCheck aria-hidden size={size} /> },
  AUTH_ERROR: { tone: 'bad', icon: <CircleX aria-hidden size={size} /> },
  DISCONNECTED: { tone: 'neutral', icon: <Unplug aria-hidden size={size} /> },
  QUEUED: { tone: 'neutral', icon: <Hourglass aria-hidden size={size} /> },
  FETCHING: { tone: 'accent', icon: <LoaderCircle aria-hidden className="spin" size={size} /> },
  SUCCESS: { tone: 'good', icon: <CircleCheck aria-hidden size={size} /> },
  FETCH_ERROR: { tone: 'warn', icon: <CircleAlert aria-hidden size={size} /> },
  INTERNAL_ERROR: { tone: 'bad', icon: <CircleX aria-hidden size={size} /> },
};

export function Status({ status, label }: { status: string; label: string }) {
  const look = looks[status];
  return (
    <Badge tone={look?.tone ?? 'neutral'}>
      {look?.icon}
      {label}
    </Badge>
  );
}
