import type { Screen } from '@/server/connect/screen.ts';
import { InputsScreen } from './inputs-screen.tsx';
import { DeadLinkScreen, LostThreadScreen, UnknownLinkScreen } from './link-trouble-screens.tsx';
import { OtherAccountScreen } from './other-account-screen.tsx';
import { AlreadyConnectedScreen, CancelledScreen, DoneScreen } from './outcome-screens.tsx';
import { PartlySharedScreen } from './partly-shared-screen.tsx';
import { PermissionScreen } from './permission-screen.tsx';
import {
  OurTroubleScreen,
  ProviderOffScreen,
  ProviderTroubleScreen,
  TooManyTriesScreen,
} from './service-trouble-screens.tsx';
import type { Words } from './words.ts';

/** What stands between the heading and the footer. */
export function ScreenBody({ words, screen }: { words: Words; screen: Screen }) {
  switch (screen.kind) {
    case 'permission':
      return <PermissionScreen screen={screen} words={words} />;
    case 'inputs':
      return <InputsScreen screen={screen} words={words} />;
    case 'provider_trouble':
      return <ProviderTroubleScreen screen={screen} words={words} />;
    case 'partly_shared':
      return <PartlySharedScreen screen={screen} words={words} />;
    case 'already_connected':
      return <AlreadyConnectedScreen screen={screen} words={words} />;
    case 'other_account':
      return <OtherAccountScreen screen={screen} words={words} />;
    case 'done':
      return <DoneScreen screen={screen} words={words} />;
    case 'cancelled':
      return <CancelledScreen screen={screen} words={words} />;
    case 'dead_link':
      return <DeadLinkScreen screen={screen} words={words} />;
    case 'unknown_link':
      return <UnknownLinkScreen words={words} />;
    case 'lost_thread':
      return <LostThreadScreen screen={screen} words={words} />;
    case 'provider_off':
      return <ProviderOffScreen screen={screen} words={words} />;
    case 'too_many_tries':
      return <TooManyTriesScreen screen={screen} words={words} />;
    case 'our_trouble':
      return <OurTroubleScreen screen={screen} words={words} />;
  }
}
