// Fast entry point of synth-command.ts: stripping types from the first file of a process cannot be cached, and takes 25 ms.
import '../compile-cache.js';

await import('./synth-command.ts');
