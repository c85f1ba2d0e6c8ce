import * as pulumi from '@pulumi/pulumi';
import { beforeEach, describe, expect, it } from 'vitest';
import { EncryptedValue } from '../settings/redacted-encrypted-value.ts';
import { stackSettings } from './read-settings-from-pulumi-config.ts';

const WEB = JSON.stringify({ image: 'shop/web:1' });

describe('the settings of a stack', () => {
  beforeEach(() =>
    pulumi.runtime.setMocks({ newResource: noResource, call: noCall }, 'finance-platform', 'dev'),
  );

  it('come from its config, groups and plain values', () => {
    pulumi.runtime.setAllConfig({ 'finance-platform:namespace': 'money', 'finance-platform:web': WEB });
    expect(stackSettings()).toMatchObject({
      namespace: 'money',
      web: { image: 'shop/web:1', logLevel: 'info' },
    });
  });

  it('leave out what belongs to others', () => {
    pulumi.runtime.setAllConfig({ 'finance-platform:web': WEB, 'aws:region': 'eu-central-1' });
    expect(stackSettings()).not.toHaveProperty('region');
  });

  it('hold secrets that do not show themselves', () => {
    const mail = JSON.stringify({ host: 'smtp.example.org', from: 'money@example.org' });
    const secrets = JSON.stringify({ smtpUser: 'ada', smtpPassword: 'hunter2' });
    pulumi.runtime.setAllConfig({
      'finance-platform:web': WEB,
      'finance-platform:mail': mail,
      'finance-platform:secrets': secrets,
    });
    const settings = stackSettings();
    expect(settings.secrets.smtpPassword).toBeInstanceOf(EncryptedValue);
    expect(JSON.stringify(settings)).not.toContain('hunter2');
  });

  it('are refused with the name of the file that they are in', () => {
    pulumi.runtime.setAllConfig({ 'finance-platform:wbe': WEB });
    expect(() => stackSettings()).toThrow('Pulumi.dev.yaml');
  });
});

function noResource(): never {
  throw new Error('settings register nothing');
}

function noCall(): never {
  throw new Error('settings call nothing');
}
