package dev.mignet.apache.demo;

/**
 * A line of the demonstration's table.
 *
 * @param subject what it is about
 * @param told what Mignet promises
 * @param seen what was measured
 * @param holds whether the two agree
 */
record Finding(String subject, String told, String seen, boolean holds) {}
