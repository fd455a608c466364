import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type LaunchOptions } from 'playwright-core';
import { lookOften } from './look-often.ts';
import { npmChromium, npmChromiumRunsHere } from './npm-chromium.ts';

export interface FoundBrowser {
  executablePath: string;
  /** Where it came from, for the log. */
  origin: 'CHROME_PATH' | 'machine' | 'npm package';
  /** To be set over the environment of this process. */
  env: Record<string, string>;
}

const launchFlags = [
  '--no-sandbox', // Containers run as root, where Chromium refuses its sandbox.
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function usualPlaces(): string[] {
  const { PATH, ProgramFiles, LOCALAPPDATA } = process.env;
  const programFiles = [ProgramFiles, process.env['ProgramFiles(x86)'], LOCALAPPDATA].filter(
    (dir) => dir !== undefined,
  );
  if (process.platform === 'win32') {
    return programFiles.flatMap((dir) => [
      path.join(dir, 'Google/Chrome/Application/chrome.exe'),
      path.join(dir, 'Chromium/Application/chrome.exe'),
      path.join(dir, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
  const onPath = (PATH ?? '')
    .split(path.delimiter)
    .flatMap((dir) => names.map((name) => path.join(dir, name)));
  if (process.platform !== 'darwin') return onPath;
  const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
  );
  return [...apps, ...onPath];
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** CHROME_PATH, else the machine's own Chromium or Chrome, else the one inside the npm package @sparticuz/chromium. */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (await isExecutable(named)) return { executablePath: named, origin: 'CHROME_PATH', env: {} };
    throw new Error(
      `CHROME_PATH names ${named}, which is not a program that can be run. Correct it or unset it.`,
    );
  }
  for (const place of usualPlaces()) {
    if (await isExecutable(place)) return { executablePath: place, origin: 'machine', env: {} };
  }
  if (npmChromiumRunsHere()) return { ...(await npmChromium()), origin: 'npm package' };
  throw new Error(
    'No Chromium was found. Install Chromium or Google Chrome, or set CHROME_PATH to the program.',
  );
}

/** A headless browser; close it when done. */
export async function launchBrowser(): Promise<Browser> {
  return launch(await findBrowser(), []);
}

/** Draws letters and colours the same way whatever the machine's own settings are. */
const evenFlags = [
  '--font-render-hinting=slight',
  '--disable-lcd-text',
  '--disable-font-subpixel-positioning',
  '--force-color-profile=srgb',
  '--force-device-scale-factor=1',
  '--hide-scrollbars',
  // Else what is drawn anew and what is left differs with the time that things take, and with it round corners.
  '--disable-partial-raster',
  '--num-raster-threads=1',
];

/** Why pictures cannot be compared here, if they cannot. */
export const whyNoPictures = npmChromiumRunsHere()
  ? null
  : `The kept pictures were taken by the Chromium of the npm package @sparticuz/chromium, which runs on Linux x64 only; this is ${process.platform} ${process.arch}. Compare them there, in a container for example.`;

/** The browser of the npm package and no other: pictures are compared with those it took before. */
export async function launchPictureBrowser(): Promise<Browser> {
  return launch({ ...(await npmChromium()), origin: 'npm package' }, evenFlags);
}

/** A browser of its own whose cookies and storage lie in this folder, where they are when it is launched there again. */
export async function launchIn(folder: string, baseURL: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...optionsOf(await findBrowser(), []), baseURL });
}

async function launch(found: FoundBrowser, flags: readonly string[]): Promise<Browser> {
  const browser = await chromium.launch(optionsOf(found, flags));
  await lookOften(browser);
  return browser;
}

function optionsOf(found: FoundBrowser, flags: readonly string[]): LaunchOptions {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    executablePath: found.executablePath,
    headless: true,
    args: [...launchFlags, ...flags],
    env: { ...Object.fromEntries(inherited), ...found.env },
  };
}
