import { calendarOf, DAY_MS, dayOf, isoTime } from './days.ts';
import { draw } from './draw.ts';
import { euros } from './money.ts';
import { customerAt, customerId, customersBefore } from './shop-customers.ts';
import { shopCharacter } from './shops.ts';
import type { WireRecord } from './wire-record.ts';
import { seedFor, type World } from './world.ts';

const STARTS_AFTER_DAYS = 3;

/** Subscriptions that run, oldest first: active three days after they were made; one in six is given up in time. */
export function listSubscriptions(world: World, sub: string, now: number): WireRecord[] {
  const { historyDays, plan, subscriptions } = shopCharacter(sub);
  const seed = seedFor(world, `${sub}/subscriptions`);
  const firstDay = world.firstStart - historyDays;
  const days = Array.from({ length: dayOf(now) - firstDay + 1 }, (_, index) => firstDay + index);
  return days.flatMap((day) => {
    const madeAt = day * DAY_MS + Math.floor(draw(seed, day, 2) * DAY_MS);
    const endsAt = draw(seed, day, 3) < 0.16 ? madeAt + (60 + draw(seed, day, 4) * 200) * DAY_MS : null;
    const isMade = draw(seed, day, 1) < subscriptions / 30 && madeAt <= now;
    if (!isMade || (endsAt !== null && endsAt <= now)) return [];
    const isYearly = calendarOf(day).date % 5 === 0;
    const number = Math.floor(draw(seed, day, 5) * customersBefore(world, sub, day));
    return [
      {
        id: `${sub}-subscription-${day}`,
        customer_id: customerId(sub, customerAt(world, sub, number)),
        state: madeAt + STARTS_AFTER_DAYS * DAY_MS <= now ? 'active' : 'created',
        plan: { name: plan.name, interval: isYearly ? 'year' : 'month', interval_count: 1 },
        price: euros(isYearly ? plan.cents * 10 : plan.cents),
        created_at: isoTime(madeAt),
      },
    ];
  });
}
