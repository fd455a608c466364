import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, it } from 'vitest';
import { licenceOf, nameOf, readSbom } from '../lib/sbom.mjs';

it('lists every package that is shipped, with version, checksum and licence', async () => {
  const document = await readSbom();
  expect([document.bomFormat, document.specVersion]).toEqual(['CycloneDX', '1.6']);
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(JSON.stringify(document)), 'faults by the schema of CycloneDX').toBeNull();
  expect(await validator.validate(JSON.stringify({ ...document, components: [{}] }))).not.toBeNull();
  expect(document.metadata.component.name).toBe('pairwright');
  const names = document.components.map(nameOf);
  expect(names).toEqual(
    expect.arrayContaining(['fastify', 'react', '@node-rs/argon2', '@fontsource-variable/noto-sans-sc']),
  );
  // Tools of tests and builds are not shipped.
  for (const tool of ['vitest', 'vite', 'oxlint', 'playwright-core']) expect(names).not.toContain(tool);
  expect(names.some((name) => name.startsWith('@pairwright/'))).toBe(false);
  for (const component of document.components) {
    expect(component.purl).toMatch(/^pkg:npm\/.+@\d/);
    expect(licenceOf(component), nameOf(component)).toBeDefined();
    expect(JSON.stringify(component.externalReferences), nameOf(component)).toMatch(/SHA-512/);
  }
});
