import { describe, expect, it } from 'vitest';
import { readSettings } from '@/server/core/settings.ts';
import { createRuntime, namedOrigins, runSettingValues } from './runtime.ts';

const settingsWith = (baseUrls: Record<string, string>, sandbox = 'off') =>
  readSettings({ MOORAGE_BASE_URLS: JSON.stringify(baseUrls), SANDBOX: sandbox });

describe('base URLs that the operator names', () => {
  it('are the origins, beside the sandbox, that may be plain http', () => {
    const baseUrls = {
      bodacc_base_url: 'http://localhost:4010/api',
      qonto_api_base_url: 'http://localhost:4010/bank',
      qonto_oauth_base_url: 'https://oauth.example',
    };
    expect(namedOrigins(settingsWith(baseUrls))).toEqual(['http://localhost:4010', 'https://oauth.example']);
    expect(namedOrigins(settingsWith({}, 'on'))).toEqual(['http://localhost:3001']);
    expect(namedOrigins(settingsWith({}))).toEqual([]);
  });

  it('fill the templates of manifests', () => {
    expect(runSettingValues(settingsWith({ bodacc_base_url: 'http://localhost:4010' }))).toMatchObject({
      bodacc_base_url: 'http://localhost:4010',
    });
  });

  it('stop the start when no manifest has one of this name', () => {
    expect(() => createRuntime(settingsWith({ bodac_base_url: 'http://localhost:4010' }))).toThrow(
      /^MOORAGE_BASE_URLS: unknown bodac_base_url; known: .*bodacc_base_url/,
    );
  });
});
