package dev.mignet.apache.bench.emulator;

import dev.mignet.apache.bench.Summary;

/**
 * How long labs of one size took one contestant.
 *
 * @param up seconds until they were there
 * @param down seconds until they were taken down
 */
record Figure(String contestant, int nodes, Summary up, Summary down) {}
