const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, "Edge"], [/\bOPR\//, "Opera"], [/\bFirefox\/|\bFxiOS\//, "Firefox"], [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bChrome\/|\bCriOS\//, "Chrome"], [/\bSafari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, "Android"], [/\biPhone\b|\biPad\b/, "iOS"], [/\bWindows\b/, "Windows"], [/\bMac OS X\b|\bMacintosh\b/, "macOS"], [/\bCrOS\b/, "ChromeOS"], [/\bLinux\b/, "Linux"],
];
const first = (agent: string, list: typeof BROWSERS): string | undefined => list.find(([pattern]) => pattern.test(agent))?.[1];

/** "Firefox on Linux": enough to recognise one's own device in the list, from fixed words only. */
export const clientLabel = (userAgent: string | undefined): string => {
  const agent = (userAgent ?? "").slice(0, 500);
  const [browser, system] = [first(agent, BROWSERS), first(agent, SYSTEMS)];
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? "Unknown";
};
