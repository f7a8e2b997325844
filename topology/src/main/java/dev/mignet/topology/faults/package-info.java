/**
 * What goes wrong in a lab on purpose: the schedule of a topology's faults ({@link
 * dev.mignet.topology.faults.FaultSchedule}, a pure function of faults, seed and time) and what
 * brings them about. Start reading at {@link dev.mignet.topology.faults.FaultRun}.
 */
@NullMarked
package dev.mignet.topology.faults;

import org.jspecify.annotations.NullMarked;
