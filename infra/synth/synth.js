// The quickest way into synth.ts: types are stripped from a first file before there can be a cache for it, which takes 25 ms.
import '../compile-cache.js';

await import('./synth.ts');
